"""`kg.load()`: the graph of a project, to ask, to judge and to analyse."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from kg.storage.damage import done_whatever_is_damaged

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    import networkx as nx
    import pyoxigraph as ox
    import rdflib

    from kg.finding.index import Name
    from kg.finding.search import Hit
    from kg.naming.labels import Labels
    from kg.naming.names import Names
    from kg.networks.changes import Changes
    from kg.project import Project
    from kg.querying.answers import Answer, Term
    from kg.querying.sandbox import Limits
    from kg.storage.prepared import PreparedStores
    from kg.storage.rdf_files import RdfFile
    from kg.trends.series import Trend
    from kg.validation.report import Report


class Graph:
    """The statements of a project, each in the named graph of the passage that it comes from."""

    def __init__(
        self,
        project: Project,
        *,
        conjecture: bool = False,
        files: Sequence[RdfFile] = (),
        store: ox.Store | None = None,
        whole: Graph | None = None,
    ) -> None:
        """With `files` the graph is what these hold, and of the project only the prefixes and queries are used.

        store: one that holds the graph, or a part of it, already. whole: the graph that it is a part of.
        """
        self.project = project
        self.conjecture = conjecture
        self.files = files
        self._given = store
        self.whole = whole or self

    @cached_property
    def store(self) -> ox.Store:
        """The engine's view: named graphs, and their merge (inferences included) as the default graph."""
        if self._given is not None:
            return self._given
        if self._kept:
            return self._kept.open(self.project)
        from kg.storage.store import load_store, store_of_files

        return store_of_files(self.files) if self.files else load_store(self.project, conjecture=self.conjecture)

    def leave_prepared(self) -> bool:
        """Gives up a prepared store that proved damaged, so that the files are loaded again.

        False when the store is none of these, so that loading again would not help.
        """
        if self._kept is None:
            return False
        self._kept.discard(self.project)
        for made_of_it in ("store", "labels", "names", "name_index", "rdf"):
            self.__dict__.pop(made_of_it, None)
        return True

    @cached_property
    def _kept(self) -> PreparedStores | None:
        """Where the prepared store is kept; None where there is none."""
        if self.files or self.conjecture or self._given is not None:
            return None
        from kg.storage.prepared import stores

        return stores()

    def narrowed(self, *, report: str | None = None, as_of: date | None = None) -> Graph:
        """The graph of what one report (its year) says, or of what was there on a day, or both.

        The background of the things in it stays; what follows is inferred anew. Raises KgError for a report that there
        is not.
        """
        store = self.store
        if report is not None:
            from kg.evidence.reports import store_of_report

            store = store_of_report(store, report)
        if as_of is not None:
            from kg.evidence.dates import store_as_of

            store = store_as_of(store, as_of)
        return Graph(self.project, conjecture=self.conjecture, files=self.files, store=store, whole=self.whole)

    def query(
        self,
        query: str,
        parameters: Mapping[str, Term] | None = None,
        *,
        limits: Limits | None = None,
    ) -> Answer:
        """The answer to a SPARQL query: Rows, Truth or Triples. The project's prefixes need no declaration.

        parameters: variable (without its mark) → the term that takes its place. limits: run in a child process that
        ends when time or memory is over, and stop at so many rows; without, nothing is limited. Raises KgError for a
        query that cannot be read, Refused for one that must not run, LimitReached.
        """
        return done_whatever_is_damaged(lambda: self._answer(query, parameters, limits), self.leave_prepared)

    def _answer(self, query: str, parameters: Mapping[str, Term] | None, limits: Limits | None) -> Answer:
        from kg.querying.answers import ask

        store, prefixes = self.store, self.project.prefixes
        if limits is None:
            return ask(store, query, prefixes, parameters)

        from kg.querying.guard import mentions_other_sources
        from kg.querying.sandbox import run_limited

        return run_limited(
            lambda: ask(store, query, prefixes, parameters, rows=limits.rows),
            limits,
            offline=mentions_other_sources(query),
        )

    @cached_property
    def labels(self) -> Labels:
        """What things are called, in both languages."""
        from kg.naming.labels import Labels

        return Labels(self.store, self.project.prefixes)

    @cached_property
    def names(self) -> Names:
        """Finds things by what people call them."""
        from kg.naming.names import Names

        return Names(self.store, self.project.prefixes, self.labels)

    def find(self, text: str, *, most: int = 10, class_: ox.NamedNode | None = None) -> list[Hit]:
        """At most so many things that a text may mean, the likeliest first; `class_`: only things of this class.

        A text is a name, a part of one, its pinyin or the initials of that, in simplified or traditional characters,
        rightly typed or not.
        """
        return done_whatever_is_damaged(lambda: self._hits(text, most, class_), self.leave_prepared)

    def _hits(self, text: str, most: int, class_: ox.NamedNode | None) -> list[Hit]:
        from kg.evidence.statements import things_of
        from kg.finding.search import search

        among = None if class_ is None else things_of(self.store, class_.value)
        return search(text, self.name_index, most=most, among=among)

    @cached_property
    def name_index(self) -> list[Name]:
        """All names of the things, thing by thing; kept beside the prepared store, where there is one."""
        from kg.finding.index import MAKER, build, read, written

        def make() -> bytes:
            return written(build(self.store))

        _ = self.store  # opened first: what is kept is kept of what was opened
        return read(self._kept.derived(self.project, "names", MAKER, make) if self._kept else make())

    @cached_property
    def rdf(self) -> rdflib.Dataset:
        """rdflib's view of the same quads: queries without GRAPH see the union of all graphs."""
        from kg.storage.rdflib_view import dataset

        return done_whatever_is_damaged(lambda: dataset(self.store, self.project.prefixes), self.leave_prepared)

    def validate(self, files: Sequence[RdfFile] = (), *, sources: str | None = None, coverage: bool = False) -> Report:
        """What is not as it should be, and what could not be judged, in one report.

        files: new triples, judged together with the project's; the findings are then those that they bring. The files
        that a graph was made of are such too: alone they hold no ontology to be judged by. sources: the folder of the
        report texts (else KG_SOURCES). coverage: also whether each claim of the texts is accounted for. Raises KgError
        for a file or a folder that cannot be read.
        """
        from kg.validation.judgement import Scope, judge

        return judge(self.project, Scope((*self.files, *files), sources, coverage, self.conjecture))

    def network(
        self, name: str, *, report: str | None = None, groups: bool = True, proposed: bool = False
    ) -> nx.Graph[str]:
        """A network of that name (`kg.networks.kinds.NETWORKS`), as a networkx graph with labels and passages.

        report: a year: only what this report says. groups: also what is said of a group of regions as a whole.
        proposed: also what is only proposed. Raises KgError for an unknown name or year.
        """
        from kg.networks.kinds import network
        from kg.networks.scope import Scope

        scope = Scope(report, groups, proposed)
        return done_whatever_is_damaged(lambda: network(self, name, scope), self.leave_prepared)

    def changes(self, earlier: str, later: str, *, classes: Sequence[str] = ()) -> Changes:
        """What changed from one report to another (years), in the sections that have the same topic in both.

        classes: IRIs: only things of these classes. Raises KgError for an unknown report or one given twice, and for
        what is no class of things.
        """
        from kg.networks.comparison import changes

        return done_whatever_is_damaged(lambda: changes(self, earlier, later, classes), self.leave_prepared)

    def trend(self, indicator: str, about: str | None = None) -> Trend:
        """The figures of an indicator over the years, as series that mix nothing; which are comparable is told.

        indicator, about: an indicator and the thing that its figures are about (None: all), by their names as
        `kg show` takes them. Raises KgError for a name that nothing bears, and for one that is no indicator.
        """
        from kg.trends.series import trend

        return done_whatever_is_damaged(lambda: trend(self, indicator, about), self.leave_prepared)


def load(project: str | None = None, *, conjecture: bool = False) -> Graph:
    """The graph of a project folder (found as the command finds it); files are read when first needed.

    Raises KgError if `project` is no project folder.
    """
    from kg.project import find_project

    return Graph(find_project(project), conjecture=conjecture)
