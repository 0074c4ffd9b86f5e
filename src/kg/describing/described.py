"""Descriptions as data: what the graph says of a thing, a term, a passage or a statement."""

from __future__ import annotations

from typing import NamedTuple

from kg.describing.figures import Figure
from kg.describing.usage import Usage
from kg.evidence.statements import Standing
from kg.language import Text
from kg.naming.vocabulary import OntologyTerm
from kg.passages import Passage


class Value(NamedTuple):
    """One end of a statement: a thing with its label; or (iri empty) a literal with its language, or a blank node."""

    iri: str
    text: Text
    language: str = ""


class Line(NamedTuple):
    """One statement as seen from what is described: the other end of it, what kind that is of, and where it stands.

    kind: the label of its class; empty for a literal.
    """

    value: Value
    kind: Text
    standing: Standing
    passages: tuple[Passage, ...]


class Group(NamedTuple):
    """The statements of one property, `forward` from what is described or towards it."""

    property: Value
    forward: bool
    lines: tuple[Line, ...]


class Participation(NamedTuple):
    """A figure, and the property by which what is described has part in it (about, recipient, ...).

    about, indicator: what the figure is of and what it measures, with empty texts where that is not stated.
    """

    role: Value
    about: Value
    indicator: Value
    figure: Figure


class Remark(NamedTuple):
    """A reading or a doubt: on a passage, or on one statement of it (subject, predicate, object).

    statement: empty where the whole passage is meant. details: the label of a property, and its values in words.
    """

    iri: str
    doubt: bool
    passage: Passage
    statement: tuple[Value, ...]
    comment: Text
    details: tuple[tuple[Text, Text], ...]


class ThingDescription(NamedTuple):
    """All that the graph says of a thing.

    name: with its prefix. printed: the names that passages print for it. inferred: what follows from the statements.
    figures: as series, the points of each in the order of time.
    """

    value: Value
    name: str
    kind: Text
    definition: Text
    aliases: tuple[Value, ...]
    printed: tuple[Line, ...]
    groups: tuple[Group, ...]
    inferred: tuple[Group, ...]
    figures: tuple[Participation, ...]
    remarks: tuple[Remark, ...]


class Example(NamedTuple):
    """One use of a term: a thing of the class, or subject, property and object; and the passages that have it."""

    values: tuple[Value, ...]
    passages: tuple[Passage, ...]


class TermDescription(NamedTuple):
    """A class or property, how it is used, and a few examples, the most often said first.

    name: with its prefix. above, below: the classes or properties next to it.
    """

    term: OntologyTerm
    name: str
    above: tuple[Value, ...]
    below: tuple[Value, ...]
    domain: tuple[Value, ...]
    range: tuple[Value, ...]
    inverse: tuple[Value, ...]
    usage: Usage
    examples: tuple[Example, ...]


class Block(NamedTuple):
    """What a passage says of one subject; `figure` where the subject is an observation."""

    subject: Value
    kind: Text
    figure: Figure | None
    groups: tuple[Group, ...]


class PassageDescription(NamedTuple):
    """All that rests on a passage."""

    passage: Passage
    blocks: tuple[Block, ...]
    remarks: tuple[Remark, ...]


class StatementDescription(NamedTuple):
    """One statement: where it stands, what it follows from where it was inferred, and the remarks on it.

    files: those that state it where passages do not. remarks: on the statement itself, or on the whole of a passage
    that says it.
    """

    statement: tuple[Value, Value, Value]
    standing: Standing
    passages: tuple[Passage, ...]
    files: tuple[str, ...]
    premises: tuple[Example, ...]
    remarks: tuple[Remark, ...]


Described = ThingDescription | TermDescription | StatementDescription | list[PassageDescription]


def passages_of(described: Described) -> set[Passage]:
    """The passages that a description rests on; of a thing, those of remarks and of what was inferred not counted."""
    match described:
        case ThingDescription():
            lines = [*described.printed, *(line for group in described.groups for line in group.lines)]
            stated = [line.passages for line in lines] + [part.figure.passages for part in described.figures]
        case TermDescription():
            stated = [example.passages for example in described.examples]
        case StatementDescription():
            stated = [described.passages, *(premise.passages for premise in described.premises)]
        case list():
            stated = [(each.passage,) for each in described]
    return {passage for passages in stated for passage in passages}
