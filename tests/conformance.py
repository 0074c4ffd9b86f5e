"""`make conformance SUITE=FOLDER`: the W3C's tests of SPARQL 1.1 queries, asked through the library.

They are run on the suite's own datasets, without the merge in the default graph and without the guard, which the
suite knows nothing of; and once more with both, as `kg query --data` has them, to name the tests that these change.
Answers are compared as the library writes them in the format of the expected result, so the writers are tested too.

Exit status: 0 when at least FLOOR tests pass, 1 when fewer do, 2 when the folder holds no such suite.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox
from result_sets import difference, read_result, same
from w3c_suite import Case, read_suite

from kg.errors import KgError, LimitReached, Refused
from kg.escapes import abridged, visible
from kg.formats import View, write
from kg.graph import Graph
from kg.project import own_project
from kg.querying.answers import Answer, Triples, ask_unguarded
from kg.querying.sandbox import Limits, run_limited
from kg.querying.sparql import tokens
from kg.storage.store import materialize

FLOOR = 320
"""What the engine alone (pyoxigraph 0.5.13) passed of the 338 tests of 7 August 2026: kg must lose none of it."""

_PROJECT = own_project()
_FORMATS = {"csv": "csv", "tsv": "tsv", "srx": "xml", "srj": "json"}
_ENGINE_FORMATS = {
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "srx": ox.QueryResultsFormat.XML,
    "srj": ox.QueryResultsFormat.JSON,
}


class Verdict(NamedTuple):
    """Whether a test passed; if not, why; and whether the guard stopped its query."""

    passed: bool
    reason: str = ""
    guarded: bool = False


class Outcome(NamedTuple):
    """What came of a test: without merge and guard, with both, and, where it failed, by the engine alone."""

    case: Case
    bare: Verdict
    usual: Verdict
    engine: Verdict | None = None

    @property
    def change(self) -> str:
        """What changes the outcome: `merge`, `guard` or nothing."""
        if self.usual.guarded and not self.case.is_refused:
            return "guard"
        return "merge" if self.usual.passed != self.bare.passed else ""

    @property
    def fault(self) -> str:
        """Whose fault a failure is: the engine's where it fails on its own too."""
        return "kg" if self.engine and self.engine.passed else "engine"


# --- Three ways to have a test answered: the content of a result, and the extension that tells its format -----------

Way = Callable[[Case], tuple[bytes, str]]


def without_merge_and_guard(case: Case) -> tuple[bytes, str]:
    """By the library, on the dataset as the suite has it."""
    return _written(ask_unguarded(case.dataset(), case.text, _PROJECT.prefixes), case)


def as_usual(case: Case) -> tuple[bytes, str]:
    """By the library as its users have it: guarded, and with all graphs merged in the default graph."""
    store = case.dataset()
    materialize(store, infer=False)
    return _written(Graph(_PROJECT, store=store).query(case.text), case)


def engine_alone(case: Case) -> tuple[bytes, str]:
    """By pyoxigraph, which writes its answer itself."""
    answer = case.dataset().query(case.text)
    if isinstance(answer, ox.QueryTriples):
        return answer.serialize(format=ox.RdfFormat.N_TRIPLES), "nt"
    extension = _extension(case)
    return answer.serialize(format=_ENGINE_FORMATS[extension]), extension


def _written(answer: Answer, case: Case) -> tuple[bytes, str]:
    view = View(_PROJECT.prefixes)
    if isinstance(answer, Triples):
        return write(answer, "nt", view), "nt"
    extension = _extension(case)
    return write(answer, _FORMATS[extension], view), extension


def _extension(case: Case) -> str:
    """The format of the expected rows; where these are told in RDF, or none are expected, JSON."""
    extension = case.result.path.suffix[1:] if case.result else ""
    return extension if extension in _FORMATS else "srj"


# --- Judging --------------------------------------------------------------------------------------------------------


def outcome(case: Case) -> Outcome:
    """Runs a test."""
    bare, usual = _verdict(case, without_merge_and_guard), _verdict(case, as_usual)
    return Outcome(case, bare, usual, None if bare.passed else _verdict(case, engine_alone))


def _verdict(case: Case, way: Way) -> Verdict:
    """In a child process: with its guard off, a query may crash the engine, never end, or ask for the network."""
    try:
        return Verdict(*run_limited(lambda: tuple(judge(case, way)), Limits(), offline=True))
    except LimitReached as error:
        return Verdict(False, error.in_("en"))


def judge(case: Case, way: Way) -> Verdict:
    """Whether the answer that is had in this way is the one that the suite expects."""
    try:
        content, extension = way(case)
    except (KgError, SyntaxError, RuntimeError, ValueError) as error:
        guarded = isinstance(error, (Refused, LimitReached))
        return Verdict(case.is_refused, "" if case.is_refused else f"refused: {str(error).splitlines()[0]}", guarded)
    if case.is_refused:
        return Verdict(False, "accepted, though it is no SPARQL")
    if case.result is None:
        return Verdict(True)
    path, iri = case.result
    expected = read_result(path.read_bytes(), path.suffix[1:], iri)
    try:
        given = read_result(content, extension)
    except (SyntaxError, ValueError) as error:
        return Verdict(False, f"the answer cannot be read back: {error}")
    if same(expected, given, ordered=is_ordered(case.text)):
        return Verdict(True)
    return Verdict(False, difference(expected, given))


def is_ordered(query: str) -> bool:
    """Whether ORDER BY stands outside of all braces: that of a sub-select orders nothing that is seen."""
    depth = 0
    for token in tokens(query):
        depth += {"{": 1, "}": -1}.get(token.text, 0)
        if depth == 0 and token.kind == "word" and token.text.upper() == "ORDER":
            return True
    return False


# --- Telling --------------------------------------------------------------------------------------------------------


def main(arguments: list[str]) -> int:
    """Runs the suite, prints what came of it, returns the exit status."""
    if len(arguments) != 1 or not arguments[0]:
        print("name the folder of a copy of github.com/w3c/rdf-tests: make conformance SUITE=FOLDER", file=sys.stderr)
        return 2
    try:
        outcomes = [outcome(case) for case in read_suite(Path(arguments[0]))]
    except KgError as error:
        print(error, file=sys.stderr)
        return 2
    print("\n".join(report(outcomes)))
    return 0 if sum(each.bare.passed for each in outcomes) >= FLOOR else 1


def report(outcomes: list[Outcome]) -> list[str]:
    """The lines to print: totals by category, what failed and why, what merge and guard change and why."""
    failed = [one for one in outcomes if not one.bare.passed]
    changed = [one for one in outcomes if one.change]
    lines = [
        f"SPARQL 1.1 query tests with pyoxigraph {ox.__version__}, merge and guard off; numbers compared by value",
        "",
        _row("category", "tests", "passed", "changed by merge or guard"),
    ]
    for category, members in groupby(sorted(outcomes, key=_category), key=_category):
        each = list(members)
        names = ", ".join(f"{one.case.name.partition('/')[2]} ({one.change})" for one in each if one.change)
        lines.append(_row(category, len(each), _passed(each), names))
    lines.append(_row("all", len(outcomes), _passed(outcomes), f"(at least {FLOOR} are to pass)"))
    lines += ["", f"{len(failed)} not passed (engine: it fails alone too; kg: it does not):"]
    lines += [f"{one.case.name}  {one.fault}: {_told(one.bare.reason)}" for one in failed]
    lines += ["", f"{len(changed)} changed by the merge of all graphs in the default graph, or by the guard:"]
    lines += [f"{one.case.name}  {one.change}: {_told(one.usual.reason) or 'passes with it'}" for one in changed]
    return lines


def _row(category: str, tests: object, passed: object, changed: str) -> str:
    return f"{category:<24}{tests:>6}{passed:>8}  {changed}".rstrip()


def _category(one: Outcome) -> str:
    return one.case.category


def _passed(outcomes: list[Outcome]) -> int:
    return sum(one.bare.passed for one in outcomes)


def _told(reason: str) -> str:
    return abridged(visible(reason))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
