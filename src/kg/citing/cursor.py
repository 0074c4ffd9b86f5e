"""The cursor: the tokens of a query one after another, and the text between two of them."""

from __future__ import annotations

from kg.citing.patterns import not_understood
from kg.querying.sparql import Token, tokens

_BRACKETS = {"(": ")", "{": "}", "[": "]"}


class Cursor:
    """Stands before a token of a query, or behind the last one. Keywords are given in upper case, however written.

    tokens: all of them. place: the number of the next one, from 0. closing: the number of an opening bracket → that of
    the one which closes it.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = list(tokens(text))
        self.closing = _closing_brackets(self.tokens)
        self.place = 0

    @property
    def over(self) -> bool:
        """Whether no token is left."""
        return self.place >= len(self.tokens)

    @property
    def kind(self) -> str:
        """The kind of the next token, empty behind the last one."""
        return "" if self.over else self.tokens[self.place].kind

    @property
    def word(self) -> str:
        """The next token in upper case if it is a word, else nothing."""
        return self.tokens[self.place].text.upper() if self.kind == "word" else ""

    @property
    def start(self) -> int:
        """Where in the text the next token starts."""
        return len(self.text) if self.over else self.tokens[self.place].start

    def at(self, *texts: str) -> bool:
        """Whether the next token is one of these keywords or marks."""
        return not self.over and self.tokens[self.place].text.upper() in texts

    def take(self) -> Token:
        """The next token, and one step forwards. Raises NotCitable behind the last one."""
        if self.over:
            raise not_understood()
        self.place += 1
        return self.tokens[self.place - 1]

    def skip(self, *texts: str) -> bool:
        """Takes the next token if it is one of these keywords or marks; whether it was."""
        if not self.at(*texts):
            return False
        self.place += 1
        return True

    def expect(self, mark: str) -> None:
        """Takes a mark. Raises NotCitable where something else stands."""
        token = self.take()
        if token.text != mark:
            raise not_understood(token)

    def take_brackets(self) -> tuple[int, int]:
        """Takes brackets and all that stands in them; the numbers of the two tokens.

        Raises NotCitable where no bracket opens, or it is never closed.
        """
        opening = self.place
        if opening not in self.closing:
            raise not_understood(None if self.over else self.tokens[opening])
        self.place = self.closing[opening] + 1
        return opening, self.closing[opening]

    def text_from(self, start: int) -> str:
        """The text from a position to the end of the token that was taken last."""
        last = self.tokens[self.place - 1]
        return self.text[start : last.start + len(last.text)]


def variable(token: Token) -> str:
    """The variable that a token names, as `?name`: `$name` is the same one."""
    return "?" + token.text[1:]


def _closing_brackets(found: list[Token]) -> dict[int, int]:
    closing: dict[int, int] = {}
    opened: list[int] = []
    for place, token in enumerate(found):
        if token.kind == "mark" and token.text in _BRACKETS:
            opened.append(place)
        elif opened and token.text == _BRACKETS[found[opened[-1]].text]:
            closing[opened.pop()] = place
    return closing
