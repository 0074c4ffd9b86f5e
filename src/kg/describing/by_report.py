"""Descriptions by report: all that the graph says of a thing in, what one report says of it out."""

from __future__ import annotations

from kg.describing.described import Group, ThingDescription, passages_of
from kg.passages import Passage


def reports_of(thing: ThingDescription) -> list[str]:
    """The years of the reports that say something of a thing, in order."""
    return sorted({passage.report for passage in passages_of(thing)})


def said_by_report(thing: ThingDescription, report: str | None) -> ThingDescription:
    """What one report (its year) says of a thing; with None, the background that no report says."""

    def own(passages: tuple[Passage, ...]) -> tuple[Passage, ...]:
        return tuple(passage for passage in passages if passage.report == report)

    def belongs(passages: tuple[Passage, ...]) -> bool:
        return bool(own(passages)) if report else not passages

    def narrowed(groups: tuple[Group, ...]) -> tuple[Group, ...]:
        kept = (
            group._replace(
                lines=tuple(
                    line._replace(passages=own(line.passages)) for line in group.lines if belongs(line.passages)
                )
            )
            for group in groups
        )
        return tuple(group for group in kept if group.lines)

    return thing._replace(
        printed=tuple(line._replace(passages=own(line.passages)) for line in thing.printed if belongs(line.passages)),
        groups=narrowed(thing.groups),
        inferred=() if report else thing.inferred,
        figures=tuple(part for part in thing.figures if belongs(part.figure.passages)),
        remarks=tuple(remark for remark in thing.remarks if remark.passage.report == report),
    )
