"""The index: all names of the things in a store, written so that what people type meets them."""

from __future__ import annotations

import json
import os
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache
from typing import Any, NamedTuple

import pyoxigraph as ox

from kg.namespaces import ID, KG, RDFS, SKOS
from kg.naming.names import fold
from kg.passages import passage_of

_LIBRARIES = ("opencc-", "pypinyin-")
# From the best to the least: of a thing's names its label is told first.
KINDS = ("label", "alias", "printed", "slug")
_PREDICATES = (ox.NamedNode(RDFS + "label"), ox.NamedNode(SKOS + "altLabel"), ox.NamedNode(KG + "asNamed"))
_OBSERVATION = ID + "obs-"


class Name(NamedTuple):
    """A name of a thing.

    kind: the place in KINDS. folded: without what people type differently, traditional characters made simple.
    pinyin, initials: how a Chinese name sounds and begins, syllable by syllable, without tones; else empty.
    mentions: in how many passages the thing stands.
    """

    thing: str
    text: str
    kind: int
    folded: str
    pinyin: str
    initials: str
    mentions: int


def _maker() -> bytes:
    """What decides, beside the graph, which names come of it: this code, Unicode's version and the libraries'."""
    from kg.naming import names

    code = b""
    for path in (__file__, names.__file__):
        with open(path, "rb") as file:
            code += file.read()
    return code + " ".join([unicodedata.unidata_version, *_versions()]).encode()


def _versions() -> list[str]:
    """The folders that say which versions are installed; to ask importlib for them takes longer than to search."""
    found = []
    for folder in sys.path:
        with suppress(OSError):
            found += [name for name in os.listdir(folder or os.curdir) if name.lower().startswith(_LIBRARIES)]
    return sorted(found)


MAKER = _maker()  # whose change makes an index that is kept worthless


def build(store: ox.Store) -> list[Name]:
    """The names of all things of the project's own that have a label, in the order of their IRIs."""
    mentions = _mentions(store)
    names = []
    for thing, texts in sorted(_texts(store).items()):
        for text, kind in sorted(texts.items(), key=lambda each: (each[1], each[0])):
            pinyin, initials = ("", "") if text.isascii() else sounds(text)
            folded = fold(text.replace("-", "") if KINDS[kind] == "slug" else text)
            names.append(Name(thing, text, kind, simplified(folded), pinyin, initials, mentions[thing]))
    return names


def written(names: Iterable[Name]) -> bytes:
    """The names as bytes that `read` takes."""
    return json.dumps(list(names), ensure_ascii=False, separators=(",", ":")).encode()


def read(content: bytes) -> list[Name]:
    """The names that were written."""
    return [Name(*values) for values in json.loads(content)]


def simplified(text: str) -> str:
    """Chinese text in simplified characters (OpenCC's table t2s)."""
    if text.isascii():
        return text
    converted: str = _converter().convert(text)
    return converted


@cache
def _converter() -> Any:
    import opencc

    return opencc.OpenCC("t2s")


def _texts(store: ox.Store) -> dict[str, dict[str, int]]:
    """Thing → its names, each with the best kind that it is of."""
    texts: dict[str, dict[str, int]] = {}
    for kind, predicate in enumerate(_PREDICATES):
        for quad in store.quads_for_pattern(None, predicate, None, ox.DefaultGraph()):
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal):
                thing = quad.subject.value
                if thing.startswith(ID) and not thing.startswith(_OBSERVATION):
                    texts.setdefault(thing, {}).setdefault(quad.object.value, kind)
    for thing, names in texts.items():
        names.setdefault(thing.removeprefix(ID), KINDS.index("slug"))
    return texts


def _mentions(store: ox.Store) -> Counter[str]:
    """Thing → the number of passages in which it stands."""
    counts: Counter[str] = Counter()
    for graph in store.named_graphs():
        if passage_of(graph.value):
            counts.update(set(_things(store.quads_for_pattern(None, None, None, graph))))
    return counts


def _things(quads: Iterable[ox.Quad]) -> Iterator[str]:
    for quad in quads:
        yield from (term.value for term in (quad.subject, quad.object) if isinstance(term, ox.NamedNode))


def sounds(text: str) -> tuple[str, str]:
    """The pinyin of a text, and the first letters of its syllables; what is not Chinese stays as it is."""
    from pypinyin import lazy_pinyin

    syllables = [fold(syllable) for syllable in lazy_pinyin(text)]
    letters = ["".join(filter(str.isalnum, syllable)) for syllable in syllables]
    return "".join(letters), "".join(syllable[:1] for syllable in letters)
