"""The prefix table: short names for IRIs, read from `ontology/prefixes.ttl`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from kg.storage.text_files import AnyPath

_DECLARATION = r"(?m)^@prefix\s+([A-Za-z][\w-]*):\s*<([^>]*)>\s*\.\s*$"
# The local names that Turtle and SPARQL read without escapes, less the rare ones. Text, compiled when first used.
_LOCAL_NAME = r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?"


class Prefixes(Mapping[str, str]):
    """Prefix → namespace IRI, in the order of the table."""

    def __init__(self, table: Mapping[str, str]) -> None:
        self._table = dict(table)

    @classmethod
    def read(cls, path: AnyPath) -> Prefixes:
        """The table in a file of `@prefix` lines."""
        with open(path, encoding="utf-8") as file:
            return cls(dict(re.findall(_DECLARATION, file.read())))

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

    def name_of(self, iri: str) -> str:
        """The prefixed name of an IRI, or the IRI itself where no namespace fits."""
        return self.shorten(iri) or iri

    def shorten(self, iri: str) -> str | None:
        """The prefixed name of an IRI, by the longest namespace that fits, or None if none fits."""
        best = max(
            (
                (prefix, namespace)
                for prefix, namespace in self._table.items()
                if iri.startswith(namespace) and re.fullmatch(_LOCAL_NAME, iri[len(namespace) :])
            ),
            key=lambda entry: len(entry[1]),
            default=None,
        )
        return f"{best[0]}:{iri[len(best[1]) :]}" if best else None
