"""Citations: a question, its answer and the graph that gave it in, what each row of the answer rests on out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from kg.citing.doubts import Doubts
from kg.citing.patterns import NotCitable, scopes_of
from kg.citing.places import Places
from kg.citing.provenance import MatchedTriple, Witness
from kg.citing.reader import read_query
from kg.citing.witnesses import Witnesses
from kg.language import Text
from kg.passages import Passage
from kg.querying.answers import Rows, Truth

if TYPE_CHECKING:
    from kg.graph import Graph


class Citation(NamedTuple):
    """What a row rests on.

    passages: all that hold a triple which matched, in reading order. files: those of the background that matched.
    inferred: whether some of it follows from what stands there. absence: whether the row rests also, or only, on
    something not being there, which no passage states. doubts: the IRIs of the open doubts on what it rests on.
    witnesses: the triples, of which those of any one suffice.
    """

    passages: tuple[Passage, ...]
    files: tuple[str, ...]
    inferred: bool
    absence: bool
    doubts: tuple[str, ...]
    witnesses: tuple[Witness, ...]


class Citations(NamedTuple):
    """A citation for each row of an answer (for ASK, one), and remarks that are true of all of them."""

    rows: list[Citation]
    remarks: list[Text]


def cite(graph: Graph, query: str, answer: Rows | Truth, places: Places) -> Citations:
    """What the answer of a graph to a query (with its parameters filled in) rests on; `places` are those of the graph.

    Raises NotCitable for what has no citations: the answer is right all the same.
    """
    read = read_query(query)
    select = read.select
    witnesses = Witnesses(graph.store, read, graph.project.prefixes)
    doubts = Doubts(graph.store)
    if isinstance(answer, Truth):
        cited = [_citation(witnesses.of_true() if answer.value else (), places, doubts)]
        return Citations(cited, _remarks(cited))
    found = witnesses.of_rows(answer.variables, answer.rows)
    unexplained = sum(not each for each in found)
    if unexplained and not select.is_one_group:
        raise NotCitable(
            Text(
                f"有 {unexplained} 行未找到所依据的三元组", f"no triple that matched was found for {unexplained} row(s)"
            )
        )
    no_more = [_NO_MORE] if any(each.aggregates or each.limited for each in scopes_of(select)) else []
    cited = [_citation(each, places, doubts) for each in found]
    return Citations(cited, [*no_more, *_remarks(cited)])


def _remarks(citations: list[Citation]) -> list[Text]:
    return [_DOUBTED] if any(citation.doubts for citation in citations) else []


_NO_MORE = Text(
    "计数、极值和被截取的行还取决于“再无其他”，而没有段落写明这一点",
    "counts, extremes and rows that were cut rest also on there being no others, which no passage states",
)


_DOUBTED = Text(
    "注明“存疑”的行，所据的数值或陈述有未决的疑点：kg query open-doubts",
    "rows that rest on doubt have a figure or a statement that an open doubt is on: kg query open-doubts",
)


def _citation(witnesses: tuple[Witness, ...], places: Places, doubts: Doubts) -> Citation:
    triples = lineage(witnesses)
    found = [places.of(triple) for triple in triples]
    return Citation(
        tuple(sorted({passage for place in found for passage in place.passages})),
        tuple(sorted({file for place in found for file in place.files})),
        any(place.inferred for place in found),
        all(witness.rests_on_absence for witness in witnesses),
        doubts.on(zip(triples, found, strict=True)),
        witnesses,
    )


def lineage(witnesses: Iterable[Witness]) -> list[MatchedTriple]:
    """All triples of some witnesses, each once."""
    return list(dict.fromkeys(triple for witness in witnesses for triple in witness.lineage()))
