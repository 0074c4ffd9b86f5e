"""Names: those that a graph knows and a printed text in, which of them the text prints and where out.

Names are found leftmost and longest over all known names, because Chinese has no spaces: 海南 is no name in 上海南部,
where 上海 takes the character. A name within a found name counts too (新疆 in the name of a centre), found in the same
way; what lies across its edge does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from kg.validation.printed_text import ELLIPSIS, PrintedText, fold


class Mention(NamedTuple):
    """A name that a text prints, from `start` to before `end` in its folded characters."""

    name: str
    start: int
    end: int


class NameBook:
    """Folded names; a name with … in it is several fragments that must follow one another."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._by_first: Mapping[str, list[str]] = {}
        self._broken: list[tuple[str, list[str]]] = []
        self._add(names)

    def with_names(self, names: Iterable[str]) -> NameBook:
        """A book of these names, too."""
        book = NameBook()
        book._by_first, book._broken = self._by_first, list(self._broken)
        book._add(names)
        return book

    def mentions(self, text: PrintedText) -> list[Mention]:
        """The names that a text prints, none within another."""
        return list(self._longest(text.text, 0, len(text.text)))

    def all_mentions(self, text: PrintedText) -> list[Mention]:
        """The names that a text prints, those within others included; one in fragments once for each fragment."""
        whole = [inner for mention in self.mentions(text) for inner in self._within(text.text, mention)]
        return whole + [Mention(name, *span) for name, fragments in self._broken for span in text.in_order(fragments)]

    def _within(self, text: str, mention: Mention) -> Iterator[Mention]:
        yield mention
        for inner in self._longest(text, mention.start, mention.end, outer=mention.name):
            yield from self._within(text, inner)

    def _longest(self, text: str, start: int, end: int, outer: str = "") -> Iterator[Mention]:
        position = start
        while position < end:
            for name in self._by_first.get(text[position], ()):
                if name != outer and position + len(name) <= end and text.startswith(name, position):
                    yield Mention(name, position, position + len(name))
                    position += len(name)
                    break
            else:
                position += 1

    def _add(self, names: Iterable[str]) -> None:
        """Adds names; the lists of the book that this one was made from stay as they are."""
        new: dict[str, set[str]] = {}
        for name in map(fold, names):
            if ELLIPSIS in name:
                self._broken.append((name, [fragment for fragment in name.split(ELLIPSIS) if fragment]))
            elif name:
                new.setdefault(name[0], set()).add(name)
        longest_first = {
            first: sorted(more.union(self._by_first.get(first, ())), key=lambda name: (-len(name), name))
            for first, more in new.items()
        }
        self._by_first = {**self._by_first, **longest_first}
