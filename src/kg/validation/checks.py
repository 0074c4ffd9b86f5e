"""Checks: rules across entities, each a question in `queries/checks/`; every row of an answer is a finding.

The columns ?focus, ?path, ?value and ?passage say what a finding is about; any column may stand in the message as
`{column}`. Questions are asked of stated triples; their empty answer passes.
"""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from kg.errors import KgError
from kg.language import Text
from kg.naming.labels import Labels
from kg.passages import passage_of
from kg.querying.answers import Term
from kg.querying.catalogue import CatalogueQuery, read_query
from kg.storage.prefixes import Prefixes
from kg.validation.locators import locators, text_of
from kg.validation.report import SEVERITIES, Finding


def judge_checks(store: ox.Store, folder: Path, prefixes: Prefixes) -> tuple[list[Finding], int]:
    """What the checks of a folder find in a store of stated triples, and how many checks there are.

    Raises KgError for a check that cannot be read or asked.
    """
    checks = [read_query(path) for path in sorted(folder.glob("*.rq"))]
    labels = Labels(store, prefixes)
    return [finding for check in checks for finding in _findings(store, check, prefixes, labels)], len(checks)


def _findings(store: ox.Store, check: CatalogueQuery, prefixes: Prefixes, labels: Labels) -> list[Finding]:
    severity = next(severity for severity in SEVERITIES if severity == check.severity)
    found = set()
    for row in _rows(store, check, prefixes):
        focus, path, value = (row.get(name) for name in ("focus", "path", "value"))
        passage = passage_of(text_of(row.get("passage")))
        where = (str(passage),) if passage else locators(store, focus, path, value)
        message = _message(check.message, row, labels)
        found.add(Finding("check", severity, check.name, text_of(focus), text_of(path), text_of(value), message, where))
    return sorted(found)


def _rows(store: ox.Store, check: CatalogueQuery, prefixes: Prefixes) -> list[dict[str, Term]]:
    """The rows of the answer, each as column → term, without the columns that are not bound."""
    try:
        answer = store.query(check.text, prefixes=dict(prefixes))
    except SyntaxError as error:
        raise KgError(Text(f"查询有误：{error}", f"the query is broken: {error}"), place=str(check.path)) from None
    if not isinstance(answer, ox.QuerySolutions):
        raise KgError(Text("检查须为 SELECT 查询", "a check must be a SELECT query"), place=str(check.path))
    names = [variable.value for variable in answer.variables]
    return [
        {name: term for name, term in zip(names, (row[name] for name in names), strict=True) if term is not None}
        for row in answer
    ]


def _message(message: Text, row: dict[str, Term], labels: Labels) -> Text:
    zh, en = message
    for name, term in row.items():
        called = labels.of(term.value) if isinstance(term, ox.NamedNode) else Text(text_of(term), text_of(term))
        zh, en = zh.replace(f"{{{name}}}", called.zh), en.replace(f"{{{name}}}", called.en)
    return Text(zh, en)
