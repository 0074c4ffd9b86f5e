"""`kg network`: a network of the graph as tables, as data or as a picture."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import Session, Verb, shared_options
from kg.cli.output import Output, output_options
from kg.errors import KgError
from kg.language import Language, Text

if TYPE_CHECKING:
    from kg.cli.outline import Element, Table
    from kg.naming.labels import Named
    from kg.networks.scope import Scope
    from kg.networks.summary import Summary


@click.command(cls=Verb)
@click.argument("name", default="platforms-provinces")
@click.option("--report", metavar="YEAR", help="Only what the report of this year says.")
@click.option("--group/--no-group", "groups", default=True, help="Count what is said of a group of regions (default).")
@click.option("--proposed", is_flag=True, help="Count platforms that are only proposed, too.")
@click.option("--ties", "only_ties", is_flag=True, help="Only the ties between provinces (CSV holds one table).")
@click.option("--draw", is_flag=True, help="Draw a page instead: NAME.html, or the file after -o.")
@output_options("table", "json", "csv", "md", "html")
@shared_options
def command(
    session: Session,
    name: str,
    report: str | None,
    groups: bool,
    proposed: bool,
    only_ties: bool,
    draw: bool,
    output: Output,
) -> None:
    """Analyse the network NAME: its links, and the ties that they make.

    platforms-provinces: a platform and a province are linked as queries/platform-province-links.rq defines. Two
    provinces are tied by the platforms that link both; Shanghai, which the reports are about, is named apart.

    \b
      kg network               tables of links and ties
      kg network --no-group    without what is said of a group of regions
      kg network --draw        the picture: platforms-provinces.html
      kg network -o links.csv  the links as CSV (--ties: the ties)
    """
    from kg.networks.scope import Scope
    from kg.networks.summary import summary

    scope = Scope(report, groups, proposed)
    if draw or output.format == "html":
        _draw(session, name, scope, output, to_file=draw, only_ties=only_ties)
        return
    found = summary(session.graph, name, scope)
    if output.format == "json":
        from kg.formats.plain import json_text

        output.write(json_text(found))
    elif output.format == "csv":
        output.write(
            _csv(_tie_records(found, session.language) if only_ties else _link_records(found, session.language))
        )
    else:
        output.write_outline(list(_outline(found, session.language, only_ties)))


def _draw(session: Session, name: str, scope: Scope, output: Output, *, to_file: bool, only_ties: bool) -> None:
    if only_ties:
        raise KgError(Text("图只画联系：请去掉 --ties", "a picture shows the links: leave out --ties"))
    if output.format != "html" and (output.path or output.format != "table"):
        raise KgError(
            Text("--draw 画的是网页：请去掉 -f，文件名用 .html", "--draw makes a page: leave out -f, name a file .html")
        )
    from kg.drawing import draw, picture_of_network
    from kg.networks.kinds import NETWORKS, network

    links = network(session.graph, name, scope)
    if not links:
        raise KgError(Text("没有可画的联系：请放宽条件", "no links to draw: ask for more"))
    page = draw(picture_of_network(links, NETWORKS[name].title), session.language)
    if to_file and output.path is None:
        output = Output("html", Path(f"{name}.html"))
    output.write(page)
    if output.path:
        session.remark(Text(f"已画在 {output.path}", f"drawn in {output.path}"))


def _outline(found: Summary, language: Language, only_ties: bool) -> Iterator[Element]:
    from kg.cli.outline import Heading, Paragraph

    def say(zh: str, en: str) -> str:
        return Text(zh, en).in_(language)

    year = found.scope.report
    grouped = sum(link.group for link in found.links)
    ego = found.ego.label.in_(language)
    yield Heading(found.title.in_(language), say(f"{year} 年报告", f"report of {year}") if year else "", level=1)
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
            yield _by_report(found, language)
        yield Heading(say("联系", "Links"))
        yield _links(found, language)
    yield Heading(say(f"省与省之间的纽带（不含{ego}）", f"Ties between provinces, without {ego}"))
    yield Paragraph(
        say(
            f"权重：每个共有平台计 1/(k−1)，k 为它联系的省数，不计{ego}（Newman 2001）。",
            f"Weight: 1/(k−1) for each shared platform that links k provinces, {ego} not counted (Newman 2001).",
        )
    )
    if found.ties:
        yield _ties(found, language)
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
        yield Paragraph(_names((link.platform for link in found.ego_links), language))


def _links(found: Summary, language: Language) -> Table:
    from kg.cli.outline import Table

    header = Text("平台,省,方式,经由,仅经由组合,说明,出处", "platform,province,how,via,group only,remark,where").in_(
        language
    )
    rows = [
        (
            link.platform.label.in_(language),
            link.province.label.in_(language),
            _names(link.how, language),
            _names(link.via, language),
            _mark(link.group, language),
            link.remark.in_(language),
            _where(link.passages, language),
        )
        for link in found.links
    ]
    return Table(tuple(header.split(",")), rows, quiet=frozenset({6}))


def _by_report(found: Summary, language: Language) -> Table:
    from kg.cli.outline import Table

    reports = list(found.by_report[0].platforms)
    rows = [
        (
            row.province.label.in_(language),
            *(str(len(platforms) or "") for platforms in row.platforms.values()),
            str(row.distinct),
        )
        for row in found.by_report
    ]
    header = (Text("省", "province").in_(language), *reports, Text("不重复计", "distinct").in_(language))
    return Table(header, rows, right=frozenset(range(1, len(header))))


def _ties(found: Summary, language: Language) -> Table:
    from kg.cli.outline import Table

    header = Text(
        "省,省,权重,共有平台,其中经由组合,平台,出处", "province,province,weight,shared,by group,platforms,where"
    ).in_(language)
    rows = [
        (
            *(province.label.in_(language) for province in tie.provinces),
            f"{tie.weight:.2f}",
            str(len(tie.platforms)),
            str(len(tie.grouped)),
            _names(tie.platforms, language),
            _where(tie.passages, language),
        )
        for tie in found.ties
    ]
    return Table(tuple(header.split(",")), rows, right=frozenset({2, 3, 4}), quiet=frozenset({6}))


def _names(things: Iterable[Named], language: Language) -> str:
    separator = Text("、", "; ").in_(language)
    return separator.join(thing.label.in_(language) for thing in things)


def _mark(true: bool, language: Language) -> str:
    return Text("是", "yes").in_(language) if true else ""


def _where(passages: tuple[str, ...], language: Language) -> str:
    return " ".join(passages) or Text("背景", "background").in_(language)


def _link_records(found: Summary, language: Language) -> list[tuple[str, ...]]:
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


def _tie_records(found: Summary, language: Language) -> list[tuple[str, ...]]:
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


def _csv(records: list[tuple[str, ...]]) -> str:
    """Records as CSV, quoted and ended as the answers of queries are."""
    from kg.formats.delimited import quoted

    return "".join(",".join(map(quoted, record)) + "\r\n" for record in records)
