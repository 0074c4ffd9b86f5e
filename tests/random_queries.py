"""Random queries over a small random graph, for tests that hold of all queries.

A seed gives the same query each time. `Shape` says what a query may hold, so that a test can leave out the forms for
which its promise is not made.
"""

from __future__ import annotations

import random
from typing import NamedTuple

import pyoxigraph as ox

from kg.namespaces import ID, KG, REPORT

THINGS, PROPERTIES = 6, 3
TRIPLES = 40
_VARIABLES = ("?a", "?b", "?c", "?d")


class Shape(NamedTuple):
    """Which forms a query may hold."""

    negation: bool = False
    optional: bool = False
    aggregate: bool = False
    alternatives: bool = False
    closure: bool = False
    zero_length: bool = False
    subselect: bool = False
    limit: bool = False


def random_quads(seed: int) -> list[ox.Quad]:
    """Triples in passages of a line each, a third of them in a second one too."""
    chance = random.Random(seed)
    quads = []
    for line in range(1, TRIPLES + 1):
        triple = (
            _thing(chance.randrange(THINGS)),
            _property(chance.randrange(PROPERTIES)),
            _thing(chance.randrange(THINGS)),
        )
        quads.append(ox.Quad(*triple, ox.NamedNode(f"{REPORT}2018#L{line}")))
        if not chance.randrange(3):
            quads.append(ox.Quad(*triple, ox.NamedNode(f"{REPORT}2019#L{line}")))
    return quads


def store_of(quads: list[ox.Quad]) -> ox.Store:
    """A store of quads and of their merge."""
    store = ox.Store()
    store.extend(quads)
    store.extend(ox.Quad(*quad.triple) for quad in quads)
    return store


def random_query(seed: int, shape: Shape) -> str:
    """A SELECT whose rows are few enough."""
    return _Maker(random.Random(seed), shape).query()


class _Maker:
    def __init__(self, chance: random.Random, shape: Shape) -> None:
        self._chance = chance
        self._shape = shape

    def query(self) -> str:
        pattern = self._group(3)
        if self._shape.aggregate and self._chance.randrange(2):
            return self._grouped(pattern)
        columns = " ".join(self._chance.sample(_VARIABLES, self._chance.randint(1, 3)))
        distinct = "DISTINCT " * self._chance.randrange(2)
        limit = f" LIMIT {self._chance.randint(1, 4)}" if self._shape.limit else ""
        return f"SELECT {distinct}{columns} {{ {pattern} }}{limit}"

    def _grouped(self, pattern: str) -> str:
        by = self._chance.choice(_VARIABLES)
        of = self._chance.choice(_VARIABLES)
        function = self._chance.choice(["COUNT", "MIN", "SAMPLE"])
        selected = by + " " if self._chance.randrange(3) else ""
        return f"SELECT {selected}({function}({of}) AS ?n) {{ {pattern} }} GROUP BY {by}"

    def _group(self, most: int) -> str:
        elements = [self._triples(most)]
        elements += (self._element(most - 1) for _ in range(self._chance.randint(0, 2)) if most > 1)
        return " ".join(elements)

    def _element(self, most: int) -> str:
        kinds = [self._triples, self._filter, self._values, self._union, self._bind, self._exists]
        kinds += [self._optional] * self._shape.optional + [self._negation] * self._shape.negation
        kinds += [self._subselect] * self._shape.subselect
        kind = self._chance.choice(kinds)
        return kind(most)

    def _triples(self, most: int) -> str:
        return (
            " . ".join(f"{self._end()} {self._path()} {self._end()}" for _ in range(self._chance.randint(1, 2))) + " ."
        )

    def _filter(self, most: int) -> str:
        one, other = self._chance.sample(_VARIABLES, 2)
        return f"FILTER({one} {self._chance.choice(['!=', '='])} {other} || BOUND({one}))"

    def _values(self, most: int) -> str:
        things = " ".join(f"id:t{each}" for each in self._chance.sample(range(THINGS), 4))
        return f"VALUES {self._chance.choice(_VARIABLES)} {{ {things} }}"

    def _bind(self, most: int) -> str:
        return f"BIND(STR({self._chance.choice(_VARIABLES)}) AS ?text{self._chance.randrange(10**6)})"

    def _union(self, most: int) -> str:
        return f"{{ {self._group(most)} }} UNION {{ {self._group(most)} }}"

    def _optional(self, most: int) -> str:
        return f"OPTIONAL {{ {self._group(most)} }}"

    def _exists(self, most: int) -> str:
        exists = f"EXISTS {{ {self._group(most)} }}"
        one, other = self._chance.sample(_VARIABLES, 2)
        return self._chance.choice([f"FILTER {exists}", f"FILTER(({exists}) && {one} != {other})"])

    def _negation(self, most: int) -> str:
        return f"{self._chance.choice(['MINUS', 'FILTER NOT EXISTS'])} {{ {self._group(most)} }}"

    def _subselect(self, most: int) -> str:
        columns = " ".join(self._chance.sample(_VARIABLES, 2))
        return f"{{ SELECT {'DISTINCT ' * self._chance.randrange(2)}{columns} {{ {self._triples(most)} }} }}"

    def _end(self) -> str:
        return self._chance.choice([*_VARIABLES, *_VARIABLES, f"id:t{self._chance.randrange(THINGS)}"])

    def _path(self) -> str:
        one, other = (f"kg:p{self._chance.randrange(PROPERTIES)}" for _ in range(2))
        kinds = [one] * 4 + [f"^{one}", f"{one}/{other}"]
        kinds += [f"({one}|^{other})", f"!({one}|^{other})"] * self._shape.alternatives
        kinds += [f"{one}+", f"({one}/{other})+"] * self._shape.closure
        kinds += [f"({one}/{other})*", f"{one}?"] * self._shape.zero_length
        return self._chance.choice(kinds)


def _thing(number: int) -> ox.NamedNode:
    return ox.NamedNode(f"{ID}t{number}")


def _property(number: int) -> ox.NamedNode:
    return ox.NamedNode(f"{KG}p{number}")
