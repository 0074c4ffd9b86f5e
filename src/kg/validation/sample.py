"""Samples: statements drawn at random for a reader who has only the text, and what came of the reading.

The evidence proves that names and figures are printed. Whether a passage says what is stated of them, a reader must
judge: drawn here is what print alone does not prove, relations with their dates and the meaning of the figures.
"""

from __future__ import annotations

import csv
import io
import math
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from kg.canonical.terms import TurtleTerms
from kg.errors import KgError
from kg.escapes import inert
from kg.language import Text
from kg.namespaces import KG, RDF
from kg.naming.labels import Labels
from kg.passages import passage_of
from kg.storage.csv_files import read_rows
from kg.storage.prefixes import Prefixes
from kg.validation.printed_passage import PRINTED

VERDICTS = {
    "right": Text("正确", "right"),
    "too strong": Text("言过其实", "too strong"),
    "wrong": Text("错误", "wrong"),
    "unsure": Text("不能断定", "unsure"),
}
ERRORS = ("too strong", "wrong")
_COLUMNS = ("passage", "subject", "predicate", "object", "reads", "verdict", "reason")
# What the evidence proves by the print alone, and what an observation is.
_PROVED = {KG + name for name in ("asNamed", "asWritten", "value", "unit", "qualifier", "editionNumber", *PRINTED)}
_PROVED.add(RDF + "type")
_Z = 1.96  # of the normal distribution, for 95 %


class Row(NamedTuple):
    """A statement as it stands in a sample, in prefixed names and Turtle; `reads` says it in Chinese words.

    verdict: one of VERDICTS, empty until somebody has judged; reason: why, empty where it is right.
    """

    passage: str
    subject: str
    predicate: str
    object: str
    reads: str
    verdict: str = ""
    reason: str = ""

    @property
    def is_of_a_figure(self) -> bool:
        """Whether it tells what a figure means; otherwise it relates things.

        A sample that is read has no graph to ask for the class: all observations are named so (a test sees to it).
        """
        return self.subject.startswith("id:obs-")


class Outcome(NamedTuple):
    """What came of a sample or a part of it: the verdicts, and the share of errors with its 95 % interval."""

    judged: int
    verdicts: dict[str, int]
    share: float
    low: float
    high: float


class Agreement(NamedTuple):
    """How far two readers agree on what both have judged.

    kappa: 1 where they always do, 0 where as often as by chance; None where nothing is judged by both.
    """

    judged: int
    same: int
    kappa: float | None
    errors_of_either: int
    errors_of_both: int


def draw(store: ox.Store, labels: Labels, prefixes: Prefixes, size: int, seed: int) -> list[Row]:
    """So many statements of passages at random, in reading order; the same for the same graph and seed.

    Raises KgError if there are not so many.
    """
    stated = [
        (passage, quad)
        for graph in store.named_graphs()
        if (passage := passage_of(graph.value))
        for quad in store.quads_for_pattern(None, None, None, graph)
        if _is_open(quad)
    ]
    if size > len(stated):
        raise KgError(
            Text(f"只有 {len(stated)} 条可抽取的陈述", f"there are only {len(stated)} statements to draw from")
        )
    stated.sort(key=lambda each: (each[0], str(each[1])))
    terms = TurtleTerms(prefixes)
    rows = []
    for place in sorted(random.Random(seed).sample(range(len(stated)), size)):
        passage, quad = stated[place]
        subject, predicate, object_ = map(terms.term, quad.triple)
        rows.append(Row(str(passage), subject, predicate, object_, _in_words(labels, quad)))
    return rows


def _is_open(quad: ox.Quad) -> bool:
    if not isinstance(quad.subject, ox.NamedNode) or not isinstance(quad.object, ox.NamedNode | ox.Literal):
        return False  # other rules refuse it
    return quad.predicate.value not in _PROVED and not quad.predicate.value.endswith("AsWritten")


def _in_words(labels: Labels, quad: ox.Quad) -> str:
    """`浦江创新论坛2018 · 主宾国 · 葡萄牙`; a figure by what it measures and as it is printed."""
    terms = (quad.subject, quad.predicate, quad.object)
    return " · ".join(labels.of(term.value).zh if isinstance(term, ox.NamedNode) else _value(term) for term in terms)


def _value(term: ox.Literal | ox.BlankNode | ox.Triple) -> str:
    return term.value if isinstance(term, ox.Literal) else str(term)


def csv_text(rows: Iterable[Row]) -> str:
    """A sample as CSV, a row a line; it is opened in a spreadsheet, which shall run nothing of it."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_COLUMNS)
    writer.writerows([inert(cell) for cell in row] for row in rows)
    return text.getvalue()


def read_sample(path: Path) -> list[Row]:
    """The rows of a sample. Raises KgError for a file that is none, and for a verdict that is none, with the line."""
    rows = []
    for place, cells in read_rows(path, _COLUMNS):
        row = Row(*cells)
        if row.verdict and row.verdict not in VERDICTS:
            known = ", ".join(VERDICTS)
            raise KgError(
                Text(f"判断“{row.verdict}”不在其列：{known}", f"no verdict “{row.verdict}”, use one of: {known}"),
                place=place,
            )
        rows.append(row)
    return rows


def outcome(rows: Sequence[Row]) -> Outcome:
    """The verdicts counted, and the share of errors with Wilson's interval (E. B. Wilson, JASA 22, 209, 1927)."""
    counts = Counter(row.verdict for row in rows if row.verdict)
    judged = counts.total()
    verdicts = {verdict: counts[verdict] for verdict in VERDICTS}
    if not judged:
        return Outcome(0, verdicts, 0.0, 0.0, 1.0)
    share = sum(counts[error] for error in ERRORS) / judged
    spread = _Z * math.sqrt(share * (1 - share) / judged + (_Z / (2 * judged)) ** 2)
    middle, scale = share + _Z**2 / (2 * judged), 1 + _Z**2 / judged
    return Outcome(judged, verdicts, share, (middle - spread) / scale, (middle + spread) / scale)


def agreement(one: Sequence[Row], other: Sequence[Row]) -> Agreement:
    """The agreement of two readings of the same sample.

    Its kappa is that of J. Cohen (Educational and Psychological Measurement 20, 37, 1960).
    Raises ValueError where they hold other statements.
    """
    if [row[:5] for row in one] != [row[:5] for row in other]:
        raise ValueError("other statements")
    verdicts = ((row.verdict, again.verdict) for row, again in zip(one, other, strict=True))
    pairs = [(verdict, again) for verdict, again in verdicts if verdict and again]
    judged, same = len(pairs), sum(verdict == again for verdict, again in pairs)
    firsts, seconds = Counter(verdict for verdict, _ in pairs), Counter(again for _, again in pairs)
    kappa = None
    if judged:
        by_chance = sum(firsts[verdict] * seconds[verdict] for verdict in VERDICTS) / judged**2
        kappa = 1.0 if by_chance == 1 else (same / judged - by_chance) / (1 - by_chance)
    errors = Counter(sum(verdict in ERRORS for verdict in pair) for pair in pairs)
    return Agreement(judged, same, kappa, errors[1] + errors[2], errors[2])
