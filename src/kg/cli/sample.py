"""`kg sample`: statements for a blind reading, and the rate of errors that it found."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import Session, Verb, shared_options
from kg.cli.output import Output, output_options
from kg.errors import KgError
from kg.language import Text

if TYPE_CHECKING:
    from kg.cli.outline import Element
    from kg.cli.words import Words
    from kg.validation.sample import Agreement, Row


_SIZE, _SEED = 200, 1  # of a sample, where nothing else is said


@click.command(cls=Verb)
@click.argument("files", nargs=-1, metavar="[FILE [FILE]]", type=click.Path(path_type=Path, readable=False))
@click.option("--size", type=click.IntRange(1), metavar="N", help=f"How many statements to draw (default: {_SIZE}).")
@click.option("--seed", type=int, metavar="N", help=f"Another seed draws other statements (default: {_SEED}).")
@output_options("human", "csv", "json", "md")
@shared_options
def command(session: Session, files: tuple[Path, ...], size: int | None, seed: int | None, output: Output) -> None:
    """Draw statements for a blind reading, or tell what came of one.

    \b
      kg sample -o sample.csv    200 statements at random, to be judged
      kg sample sample.csv       the share of errors among those judged
      kg sample one.csv two.csv  and how far two readers of it agree

    Drawn is what print alone does not prove: relations with their dates,
    and what figures mean. Whoever judges has the text and the vocabulary,
    and not the graph; the columns verdict (right, too strong, wrong,
    unsure) and reason are theirs.
    """
    from kg.validation import sample

    if not files:
        if output.format in ("json", "md"):
            raise KgError(Text("样本只以 CSV 输出", "a sample is drawn as CSV"))
        graph = session.graph
        size, seed = size or _SIZE, _SEED if seed is None else seed
        output.write(sample.csv_text(sample.draw(graph.store, graph.labels, session.project.prefixes, size, seed)))
        return
    if size is not None or seed is not None:
        raise KgError(Text("已给样本：请去掉 --size 和 --seed", "the sample is given: leave out --size and --seed"))
    if output.format == "csv":
        raise KgError(Text("结果以 human、json 或 md 输出", "what came of it is told as human, json or md"))
    if len(files) > 2:
        raise KgError(Text(f"只可给一份或两份，而不是 {len(files)} 份", f"one reading or two, not {len(files)}"))
    readings = [sample.read_sample(file) for file in files]
    agreed = _agreed(files, readings) if len(files) == 2 else None
    if output.format == "json":
        from kg.formats.plain import json_text

        told = [{name.en: sample.outcome(part) for name, part in _parts(rows)} for rows in readings]
        output.write(json_text({"readings": told, "agreement": agreed} if agreed is not None else told[0]))
        return
    words = session.words
    outline: list[Element] = []
    for file, rows in zip(files, readings, strict=True):
        outline += _outline(None if agreed is None else file.name, rows, words)
    if agreed is not None:
        outline += _outline_of_agreement(agreed, words)
    output.write_outline(outline)


def _parts(rows: list[Row]) -> Iterator[tuple[Text, list[Row]]]:
    """The parts of a sample that are told apart, by their names."""
    yield Text("关系", "relations"), [row for row in rows if not row.is_of_a_figure]
    yield Text("数字的含义", "meaning of figures"), [row for row in rows if row.is_of_a_figure]
    yield Text("合计", "all"), rows


def _agreed(files: tuple[Path, ...], readings: list[list[Row]]) -> Agreement:
    from kg.validation.sample import agreement

    try:
        return agreement(*readings)
    except ValueError:
        raise KgError(
            Text(
                f"与 {files[0]} 的陈述不同：两人须读同一份样本",
                f"holds other statements than {files[0]}: both must read the same sample",
            ),
            place=str(files[1]),
        ) from None


def _outline(name: str | None, rows: list[Row], words: Words) -> Iterator[Element]:
    from kg.cli.outline import Heading, Paragraph, Table
    from kg.validation.sample import VERDICTS, outcome

    header = (
        words.say("陈述", "statements"),
        words.say("已判", "judged"),
        *map(words.of, VERDICTS.values()),
        words.say("错误率", "errors"),
        words.say("95% 区间", "95% interval"),
    )
    yield Heading(
        words.say(f"盲读：{name}", f"Blind reading: {name}")
        if name
        else words.say("盲读抽样", "Blind reading of a sample")
    )
    table = []
    for part_name, part in _parts(rows):
        found = outcome(part)
        interval = (f"{found.share:.1%}", f"{found.low:.1%}–{found.high:.1%}") if found.judged else ("", "")
        table.append((words.of(part_name), str(found.judged), *map(str, found.verdicts.values()), *interval))
    yield Table(header, table, right=frozenset(range(1, len(header))))
    if unjudged := sum(not row.verdict for row in rows):
        yield Paragraph(words.say(f"尚未判断：{unjudged} 条", f"Not judged yet: {unjudged}"))


def _outline_of_agreement(found: Agreement, words: Words) -> Iterator[Element]:
    from kg.cli.outline import Heading, Table

    yield Heading(words.say("两人是否一致", "Agreement of the two readers"))
    header = (
        words.say("两人均判", "judged by both"),
        words.say("判断相同", "same verdict"),
        words.say("比例", "share"),
        "kappa",
        words.say("任一人判错", "error to either"),
        words.say("两人均判错", "error to both"),
    )
    share = f"{found.same / found.judged:.1%}" if found.judged else ""
    errors = (str(found.errors_of_either), str(found.errors_of_both))
    row = (str(found.judged), str(found.same), share, "" if found.kappa is None else f"{found.kappa:.2f}", *errors)
    yield Table(header, [row], right=frozenset(range(len(header))))
