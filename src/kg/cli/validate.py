"""`kg validate`: judges the graph, or new triples together with it, and says what is not as it should be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import Session, Verb, shared_options
from kg.cli.output import Output, output_options
from kg.language import Text
from kg.namespaces import SHAPES

if TYPE_CHECKING:
    from kg.cli.outline import Element
    from kg.cli.words import Words
    from kg.storage.rdf_files import RdfFile
    from kg.validation.report import Coverage, Finding, Judged, Report, Severity

_SEVERITIES = {
    "violation": Text("违反", "Violation"),
    "warning": Text("警告", "Warning"),
    "info": Text("提示", "Remark"),
}
_PLAIN_VALUE = re.compile(r"[+-]?[\d.]+|\d{4}-\d\d-\d\d|true|false")
_BLANK_NODE = re.compile(r"_:\w+")
_MOST = 100  # findings of one source that are printed for people
_MOST_PLACES = 3
_QUIET = (2, 5)  # columns of a finding


@click.command(cls=Verb)
@click.argument(
    "files",
    nargs=-1,
    metavar="[FILE|-]...",
    type=click.Path(path_type=Path, allow_dash=True, readable=False),  # read_rdf_file says it better
)
@click.option("--sources", metavar="FOLDER", help="The folder of the report texts (else KG_SOURCES).")
@click.option("--coverage", is_flag=True, help="Also judge whether each claim of the texts is accounted for.")
@click.option(
    "--fail-on",
    type=click.Choice(tuple(_SEVERITIES)),
    default="violation",
    show_default=True,
    help="Exit with 1 for findings as grave as this.",
)
@output_options("human", "json", "md")
@shared_options
def command(
    session: Session,
    files: tuple[Path, ...],
    sources: str | None,
    coverage: bool,
    fail_on: Severity,
    output: Output,
) -> int:
    """Judge the graph: shapes, checks, terms and, where the report texts are at hand, the evidence.

    With FILE (or - for standard input) the new triples are judged together with the graph, and the findings are those
    that the new triples bring. Each finding begins with the place of its statement, file:line.
    Exit status: 0 it conforms, 1 there are findings, 2 something cannot be read.

    \b
      kg validate                        the graph
      kg validate --sources texts        also the evidence: is it printed there?
      kg validate --coverage             also: is all accounted for that is printed?
      kg validate new.trig               new triples before they enter
    """
    report = session.graph.validate([_read(path) for path in files], sources=sources, coverage=coverage)
    if output.format == "json":
        from kg.formats.plain import json_text

        output.write(json_text({"conforms": report.conforms, **report._asdict()}))
    else:
        words = session.words
        output.write_outline(list(_outline(report, words, with_files=bool(files))))
    return 1 if report.at_least(fail_on) else 0


def _read(path: Path) -> RdfFile:
    from kg.storage.rdf_files import read_rdf_file, read_rdf_stream

    return read_rdf_stream() if str(path) == "-" else read_rdf_file(path)


def _outline(report: Report, words: Words, *, with_files: bool) -> Iterator[Element]:
    from kg.cli.outline import Heading, Paragraph

    yield Heading(_summary(report, words), level=1)
    yield Paragraph(_judged(report.judged, words, with_files=with_files))
    for remark in report.unjudged:
        yield Paragraph(words.of(remark))
    for (severity, source), group in groupby(report.findings, lambda each: (each.severity, each.source)):
        name = source.removeprefix(SHAPES)
        found = list(group)
        for message, alike in groupby(found[:_MOST], lambda each: each.message):
            yield Heading(words.of(_SEVERITIES[severity]) + words.say("：", ": ") + words.of(message), name)
            yield _table([_row(finding, report, words) for finding in alike])
        if more := len(found) - min(len(found), _MOST):
            yield Paragraph(
                words.say(
                    f"{name}：另有 {more} 处；全部列出用 -f json。", f"{name}: and {more} more; all of them: -f json"
                )
            )
    for year, rows in groupby(report.coverage, lambda each: each.report):
        yield Heading(words.say(f"覆盖：{year} 年报告", f"Coverage of the report of {year}"))
        yield _coverage(list(rows), words)


def _row(finding: Finding, report: Report, words: Words) -> tuple[str, ...]:
    """The places in the files, the thing, its name, the statement, what to write instead, the passages."""

    def called(text: str) -> str:
        if _BLANK_NODE.fullmatch(text):
            return words.say("空节点", "blank node")
        if text in report.labels:
            return words.of(report.labels[text])
        # Words are not the thing that they name; a number, a date or a truth value is what it says.
        return text if not text or _PLAIN_VALUE.fullmatch(text) or "://" in text else f"“{text}”"

    name = words.name(finding.focus) if finding.focus in report.labels else ""
    statement = words.say("：", ": ").join(called(part) for part in (finding.path, finding.value) if part)
    label = called(finding.focus)
    places = [str(place) for place in finding.places]
    return (
        _some(places),
        label,
        name if name != label else "",
        statement,
        words.of(finding.hint),
        _some(finding.passages),
    )


def _some(places: Sequence[str]) -> str:
    """A few places in a row; a statement may stand in hundreds."""
    return " ".join([*places[:_MOST_PLACES], *(["…"] if len(places) > _MOST_PLACES else [])])


def _table(rows: list[tuple[str, ...]]) -> Element:
    """The rows without the columns that would be empty."""
    from kg.cli.outline import Table

    used = [column for column, cells in enumerate(zip(*rows, strict=True)) if any(cells)]
    quiet = frozenset(number for number, column in enumerate(used) if column in _QUIET)
    return Table(("",) * len(used), [tuple(row[column] for column in used) for row in rows], quiet=quiet)


def _summary(report: Report, words: Words) -> str:
    counts = {severity: sum(each.severity == severity for each in report.findings) for severity in _SEVERITIES}
    if not report.findings:
        return words.say("合格：没有发现问题", "Conforms: nothing found")
    verdict = words.say("合格", "Conforms") if report.conforms else words.say("不合格", "Does not conform")
    found = (
        words.say(f"{words.of(_SEVERITIES[severity])} {count} 处", f"{count} {severity}{'s' if count > 1 else ''}")
        for severity, count in counts.items()
        if count
    )
    return verdict + words.say("：", ": ") + words.row(found)


def _judged(judged: Judged, words: Words, *, with_files: bool) -> str:
    new = _new(judged, words) if with_files else ""
    graph = words.say(
        f"判断了 {judged.statements} 条陈述{new}：{judged.shapes} 个形状，{judged.checks} 项检查",
        f"{judged.statements} statements judged{new}: {judged.shapes} shapes, {judged.checks} checks",
    )
    if not judged.passages:
        return graph + words.say("。", ".")
    return graph + words.say(
        f"；{judged.passages} 个段落对照原文：{judged.names} 处名称，{judged.figures} 个数字，{judged.dates} 个日期。",
        f"; {judged.passages} passages held against the texts: {judged.names} names, {judged.figures} figures,"
        f" {judged.dates} dates.",
    )


def _new(judged: Judged, words: Words) -> str:
    """How many of the statements are new, and why there are none."""
    if judged.new:
        return words.say(f"（其中新陈述 {judged.new} 条）", f" ({judged.new} of them new)")
    if judged.given:
        return words.say(
            f"（其中新陈述 0 条：所给 {judged.given} 条图中都有）",
            f" (0 of them new: the graph has all {judged.given} that were given)",
        )
    return words.say("（其中新陈述 0 条：所给文件没有陈述）", " (0 of them new: no statement was given)")


def _coverage(rows: list[Coverage], words: Words) -> Element:
    from kg.cli.outline import Table
    from kg.validation.coverage import KIND_NAMES

    header = words.header("类型,文中,已陈述,已列出,遗漏", "kind,in the text,claimed,listed,missed")
    counted = {words.of(KIND_NAMES[row.kind]): (row.found, row.claimed, row.listed, row.missed) for row in rows}
    counted[words.say("合计", "all")] = tuple(map(sum, zip(*counted.values(), strict=True)))  # type: ignore[assignment]
    cells = [(kind, *map(str, numbers)) for kind, numbers in counted.items()]
    return Table(header, cells, right=frozenset({1, 2, 3, 4}))
