"""Figures: an observation in, what it says in words and numbers out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

import pyoxigraph as ox

from kg.evidence.statements import Term, statements
from kg.language import Text, listed
from kg.namespaces import ID, KG
from kg.naming.labels import Labels
from kg.passages import Passage

# What is understood where nothing else is said.
_UNDERSTOOD = {ID + "q-exact", ID + "m-level", ID + "a-observed"}
_KINDS = ("measure", "actuality")
_BREAKDOWN = ("slice", "countedIn", "origin", "recipient", "occasion", "rankWithin")
_OTHER_FIGURES = ("partOfFigure", "changeOf", "comparedWith", "restates", "comparableWith")
_Facts = Mapping[str, Sequence[Term]]


class Figure(NamedTuple):
    """A printed figure and what it means.

    about, indicator: IRIs. printed: as the report prints it. value: in the base unit, digits grouped, with the unit
    and, unless it is exact, the qualifier. period: the time that it is about. end: the last day of that (ISO 8601), or
    the first where only that is known. breakdown: what kind of figure it is and what narrows it, which tells one series
    from another. notes: its relations to other figures.
    """

    iri: str
    about: str
    indicator: str
    printed: str
    value: Text
    period: Text
    end: str
    breakdown: tuple[Text, ...]
    notes: tuple[Text, ...]
    passages: tuple[Passage, ...]

    @property
    def details(self) -> tuple[Text, ...]:
        """The breakdown, then the notes."""
        return *self.breakdown, *self.notes


def figure_of(
    store: ox.Store, labels: Labels, observation: ox.NamedNode, *, leave_out: Collection[str] = ()
) -> Figure | None:
    """The figure of an observation, or None if the thing prints none.

    leave_out: properties of kg: that its details are to leave out, without their prefix.
    """
    facts: dict[str, list[Term]] = {}
    passages: set[Passage] = set()
    for each in statements(store, observation):
        if each.standing != "inferred":
            facts.setdefault(each.predicate.value.removeprefix(KG), []).append(each.object)
            passages.update(each.passages)
    if "asWritten" not in facts:
        return None
    told = {name: values for name, values in facts.items() if name not in leave_out}
    return Figure(
        iri=observation.value,
        about=_first(facts, "about"),
        indicator=_first(facts, "indicator"),
        printed=_first(facts, "asWritten"),
        value=_value(facts, labels),
        period=_period(facts, labels),
        end=_first(facts, "refEnd") or _first(facts, "refStart"),
        breakdown=(*_kinds(told, labels), *_notes(store, told, labels, _BREAKDOWN)),
        notes=tuple(_notes(store, told, labels, _OTHER_FIGURES)),
        passages=tuple(sorted(passages)),
    )


# Units that are no word behind the number.
_WITH_UNIT = {ID + "unit-rank": Text("第 {} 位", "rank {}"), ID + "unit-percent": Text("{}%", "{}%")}


def _value(facts: _Facts, labels: Labels) -> Text:
    """The value with its unit: as `more than 80%`, `rank 1`, `51,900,000,000 yuan`."""
    number = grouped(_first(facts, "value"))
    qualifier = _words(facts, "qualifier", labels)
    unit, written = _words(facts, "unit", labels), _WITH_UNIT.get(_first(facts, "unit"))
    zh = written.zh.format(number) if written else f"{number} {unit.zh}"
    en = written.en.format(number) if written else f"{number} {unit.en}"
    return Text(f"{qualifier.zh} {zh}".strip(), f"{qualifier.en} {en}".strip())


def _period(facts: _Facts, labels: Labels) -> Text:
    """The time that the figure is about: a day for a stock, else from when to when, as far as it is known."""
    words = _words(facts, "temporality", labels)
    start, end = _first(facts, "refStart"), _first(facts, "refEnd")
    if _first(facts, "temporality") == ID + "t-stock":
        dates = Text(end, end)
    elif start == end or not end:
        dates = Text(start, start)
    else:
        dates = Text(f"{start} 至 {end}".strip(), f"{start} to {end}".strip())
    inferred = dates.en and _first(facts, "refInferred") == "true"
    mark = Text("（推定）", "(inferred)") if inferred else Text("", "")
    return Text(
        " ".join(filter(None, (words.zh, dates.zh))) + mark.zh, " ".join(filter(None, (words.en, dates.en, mark.en)))
    )


def _kinds(facts: _Facts, labels: Labels) -> list[Text]:
    return [words for name in _KINDS if (words := _words(facts, name, labels)).en]


def _notes(store: ox.Store, facts: _Facts, labels: Labels, names: Sequence[str]) -> list[Text]:
    notes = []
    for name in names:
        if values := [_short(store, value, labels) for value in facts.get(name, ())]:
            label, said = labels.of(KG + name), listed(values)
            notes.append(Text(f"{label.zh}：{said.zh}", f"{label.en}: {said.en}"))
    return notes


def _short(store: ox.Store, value: Term, labels: Labels) -> Text:
    """A value in a note; another figure is called by what is printed."""
    if not isinstance(value, ox.NamedNode):
        return Text(value.value, value.value)
    printed = next(store.quads_for_pattern(value, ox.NamedNode(KG + "asWritten"), None, ox.DefaultGraph()), None)
    if printed and isinstance(printed.object, ox.Literal):
        return Text(printed.object.value, printed.object.value)
    return labels.of(value.value)


def grouped(number: str) -> str:
    """A decimal number without needless zeros, its digits in groups of three: `51,900,000,000`."""
    try:
        digits = f"{Decimal(number):,f}"
    except InvalidOperation:
        return number
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def _words(facts: _Facts, name: str, labels: Labels) -> Text:
    iri = _first(facts, name)
    return labels.of(iri) if iri and iri not in _UNDERSTOOD else Text("", "")


def _first(facts: _Facts, name: str) -> str:
    return next((value.value for value in facts.get(name, ())), "")
