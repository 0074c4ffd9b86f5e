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
    from kg.validation.sample import Row


_SIZE, _SEED = 200, 1  # of a sample, where nothing else is said


@click.command(cls=Verb)
@click.argument("file", required=False, metavar="[FILE]", type=click.Path(path_type=Path, readable=False))
@click.option("--size", type=click.IntRange(1), help=f"How many statements to draw (default: {_SIZE}).")
@click.option("--seed", type=int, help=f"Another seed draws other statements (default: {_SEED}).")
@output_options("human", "csv", "json", "md")
@shared_options
def command(session: Session, file: Path | None, size: int | None, seed: int | None, output: Output) -> None:
    """Draw statements for a blind reading, or tell what came of one.

    \b
      kg sample -o sample.csv    200 statements at random, to be judged
      kg sample sample.csv       the share of errors among those judged

    Drawn is what print alone does not prove: relations with their dates,
    and what figures mean. Whoever judges has the text and the vocabulary,
    and not the graph; the columns verdict (right, too strong, wrong,
    unsure) and reason are theirs.
    """
    from kg.cli.words import Words
    from kg.validation import sample

    if file is None:
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
    rows = sample.read_sample(file)
    if output.format == "json":
        from kg.formats.plain import json_text

        output.write(json_text({name.en: sample.outcome(part) for name, part in _parts(rows)}))
    else:
        output.write_outline(list(_outline(rows, Words(session.language, session.project.prefixes))))


def _parts(rows: list[Row]) -> Iterator[tuple[Text, list[Row]]]:
    yield Text("关系", "relations"), [row for row in rows if not row.is_of_a_figure]
    yield Text("数字的含义", "meaning of figures"), [row for row in rows if row.is_of_a_figure]
    yield Text("合计", "all"), rows


def _outline(rows: list[Row], words: Words) -> Iterator[Element]:
    from kg.cli.outline import Heading, Paragraph, Table
    from kg.validation.sample import VERDICTS, outcome

    header = (
        words.say("陈述", "statements"),
        words.say("已判", "judged"),
        *map(words.of, VERDICTS.values()),
        words.say("错误率", "errors"),
        words.say("95% 区间", "95% interval"),
    )
    yield Heading(words.say("盲读抽样", "Blind reading of a sample"))
    table = []
    for name, part in _parts(rows):
        found = outcome(part)
        interval = (f"{found.share:.1%}", f"{found.low:.1%}–{found.high:.1%}") if found.judged else ("", "")
        table.append((words.of(name), str(found.judged), *map(str, found.verdicts.values()), *interval))
    yield Table(header, table, right=frozenset(range(1, len(header))))
    if unjudged := sum(not row.verdict for row in rows):
        yield Paragraph(words.say(f"尚未判断：{unjudged} 条", f"Not judged yet: {unjudged}"))
