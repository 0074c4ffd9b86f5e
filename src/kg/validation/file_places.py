"""Where in the files a finding stands: findings and files in, the findings with file and line out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import pyoxigraph as ox

from kg.passages import passage_of
from kg.storage.rdf_files import RdfFile
from kg.storage.statement_lines import lines_of
from kg.storage.text_files import as_seen_from_here
from kg.validation.locators import text_of
from kg.validation.report import Finding, Place

_BLANK_NODE = "_:"


def with_places(findings: Sequence[Finding], files: Iterable[tuple[RdfFile, list[ox.Quad]]]) -> tuple[Finding, ...]:
    """The findings, each with its places in these files (with all their quads); earlier files come first.

    These are the places of the statement in question, or of the statements of its property, or else the first that says
    anything of the thing, or uses it.
    """
    index = _Index(files)
    return tuple(finding._replace(places=index.places(finding)) for finding in findings)


class _Index:
    """The places of all statements by what they say: subject, property and value; any of its terms stands by itself."""

    def __init__(self, files: Iterable[tuple[RdfFile, list[ox.Quad]]]) -> None:
        self._statements: dict[tuple[str, ...], list[tuple[str, Place]]] = defaultdict(list)
        self._uses: dict[str, list[tuple[str, Place]]] = defaultdict(list)
        for file, quads in files:
            name = as_seen_from_here(file.name)
            for quad, line in zip(quads, lines_of(file, quads), strict=True):
                self._add(quad, Place(name, line))

    def _add(self, quad: ox.Quad, place: Place) -> None:
        passage = passage_of(quad.graph_name.value) if isinstance(quad.graph_name, ox.NamedNode) else None
        entry = str(passage or ""), place
        subject, property, value = (text_of(term) for term in (quad.subject, quad.predicate, quad.object))
        for said in ((subject, property, value), (subject, property), (subject,)):
            self._statements[said].append(entry)
        for term in (property, value, text_of(quad.graph_name)):
            self._uses[term].append(entry)
        if isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode):
            self._uses[_BLANK_NODE].append(entry)

    def places(self, finding: Finding) -> tuple[Place, ...]:
        """The places of a finding; of evidence, those in its passage alone."""
        if finding.kind == "coverage":  # about words that no statement speaks of
            return ()
        statement = tuple(part for part in (finding.focus, finding.path, finding.value) if part)
        for said in (statement, statement[:2]):
            if finding.path and (found := self._within(finding, self._statements.get(said, []))):
                return found
        first = self._within(finding, self._statements.get((finding.focus,), []))
        first = first or self._within(finding, self._uses.get(finding.focus, []))
        if not first and finding.focus.startswith(_BLANK_NODE) and finding.passages:
            # Its name changes with each reading of the file: it is one of those in its passage.
            return self._within(finding, self._uses[_BLANK_NODE])
        return first[:1]

    def _within(self, finding: Finding, entries: list[tuple[str, Place]]) -> tuple[Place, ...]:
        wanted = finding.passages if finding.kind == "evidence" or finding.focus.startswith(_BLANK_NODE) else ()
        return tuple(dict.fromkeys(place for locator, place in entries if not wanted or locator in wanted))
