"""Labels for machines: rows in, the same rows with a column of labels after each column that holds IRIs out."""

from __future__ import annotations

import pyoxigraph as ox

from kg.language import Language
from kg.naming.labels import Labels
from kg.querying.answers import Rows, Term


def with_label_columns(rows: Rows, labels: Labels, language: Language) -> Rows:
    """`?x` is followed by `?x_label` when an IRI stands in it; other columns stay as they are."""
    named = [any(isinstance(row[column], ox.NamedNode) for row in rows.rows) for column in range(len(rows.variables))]

    def label(term: Term | None) -> Term | None:
        return ox.Literal(labels.of(term.value).in_(language)) if isinstance(term, ox.NamedNode) else None

    variables: list[str] = []
    for variable, has_labels in zip(rows.variables, named, strict=True):
        variables += [variable, f"{variable}_label"] if has_labels else [variable]
    wider = [
        tuple(
            cell
            for term, has_labels in zip(row, named, strict=True)
            for cell in ((term, label(term)) if has_labels else (term,))
        )
        for row in rows.rows
    ]
    return Rows(tuple(variables), wider, rows.truncated)
