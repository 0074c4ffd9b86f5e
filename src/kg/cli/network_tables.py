"""A bipartite network as tables: for people, and as records for a table processor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from kg.language import Language

if TYPE_CHECKING:
    from kg.cli.outline import Element, Table
    from kg.cli.words import Words
    from kg.naming.labels import Named
    from kg.networks.summary import Summary


def outline(found: Summary, words: Words, only_ties: bool) -> Iterator[Element]:
    """The tables for people; `only_ties`: without the links."""
    from kg.cli.outline import Heading, Paragraph

    say, year = words.say, found.scope.report
    grouped = sum(link.group for link in found.links)
    ego = words.of(found.ego.label)
    yield Heading(words.of(found.title), say(f"{year} 年报告", f"report of {year}") if year else "", level=1)
    yield Paragraph(
        say(
            f"平台 {found.platforms} 个，省级地区 {found.provinces} 个，联系 {len(found.links)} 条，"
            f"其中只经由地区组合 {grouped} 条。",
            f"Platforms: {found.platforms}. Provinces: {found.provinces}. "
            f"Links: {len(found.links)}, of which only by way of a group of regions: {grouped}.",
        )
    )
    if not found.links:
        return
    if not only_ties:
        if not year:
            yield Heading(say("各省见于各年报告的平台数", "Platforms by province and report"))
            yield _by_report(found, words)
        yield Heading(say("联系", "Links"))
        yield _links(found, words)
    yield Heading(say(f"省与省之间的纽带（不含{ego}）", f"Ties between provinces, without {ego}"))
    yield Paragraph(
        say(
            f"权重：每个共有平台计 1/(k−1)，k 为它联系的省数，不计{ego}（Newman 2001）。",
            f"Weight: 1/(k−1) for each shared platform that links k provinces, {ego} not counted (Newman 2001).",
        )
    )
    if found.ties:
        yield _ties(found, words)
    else:
        yield Paragraph(say("没有两个省共有平台。", "No two provinces share a platform."))
    yield Heading(say(f"{ego}（单列）", f"{ego}, apart"))
    apart = sum(link.group for link in found.ego_links)
    yield Paragraph(
        say(
            f"联系{ego}的平台 {len(found.ego_links)} 个（共 {found.platforms} 个），其中只经由地区组合 {apart} 个。",
            f"Platforms that link {ego}: {len(found.ego_links)} of {found.platforms}, "
            f"of which only by way of a group of regions: {apart}.",
        )
    )
    if found.ego_links:
        yield Paragraph(_names((link.platform for link in found.ego_links), words))


def _links(found: Summary, words: Words) -> Table:
    from kg.cli.outline import Table

    header = words.header("平台,省,方式,经由,仅经由组合,说明,出处", "platform,province,how,via,group only,remark,where")
    rows = [
        (
            words.of(link.platform.label),
            words.of(link.province.label),
            _names(link.how, words),
            _names(link.via, words),
            words.say("是", "yes") if link.group else "",
            words.of(link.remark),
            _where(link.passages, words),
        )
        for link in found.links
    ]
    return Table(header, rows, quiet=frozenset({6}))


def _by_report(found: Summary, words: Words) -> Table:
    from kg.cli.outline import Table

    reports = list(found.by_report[0].platforms)
    rows = [
        (
            words.of(row.province.label),
            *(str(len(platforms) or "") for platforms in row.platforms.values()),
            str(row.distinct),
        )
        for row in found.by_report
    ]
    header = (words.say("省", "province"), *reports, words.say("不重复计", "distinct"))
    return Table(header, rows, right=frozenset(range(1, len(header))))


def _ties(found: Summary, words: Words) -> Table:
    from kg.cli.outline import Table

    header = words.header(
        "省,省,权重,共有平台,其中经由组合,平台,出处", "province,province,weight,shared,by group,platforms,where"
    )
    rows = [
        (
            *(words.of(province.label) for province in tie.provinces),
            f"{tie.weight:.2f}",
            str(len(tie.platforms)),
            str(len(tie.grouped)),
            _names(tie.platforms, words),
            _where(tie.passages, words),
        )
        for tie in found.ties
    ]
    return Table(header, rows, right=frozenset({2, 3, 4}), quiet=frozenset({6}))


def _names(things: Iterable[Named], words: Words) -> str:
    return words.names(words.of(thing.label) for thing in things)


def _where(passages: tuple[str, ...], words: Words) -> str:
    return " ".join(passages) or words.say("背景", "background")


def link_records(found: Summary, language: Language) -> list[tuple[str, ...]]:
    """The links for a table processor, things as whole IRIs with their labels."""
    things = ("platform", "platform_label", "province", "province_label")
    header = (*things, "how", "via", "group", "remark", "reports", "passages")
    return [
        header,
        *(
            (
                link.platform.iri,
                link.platform.label.in_(language),
                link.province.iri,
                link.province.label.in_(language),
                _iris(link.how),
                _iris(link.via),
                "true" if link.group else "false",
                link.remark.in_(language),
                " ".join(link.reports),
                " ".join(link.passages),
            )
            for link in found.links
        ),
    ]


def tie_records(found: Summary, language: Language) -> list[tuple[str, ...]]:
    """The ties for a table processor, things as whole IRIs, the provinces with their labels."""
    header = ("province_1", "label_1", "province_2", "label_2", "weight", "shared", "by_group", "platforms", "passages")
    return [
        header,
        *(
            (
                tie.provinces[0].iri,
                tie.provinces[0].label.in_(language),
                tie.provinces[1].iri,
                tie.provinces[1].label.in_(language),
                repr(tie.weight),
                str(len(tie.platforms)),
                str(len(tie.grouped)),
                _iris(tie.platforms),
                " ".join(tie.passages),
            )
            for tie in found.ties
        ),
    ]


def _iris(things: Iterable[Named]) -> str:
    return " ".join(thing.iri for thing in things)
