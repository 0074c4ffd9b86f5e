"""`kg network`: a network of the graph as tables, as data or as a picture."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import Session, Verb, shared_options
from kg.cli.output import Output, output_options
from kg.errors import KgError
from kg.language import Text

if TYPE_CHECKING:
    from kg.drawing import Picture
    from kg.networks.scope import Scope


@click.command(cls=Verb)
@click.argument("name", default="platforms-provinces")
@click.option("--report", metavar="YEAR", help="Only what the report of this year says.")
@click.option("--group/--no-group", "groups", default=True, help="Count what is said of a group of regions (default).")
@click.option("--proposed", is_flag=True, help="Count platforms that are only proposed, too.")
@click.option("--ties", "only_ties", is_flag=True, help="Only the ties between provinces (CSV holds one table).")
@click.option("--between", nargs=2, metavar="YEAR YEAR", help="The two reports that `changes` compares.")
@click.option("--class", "classes", metavar="CLASS", multiple=True, help="Only changes of this class; again for more.")
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
    between: tuple[str, str] | None,
    classes: tuple[str, ...],
    draw: bool,
    output: Output,
) -> int:
    """Analyse the network NAME: its links, and the ties that they make.

    platforms-provinces: a platform and a province are linked as queries/platform-province-links.rq defines. Two
    provinces are tied by the platforms that link both; Shanghai, which the reports are about, is named apart.

    changes: what one report names and the other does not, or by another name, and comparable figures. The reports
    hold other chapters each year: only sections on the same topic are compared. Exit status 1: there are none.

    \b
      kg network               tables of links and ties
      kg network --no-group    without what is said of a group of regions
      kg network --draw        the picture: platforms-provinces.html
      kg network -o links.csv  the links as CSV (--ties: the ties)
      kg network changes --between 2017 2024
      kg network changes --between 2017 2024 --class Platform --draw
    """
    from kg.networks.kinds import CHANGES, NAMES, check_name
    from kg.networks.scope import Scope

    if name == CHANGES:
        if report or not groups or proposed or only_ties:
            raise KgError(
                Text(
                    "--report、--no-group、--proposed、--ties 不用于 changes：请用 --between",
                    "--report, --no-group, --proposed and --ties do not go with changes: use --between",
                )
            )
        return _compare(session, between, classes, output, draw=draw)
    check_name(name, NAMES)
    if between or classes:
        raise KgError(
            Text("--between 和 --class 只用于 kg network changes", "--between and --class go with kg network changes")
        )
    _analyse(session, name, Scope(report, groups, proposed), output, only_ties=only_ties, draw=draw)
    return 0


def _analyse(session: Session, name: str, scope: Scope, output: Output, *, only_ties: bool, draw: bool) -> None:
    if draw or output.format == "html":
        if only_ties:
            raise KgError(Text("图只画联系：请去掉 --ties", "a picture shows the links: leave out --ties"))
        _draw(session, name, lambda: _picture_of_links(session, name, scope), output, to_file=draw)
        return
    from kg.networks.summary import summary

    found = summary(session.graph, name, scope)
    if output.format == "json":
        from kg.formats.plain import json_text

        output.write(json_text(found))
    elif output.format == "csv":
        from kg.cli.network_tables import link_records, tie_records
        from kg.formats.delimited import csv_text

        records = tie_records if only_ties else link_records
        output.write(csv_text(records(found, session.language)))
    else:
        from kg.cli.network_tables import outline

        output.write_outline(list(outline(found, session.words, only_ties)))


def _compare(
    session: Session, between: tuple[str, str] | None, classes: tuple[str, ...], output: Output, *, draw: bool
) -> int:
    if not between:
        raise KgError(
            Text(
                "请用 --between 指明要比较的两份报告，如 --between 2017 2024",
                "name the two reports to compare with --between, as in --between 2017 2024",
            )
        )
    graph = session.graph
    found = graph.changes(*sorted(between), classes=[graph.names.find(name).value for name in classes])
    if not found.topics:
        session.remark(
            Text(
                f"{between[0]} 年和 {between[1]} 年的报告没有主题相同的节，无可比较",
                f"the reports of {between[0]} and {between[1]} have no section on the same topic: nothing to compare",
            )
        )
        return 1
    if draw or output.format == "html":
        from kg.drawing import picture_of_changes
        from kg.networks.kinds import CHANGES

        _draw(session, CHANGES, lambda: picture_of_changes(graph, found), output, to_file=draw)
    elif output.format == "json":
        from kg.formats.plain import json_text

        output.write(json_text(found))
    elif output.format == "csv":
        from kg.cli.network_change_records import records
        from kg.formats.delimited import csv_text

        output.write(csv_text(records(found, session.language)))
    else:
        from kg.cli.network_changes import outline

        output.write_outline(list(outline(found, session.words)))
    return 0


def _picture_of_links(session: Session, name: str, scope: Scope) -> Picture:
    from kg.drawing import picture_of_network
    from kg.networks.kinds import NETWORKS, network

    links = network(session.graph, name, scope)
    if not links:
        raise KgError(Text("没有可画的联系：请放宽条件", "no links to draw: ask for more"))
    return picture_of_network(links, NETWORKS[name].title)


def _draw(session: Session, name: str, make: Callable[[], Picture], output: Output, *, to_file: bool) -> None:
    if output.format != "html" and (output.path or output.format != "table"):
        raise KgError(
            Text("--draw 画的是网页：请去掉 -f，文件名用 .html", "--draw makes a page: leave out -f, name a file .html")
        )
    from kg.drawing import draw

    page = draw(make(), session.language)
    if to_file and output.path is None:
        output = Output("html", Path(f"{name}.html"))
    output.write(page)
    if output.path:
        session.remark(Text(f"已画在 {output.path}", f"drawn in {output.path}"))
