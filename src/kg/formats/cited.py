"""Cited answers: an answer and its citations in, rows with columns that tell them out, or JSON with all of it.

cites      the passages, in reading order
register   the files that state the background
rests_on   `inference` where some of it was inferred, `absence` where the row rests on something not being there,
           `doubt` where an open doubt is on it
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pyoxigraph as ox

from kg.canonical.terms import TurtleTerms
from kg.citing.citations import Citation
from kg.citing.places import Places
from kg.citing.provenance import MatchedTriple, Witness
from kg.escapes import escaped_in_json
from kg.formats import results_json
from kg.language import Language, Text
from kg.passages import Passage, locators
from kg.querying.answers import Rows, Term, Truth

COLUMNS = ("cites", "register", "rests_on")
_HEADINGS = Text("依据", "cites"), Text("登记文件", "register"), Text("另据", "rests on")  # of the same, for people
_ABSENCE, _INFERENCE, _DOUBT = Text("以查无为据", "absence"), Text("推断", "inference"), Text("存疑", "doubt")
_MOST_PASSAGES, _SHOWN = 12, 3  # in a cell for people
_MOST_WITNESSES = 12  # in JSON, of a row or a choice: each has choices of its own, and they multiply


def with_citations(answer: Rows | Truth, citations: Sequence[Citation], language: Language | None) -> Rows:
    """The rows with three columns more; a truth becomes a row.

    language: that of a reader, for whom long lists are cut and columns without a value left out; None is a program.
    """
    if isinstance(answer, Truth):
        answer = Rows(("answer",), [(ox.Literal(answer.value),)])
    called = COLUMNS if language is None else [heading.in_(language) for heading in _HEADINGS]
    names = [_unused(name, answer.variables) for name in called]
    cells = [_cells(citation, language) for citation in citations]
    kept = [place for place in range(len(COLUMNS)) if language is None or any(row[place] for row in cells)]
    rows: list[tuple[Term | None, ...]] = [
        (*row, *(ox.Literal(own[place]) if own[place] else None for place in kept))
        for row, own in zip(answer.rows, cells, strict=True)
    ]
    return Rows((*answer.variables, *(names[place] for place in kept)), rows, answer.truncated)


def json_text(
    answer: Rows | Truth,
    citations: Sequence[Citation],
    places: Places,
    terms: TurtleTerms,
    lines: dict[str, str] | None,
) -> str:
    """The W3C's JSON of the answer with a member more: `citations`, one a row, each with its witnesses.

    lines: of the reports, by their locators; None where they were not asked for.
    """
    plain = results_json.write_truth(answer) if isinstance(answer, Truth) else results_json.write(answer)
    document: dict[str, Any] = json.loads(plain)
    document["citations"] = [_object(citation, places, terms) for citation in citations]
    if lines is not None:
        document["lines"] = lines
    return escaped_in_json(json.dumps(document, ensure_ascii=False, separators=(",", ":"))) + "\n"


def _unused(name: str, variables: Sequence[str]) -> str:
    while name in variables:
        name += "_"
    return name


def _cells(citation: Citation, language: Language | None) -> tuple[str, str, str]:
    kinds = ((_INFERENCE, citation.inferred), (_ABSENCE, citation.absence), (_DOUBT, bool(citation.doubts)))
    besides = [word for word, holds in kinds if holds]
    return (
        _listed(citation.passages, cut=language is not None),
        " ".join(citation.files),
        " ".join(word.in_(language or "en") for word in besides),
    )


def _listed(passages: Sequence[Passage], *, cut: bool) -> str:
    if cut and len(passages) > _MOST_PASSAGES:
        return locators(passages[:_SHOWN]) + f" … ({len(passages)})"
    return locators(passages)


def _object(citation: Citation, places: Places, terms: TurtleTerms) -> dict[str, Any]:
    return {
        "passages": [str(passage) for passage in citation.passages],
        "register": list(citation.files),
        "inferred": citation.inferred,
        "absence": citation.absence,
        "doubts": [terms.term(ox.NamedNode(doubt)) for doubt in citation.doubts],
        "witnesses": _witnesses(citation.witnesses, places, terms),
    }


def _witnesses(witnesses: Sequence[Witness], places: Places, terms: TurtleTerms) -> list[dict[str, Any]]:
    """The first of them; of more, the last member tells how many."""
    told = [_witness(witness, places, terms) for witness in witnesses[:_MOST_WITNESSES]]
    more = len(witnesses) - len(told)
    return [*told, {"more": more}] if more else told


def _witness(witness: Witness, places: Places, terms: TurtleTerms) -> dict[str, Any]:
    told: dict[str, Any] = {"triples": [_triple(triple, places, terms) for triple in witness.triples]}
    if witness.choices:
        told["and_one_of_each"] = [_witnesses(choice, places, terms) for choice in witness.choices]
    if witness.rests_on_absence:
        told["absence"] = True
    return told


def _triple(triple: MatchedTriple, places: Places, terms: TurtleTerms) -> dict[str, Any]:
    place = places.of(triple)
    told: dict[str, Any] = {
        name: terms.term(term) for name, term in zip(("subject", "predicate", "object"), triple[:3], strict=True)
    }
    told["passages"] = [str(passage) for passage in sorted(place.passages)]
    if place.files:
        told["register"] = sorted(place.files)
    if place.inferred:
        told["inferred"] = True
    return told
