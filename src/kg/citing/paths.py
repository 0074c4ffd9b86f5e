"""Property paths (SPARQL 1.1 Query Language, section 9) as data."""

from __future__ import annotations

from typing import NamedTuple


class Link(NamedTuple):
    """A property."""

    iri: str


class Inverse(NamedTuple):
    """`^path`."""

    path: Path


class Sequence(NamedTuple):
    """`path / path`."""

    parts: tuple[Path, ...]


class Alternative(NamedTuple):
    """`path | path`."""

    parts: tuple[Path, ...]


class Repeated(NamedTuple):
    """`path?`, `path*` or `path+`."""

    path: Path
    modifier: str


class Negated(NamedTuple):
    """`!(iri | ^iri)`: the properties that are excluded forwards and backwards."""

    forwards: tuple[str, ...]
    backwards: tuple[str, ...]


Path = Link | Inverse | Sequence | Alternative | Repeated | Negated


def path_text(path: Path) -> str:
    """The path as SPARQL."""
    match path:
        case Link(iri):
            return iri
        case Inverse(part):
            return f"^({path_text(part)})"
        case Sequence(parts):
            return "/".join(f"({path_text(part)})" for part in parts)
        case Alternative(parts):
            return "|".join(f"({path_text(part)})" for part in parts)
        case Repeated(part, modifier):
            return f"({path_text(part)}){modifier}"
        case Negated(forwards, backwards):
            return "!(" + "|".join((*forwards, *(f"^{iri}" for iri in backwards))) + ")"
