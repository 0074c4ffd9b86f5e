"""Printed text: numbered lines in, the characters that count for the evidence out, each knowing where it stands.

White space and the `*` of Markdown are removed, because extraction from PDF scatters them; full-width ASCII, brackets,
quotation marks and dashes are folded by a fixed list. Unicode's own folding (NFKC) would do too much: it makes 35000m2
of 35000m².
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

_FOLDED = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}  # full-width ASCII, brackets included
_FOLDED |= dict.fromkeys("“”„‟", '"') | dict.fromkeys("‘’‚‛", "'")
_FOLDED |= dict.fromkeys("‐‑‒–—―−", "-") | dict.fromkeys("‧・•∙", "·")

ELLIPSIS = "…"  # in a name: words left out between its parts

NUMERALS = "零〇一二两三四五六七八九十百千万亿"
_NUMBER_MARKS = ".,"


def fold(text: str) -> str:
    """The characters of a text that count: two texts that fold to the same are printed alike."""
    return "".join(_FOLDED.get(character, character) for character in text if _counts(character))


class PrintedText:
    """Numbered lines, folded into one string `text`; a name or figure may run over the end of a line."""

    def __init__(self, lines: Iterable[tuple[int, str]]) -> None:
        characters: list[str] = []
        self._lines: list[int] = []
        self._gaps: set[int] = set()
        # Line → where it begins in `text`, blank lines included.
        self.starts: dict[int, int] = {}
        for number, line in lines:
            self.starts[number] = len(characters)
            self._gaps.add(len(characters))
            for character in line:
                if _counts(character):
                    characters.append(_FOLDED.get(character, character))
                    self._lines.append(number)
                else:
                    self._gaps.add(len(characters))
        self.text = "".join(characters)

    def place(self, position: int) -> tuple[int, int]:
        """The line on which a character of `text` stands, and where in that line."""
        line = self._lines[position]
        return line, position - self.starts[line]

    def occurrences(self, printed: str) -> Iterator[tuple[int, int]]:
        """Where folded words stand whole: a number that goes on to the left or right is another number.

        In a table the cells touch once white space is removed. So where white space stands beside the words and none
        within them, that is a boundary too ("7 0 0 万" has white space within, and holds no "0万").
        """
        start = self.text.find(printed)
        while start >= 0 and printed:
            end = start + len(printed)
            broken = self._gap_within(start, end)
            if not any(self._runs_on(edge) and (broken or edge not in self._gaps) for edge in (start, end)):
                yield start, end
            start = self.text.find(printed, start + 1)

    def parted(self, part: tuple[int, int], whole: tuple[int, int]) -> bool:
        """Whether white space parts some characters from the longer stretch that holds them, and is not within them."""
        apart = all(edge == end or edge in self._gaps for edge, end in zip(part, whole, strict=True))
        return apart and not self._gap_within(*part)

    def in_order(self, fragments: Sequence[str]) -> list[tuple[int, int]]:
        """Where folded fragments follow one another, whatever stands between them; empty unless all of them do."""
        spans: list[tuple[int, int]] = []
        for fragment in fragments:
            after = spans[-1][1] if spans else 0
            span = next((span for span in self.occurrences(fragment) if span[0] >= after), None)
            if span is None:
                return []
            spans.append(span)
        return spans

    def _gap_within(self, start: int, end: int) -> bool:
        return any(position in self._gaps for position in range(start + 1, end))

    def _runs_on(self, position: int) -> bool:
        """Whether a number goes on from the character before this position to the one at it."""
        if not 0 < position < len(self.text):
            return False
        before, after = self.text[position - 1], self.text[position]
        if (before in NUMERALS and (after in NUMERALS)) or (_digit(before) and _digit(after)):
            return True
        if before in _NUMBER_MARKS:
            return position > 1 and _digit(self.text[position - 2]) and _digit(after)
        if after in _NUMBER_MARKS:
            return position + 1 < len(self.text) and _digit(before) and _digit(self.text[position + 1])
        return _digit(before) and after in NUMERALS


def _digit(character: str) -> bool:
    return "0" <= character <= "9"


def _counts(character: str) -> bool:
    return not character.isspace() and character != "*"
