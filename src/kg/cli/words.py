"""Words in the language of the reader."""

from __future__ import annotations

from collections.abc import Iterable

from kg.cli.outline import Paragraph
from kg.language import COMMA, Language, Text
from kg.storage.prefixes import Prefixes

COLON = Text("：", ": ")
_BETWEEN_NAMES = Text("、", "; ")


class Words:
    """Says things in one language, and IRIs by their prefixed names."""

    def __init__(self, language: Language, prefixes: Prefixes) -> None:
        self.language = language
        self._prefixes = prefixes

    def say(self, zh: str, en: str) -> str:
        """The one that the reader reads."""
        return zh if self.language == "zh" else en

    def of(self, text: Text) -> str:
        """A text in the reader's language."""
        return text.in_(self.language)

    def other(self, text: Text) -> str:
        """The text in the other language where it is another one."""
        other = text.in_("en" if self.language == "zh" else "zh")
        return other if other != self.of(text) else ""

    def name(self, iri: str) -> str:
        """The prefixed name of an IRI."""
        return self._prefixes.name_of(iri)

    def row(self, values: Iterable[str]) -> str:
        """Several words in a row, with commas."""
        return self.of(COMMA).join(values)

    def names(self, values: Iterable[str]) -> str:
        """Several names in a row, with semicolons in English: a name may hold a comma."""
        return self.of(_BETWEEN_NAMES).join(values)

    def header(self, zh: str, en: str) -> tuple[str, ...]:
        """The names of columns, given with commas between them."""
        return tuple(self.say(zh, en).split(","))

    def entry(self, zh: str, en: str, value: str) -> Paragraph:
        """A word, a colon, and what it is."""
        return Paragraph(self.say(zh, en) + self.of(COLON) + value)
