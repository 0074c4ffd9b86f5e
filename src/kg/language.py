"""Words in both languages of the project: a `Text` carries Chinese and English and is shown in one of them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")


class Text(NamedTuple):
    """The same words in Chinese and in English."""

    zh: str
    en: str

    def in_(self, language: Language) -> str:
        """The words in one language."""
        return self.zh if language == "zh" else self.en


COMMA, SEMICOLON = Text("、", ", "), Text("；", "; ")


def listed(texts: Iterable[Text], mark: Text = COMMA) -> Text:
    """Several in a row, with a mark between them."""
    each = list(texts)
    return Text(mark.zh.join(text.zh for text in each), mark.en.join(text.en for text in each))


def preferred_language(environment: Mapping[str, str] = os.environ) -> Language:
    """The reader's language: `KG_LANG`, else the locale of the environment, else English.

    The order of the locale variables is that of POSIX (Base Definitions, 8.2).
    """
    for variable in ("KG_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environment.get(variable):
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"
