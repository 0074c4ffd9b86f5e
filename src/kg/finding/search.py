"""The search: a text and the index in, the things that it may mean out, the likeliest first.

A name that is the text comes before one that begins with it, that before one that holds it; then come pinyin, words in
any order, characters of the same sound where nothing holds the text, and typing mistakes. Among equals a label comes
before an alias, a thing of many passages before one of few, and a short name before a long one.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from typing import NamedTuple

from kg.finding.index import Name, simplified, sounds
from kg.naming.names import fold
from kg.storage.text_files import as_typed

_LEAST_ALIKE = 70.0  # of 100, by rapidfuzz's ratio
_PART_ALIKE = 83.0  # of 100, of a part of a name with what was typed: one letter of six may be wrong or missing
_ONLY_A_PART = 3  # so much less counts what is alike in a part; a whole name that is less alike comes behind it
_LEAST_PART = 5  # letters, or two fewer characters: what is shorter is in too much
_LEAST_LETTERS = 2  # of pinyin: a single letter begins too much


class Hit(NamedTuple):
    """A thing that may be meant: the name by which it was found, and how well that fits, from 0 to 100."""

    thing: str
    name: Name
    score: float


def search(text: str, names: Iterable[Name], *, most: int, among: Container[str] | None = None) -> list[Hit]:
    """At most so many things whose names fit a text, each by its best name. `among`: only these things."""
    text = as_typed(text)
    typed = simplified(fold(text))
    if not typed:
        return []
    words = [simplified(fold(word)) for word in text.split()]
    best: dict[str, Hit] = {}
    for name in names:
        if among is not None and name.thing not in among:
            continue
        score = _score(typed, words, name)
        if score and (name.thing not in best or _rank(best[name.thing]) > _rank(Hit(name.thing, name, score))):
            best[name.thing] = Hit(name.thing, name, score)
    if not best and not typed.isascii():
        best = {hit.thing: hit for hit in reversed(_same_sound(typed, names, among))}
    if len(best) < most:
        for hit in _mistyped(typed, names, among):
            best.setdefault(hit.thing, hit)
    return sorted(best.values(), key=_rank)[:most]


def _rank(hit: Hit) -> tuple[float, int, int, int, str]:
    return -hit.score, hit.name.kind, -hit.name.mentions, len(hit.name.text), hit.thing


def _score(typed: str, words: list[str], name: Name) -> float:
    """How well a name fits what was typed, 0 if it does not."""
    if name.folded == typed:
        return 100
    if name.folded.startswith(typed):
        return 90
    if typed in name.folded:
        return 80
    if name.pinyin and len(typed) >= _LEAST_LETTERS and typed.isascii() and (score := _by_sound(typed, name)):
        return score
    return 60 if len(words) > 1 and all(word in name.folded for word in words) else 0


def _by_sound(typed: str, name: Name) -> float:
    for sound, exact, begun in ((name.pinyin, 88, 78), (name.initials, 86, 72)):
        if sound == typed:
            return exact
        if sound.startswith(typed):
            return begun
    return 65 if len(typed) > _LEAST_LETTERS and (typed in name.pinyin or typed in name.initials) else 0


def _same_sound(typed: str, names: Iterable[Name], among: Container[str] | None) -> list[Hit]:
    """Names that sound as what was typed, begin so or hold that: who types pinyin may take the wrong characters."""
    sound, _ = sounds(typed)
    hits = []
    for name in names:
        if sound in name.pinyin and (among is None or name.thing in among):
            score = 58 if name.pinyin == sound else 54 if name.pinyin.startswith(sound) else 52
            hits.append(Hit(name.thing, name, score))
    return sorted(hits, key=_rank)


def _mistyped(typed: str, names: Iterable[Name], among: Container[str] | None) -> list[Hit]:
    """What looks like it: names with letters or characters wrong, missing or too many."""
    from rapidfuzz import fuzz, process

    hits = []
    kept = [name for name in names if among is None or name.thing in among]
    for field in ("folded", "pinyin") if typed.isascii() else ("folded",):
        keys = [getattr(name, field) for name in kept]
        found = process.extract(typed, keys, scorer=fuzz.ratio, score_cutoff=_LEAST_ALIKE, limit=None)
        hits += [Hit(kept[place].thing, kept[place], score / 2) for _, score, place in found]
        if len(typed) >= (_LEAST_PART if typed.isascii() else _LEAST_PART - 2):
            found = process.extract(typed, keys, scorer=fuzz.partial_ratio, score_cutoff=_PART_ALIKE, limit=None)
            longer = [place for _, _, place in found if len(keys[place]) > len(typed)]
            scores = {place: score for _, score, place in found}
            hits += [Hit(kept[place].thing, kept[place], scores[place] / 2 - _ONLY_A_PART) for place in longer]
    return sorted(hits, key=_rank)
