"""What a judgement of a graph found, as values: findings, what was judged, what could not be judged, coverage."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from kg.language import Text

Kind = Literal["shape", "check", "term", "evidence", "coverage"]
Severity = Literal["violation", "warning", "info"]

KINDS: tuple[Kind, ...] = ("term", "shape", "check", "evidence", "coverage")
SEVERITIES: tuple[Severity, ...] = ("violation", "warning", "info")  # the gravest first


class Place(NamedTuple):
    """A place in a file, as seen from the current folder; `line` (from 1) is None where only the file is known."""

    file: str
    line: int | None

    def __str__(self) -> str:
        """As compilers write it, so that editors find the place: `new.trig:12`."""
        return f"{self.file}:{self.line}" if self.line else self.file


class Finding(NamedTuple):
    """Something that is not as it should be.

    source: the shape (an IRI), the check (its name) or the rule that found it. focus: the thing that it is about (an
    IRI, `_:` and a name for a blank node, or text where the thing is text). path: the property, value: its value, each
    empty where there is none. passages: where the statement stands, as locators (`2018:9`) in reading order. hint: what
    to write instead, where that is known. places: where in the files it stands, as far as that is known.
    """

    kind: Kind
    severity: Severity
    source: str
    focus: str
    path: str
    value: str
    message: Text
    passages: tuple[str, ...] = ()
    hint: Text = Text("", "")
    places: tuple[Place, ...] = ()

    @property
    def identity(self) -> tuple[str, ...]:
        """What makes it the same finding in another state of the graph.

        The same words may be missing in one more passage, while a broken rule is broken once wherever it is said. What
        is suggested for an unknown term depends on what else there is.
        """
        where = self.passages if self.kind in ("evidence", "coverage") else ()
        message = self.message if self.kind != "term" else ()
        return (self.kind, self.source, self.focus, self.path, self.value, *message, *where)


class Judged(NamedTuple):
    """How much was judged: statements (`given`: in the new files, `new`: of these, those that the graph does not have),
    shapes, checks; passages with lines, what they hold."""

    statements: int = 0
    given: int = 0
    new: int = 0
    shapes: int = 0
    checks: int = 0
    passages: int = 0
    names: int = 0
    figures: int = 0
    dates: int = 0


class Coverage(NamedTuple):
    """Claims of one kind that a report's text makes: claimed by statements, listed as left out, or missed by both."""

    report: str
    kind: str
    found: int
    claimed: int
    listed: int

    @property
    def missed(self) -> int:
        """Claims that neither a statement nor the list of what is left out accounts for."""
        return self.found - self.claimed - self.listed


class Report(NamedTuple):
    """The outcome: `unjudged` says what could not be judged and why; `labels` are those of the IRIs in the findings."""

    findings: tuple[Finding, ...]
    judged: Judged
    unjudged: tuple[Text, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    labels: Mapping[str, Text] = {}

    def at_least(self, severity: Severity) -> list[Finding]:
        """The findings that are as grave as this or graver."""
        grave = SEVERITIES[: SEVERITIES.index(severity) + 1]
        return [finding for finding in self.findings if finding.severity in grave]

    @property
    def conforms(self) -> bool:
        """Whether there is no violation."""
        return not self.at_least("violation")
