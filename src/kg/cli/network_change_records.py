"""The changes between two reports as records for a table processor."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kg.language import Language, Text
from kg.namespaces import KG
from kg.passages import locators

if TYPE_CHECKING:
    from kg.networks.changes import Changes, Mention
    from kg.passages import Passage

_TIES, _PRINTED_NAMES = Text("联系数", "ties"), Text("印出的名称", "printed names")
_COLUMNS = (
    "change", "class", "thing", "thing_label", "earlier", "later", "note", "described", "topics", "also_in",
    "earlier_passages", "later_passages",
)  # fmt: skip

Record = tuple[str, ...]


def records(found: Changes, language: Language) -> list[Record]:
    """A header, then a row for each change of a thing, and one for each pair of figures; things are whole IRIs.

    earlier, later: what the two reports have, of which `note` tells what it is: printed names, the things of which one
    is in the place of the other, figures, or the number of ties.
    """

    def row(
        change: str, each: Mention, *values: str, here: Iterable[Passage] = (), there: Iterable[Passage] = ()
    ) -> Record:
        topics = " ".join(topic.iri for topic in each.topics)
        described = "true" if each.described else "false"
        known = (described, topics, " ".join(each.others), locators(here), locators(there))
        return (change, each.class_.iri, each.thing.iri, each.thing.label.in_(language), *values, *known)

    rows: list[Record] = [_COLUMNS]
    rows += [row("new", each, "", "", "", there=each.passages) for each in found.new]
    for gone in found.gone:
        ends = "; ".join(f"{end.said.in_(language)} ({locators(end.passages)})" for end in gone.ends)
        rows.append(row("not-named-again", gone.named, "", "", ends, here=gone.named.passages))
    for kept in found.kept:
        counts = str(len(kept.earlier_neighbours)), str(len(kept.later_neighbours))
        passages = {"here": kept.earlier.passages, "there": kept.later.passages}
        rows.append(row("in-both", kept.earlier, *counts, _TIES.in_(language), **passages))
        if kept.earlier_names:
            names = "; ".join(kept.earlier_names), "; ".join(kept.later_names)
            rows.append(row("renamed", kept.earlier, *names, _PRINTED_NAMES.in_(language), **passages))
    for each in found.continued:
        ends_of = each.earlier.thing.iri, each.later.thing.iri, each.how.in_(language)
        rows.append(row("in-its-place", each.later, *ends_of, here=each.earlier.passages, there=each.later.passages))
    for there in found.later_elsewhere:
        passages = {"here": there.named.passages, "there": there.passages}
        rows.append(row("later-elsewhere", there.named, "", "", "", **passages))
    for here in found.earlier_elsewhere:
        passages = {"here": here.passages, "there": here.named.passages}
        rows.append(row("earlier-elsewhere", here.named, "", "", "", **passages))
    for figure in found.figures:
        values = (figure.direction, KG + "Observation", figure.about.iri, figure.about.label.in_(language))
        counted = (figure.indicator.label, *figure.later.breakdown)
        printed = figure.earlier.printed, figure.later.printed, "; ".join(words.in_(language) for words in counted)
        rows.append((*values, *printed, "", "", "", locators(figure.earlier.passages), locators(figure.later.passages)))
    return rows
