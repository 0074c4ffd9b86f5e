"""The judgement: a project, new files and report texts in, one report out."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from itertools import chain
from typing import NamedTuple

import pyoxigraph as ox

from kg.evidence.sources import ReportText, read_sources
from kg.language import Text
from kg.namespaces import GRAPH
from kg.naming.labels import Labels
from kg.project import Project
from kg.storage.rdf_files import RdfFile, read_rdf_file
from kg.storage.store import load_store, materialize
from kg.validation.checks import judge_checks
from kg.validation.copied_text import judge_copying
from kg.validation.coverage import judge_coverage
from kg.validation.evidence import judge_evidence
from kg.validation.file_places import with_places
from kg.validation.knowledge import Knowledge
from kg.validation.report import KINDS, SEVERITIES, Coverage, Finding, Report
from kg.validation.shapes import judge_shapes
from kg.validation.terms import judge_terms

NEW = ox.NamedNode(GRAPH + "new")  # takes new triples that stand in no graph
_NO_BLANK_NODES = "no-blank-nodes"  # the check


class Scope(NamedTuple):
    """What to judge besides the graph: new files together with it, texts from a folder, coverage, conjectures."""

    files: Sequence[RdfFile] = ()
    sources: str | None = None
    coverage: bool = False
    conjecture: bool = False


def judge(project: Project, scope: Scope) -> Report:
    """Everything that can be judged of a project's graph, and what could not be.

    With new files, the findings are those that they bring: those of the graph with them, less those of the graph
    without. Raises KgError for a file that cannot be read and for a folder without the texts.
    """
    store = load_store(project, conjecture=scope.conjecture, infer=False)
    texts = read_sources(store, scope.sources)
    if not scope.files:
        return _with_places(_judge(project, store, texts, scope), project, scope, [])
    after = ox.Store()
    after.extend(store)  # loading the project once more would give its blank nodes other names
    given = [(file, list(file.quads())) for file in scope.files]
    said = {quad for _, quads in given for quad in quads}
    added = {quad for quad in said if quad not in store}  # asked of the store, to which 5.0 and 5.00 are the same
    after.extend(_in_a_graph(quad) for quad in said)
    materialize(after, infer=False)
    report = _judge(project, after, texts, scope)
    if report.findings:
        known = {finding.identity for finding in _judge(project, store, texts, scope).findings}
        new = tuple(finding for finding in report.findings if finding.identity not in known)
        report = report._replace(findings=new)
    report = report._replace(
        judged=report.judged._replace(given=len(said), new=len(added)),
        unjudged=(*report.unjudged, *_without_evidence(added)),
    )
    return _with_places(report, project, scope, given)


def _with_places(report: Report, project: Project, scope: Scope, given: list[tuple[RdfFile, list[ox.Quad]]]) -> Report:
    """The report with the places of its findings, and these in the order of the files.

    Reading the files is work, and most often there is nothing to find.
    """
    if not report.findings:
        return report
    files = (read_rdf_file(path) for path, _ in project.graph_files(conjecture=scope.conjecture))
    known = ((file, list(file.quads())) for file in files)
    found = with_places(report.findings, chain(given, known))
    return report._replace(findings=tuple(sorted(found, key=lambda each: (_order(each), _order_in_files(each)))))


def _judge(project: Project, store: ox.Store, texts: dict[str, ReportText], scope: Scope) -> Report:
    shape_findings, shapes = judge_shapes(store, project.shapes_file)
    check_findings, checks = judge_checks(store, project.checks_folder, project.prefixes)
    knowledge = Knowledge(store)
    evidence = judge_evidence(knowledge, texts)
    findings = [*shape_findings, *check_findings, *judge_terms(store, project.prefixes), *evidence.findings]
    findings += judge_copying(knowledge, texts.values())
    coverage: list[Coverage] = []
    if scope.coverage:
        missed, coverage = judge_coverage(knowledge, texts, project.unclaimed_folder)
        findings += missed
    findings = _without_consequences(findings)
    statements = sum(1 for _ in store.quads_for_pattern(None, None, None, ox.DefaultGraph()))
    return Report(
        tuple(sorted(findings, key=_order)),
        evidence.judged._replace(statements=statements, shapes=shapes, checks=checks),
        tuple(_unjudged(knowledge, texts, scope)),
        tuple(coverage),
        _labels(findings, Labels(store, project.prefixes)),
    )


def _without_consequences(findings: list[Finding]) -> list[Finding]:
    """Of what is found about a blank node, only that it is one: without a name nothing else can hold of it."""
    blank = {finding.focus for finding in findings if finding.source == _NO_BLANK_NODES}
    return [each for each in findings if each.source == _NO_BLANK_NODES or blank.isdisjoint((each.focus, each.value))]


def _order(finding: Finding) -> tuple[object, ...]:
    """The gravest first, then what has the same rule and message together."""
    return SEVERITIES.index(finding.severity), KINDS.index(finding.kind), finding.source, finding.message


def _order_in_files(finding: Finding) -> list[tuple[str, int]]:
    return [(place.file, place.line or 0) for place in finding.places]


def _labels(findings: list[Finding], labels: Labels) -> dict[str, Text]:
    """The labels of all IRIs in the findings."""
    found = {}
    for finding in findings:
        for iri in (finding.focus, finding.path, finding.value):
            with suppress(ValueError):  # it is no IRI
                found[iri] = labels.of(iri)
    return found


def _in_a_graph(quad: ox.Quad) -> ox.Quad:
    """What stands in no graph goes into graph:new."""
    if isinstance(quad.graph_name, ox.NamedNode):
        return quad
    return ox.Quad(quad.subject, quad.predicate, quad.object, NEW)


def _unjudged(knowledge: Knowledge, texts: dict[str, ReportText], scope: Scope) -> list[Text]:
    without = sorted({passage.report for passage, _ in knowledge.passages} - set(texts))
    if not without:
        return []
    years = Text("、".join(without), ", ".join(without))
    what = Text("证据和覆盖", "Evidence and coverage") if scope.coverage else Text("证据", "Evidence")
    return [
        Text(
            f"{what.zh}未判断：手头没有 {years.zh} 年报告的文本（--sources 或 KG_SOURCES）。",
            f"{what.en} not judged: the text of {years.en} is not at hand (--sources or KG_SOURCES).",
        )
    ]


def _without_evidence(added: set[ox.Quad]) -> list[Text]:
    count = sum(1 for quad in added if not isinstance(quad.graph_name, ox.NamedNode))
    if not count:
        return []
    return [
        Text(
            f"{count} 条新陈述不在任何段落中：其证据无从判断（请写成 TriG：r2018:L9 {{ … }}）。",
            f"New statements in no passage: {count}. Their evidence is not judged (write TriG: r2018:L9 {{ … }}).",
        )
    ]
