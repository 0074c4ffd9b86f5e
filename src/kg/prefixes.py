"""The prefix table: short names for IRIs, read from `ontology/prefixes.ttl`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

_DECLARATION = re.compile(r"^@prefix\s+([A-Za-z][\w-]*):\s*<([^>]*)>\s*\.\s*$", re.MULTILINE)
# The local names that Turtle and SPARQL read without escapes, less the rare ones.
_LOCAL_NAME = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?$")


class Prefixes(Mapping[str, str]):
    """Prefix → namespace IRI, in the order of the table."""

    def __init__(self, table: Mapping[str, str]) -> None:
        self._table = dict(table)

    @classmethod
    def read(cls, path: Path) -> Prefixes:
        """The table in a file of `@prefix` lines."""
        return cls(dict(_DECLARATION.findall(path.read_text(encoding="utf-8"))))

    def __getitem__(self, prefix: str) -> str:
        return self._table[prefix]

    def __iter__(self) -> Iterator[str]:
        return iter(self._table)

    def __len__(self) -> int:
        return len(self._table)

    def expand(self, name: str) -> str | None:
        """The IRI of a prefixed name such as `id:zhejiang`, or None if it is none."""
        prefix, colon, local = name.partition(":")
        return self._table[prefix] + local if colon and prefix in self._table else None

    def shorten(self, iri: str) -> str | None:
        """The prefixed name of an IRI, by the longest namespace that fits, or None if none fits."""
        best = max(
            (
                (prefix, namespace)
                for prefix, namespace in self._table.items()
                if iri.startswith(namespace) and _LOCAL_NAME.match(iri, len(namespace))
            ),
            key=lambda entry: len(entry[1]),
            default=None,
        )
        return f"{best[0]}:{iri[len(best[1]) :]}" if best else None
