"""`KgError`: the one kind of error that a reader of `kg` ever sees, and its kinds.

    KgError            wrong usage or unusable input         exit status 2
    ├── LimitReached   time, memory or rows ran out          exit status 3
    └── Refused        not done, for safety                  exit status 4

An error says what is wrong, where, and what to do, in both languages. Whatever is not a `KgError` is a bug and keeps
its traceback.
"""

from __future__ import annotations

from kg.language import Language, Text


class KgError(Exception):
    """What is wrong and what to do about it, in both languages; `place` is `file:line:column` where there is one.

    `excerpt` is the line in question and `caret` the column (from 1) in it that is meant.
    """

    exit_status = 2

    def __init__(self, message: Text, *, place: str = "", excerpt: str = "", caret: int = 0) -> None:
        super().__init__(message, place, excerpt, caret)
        self.message = message
        self.place = place
        self.excerpt = excerpt
        self.caret = caret

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.message, self.place, self.excerpt, self.caret)

    def in_(self, language: Language) -> str:
        """The whole error in one language: place, message, and the line with a caret under the column."""
        from kg.escapes import abridged, pointed_at, visible

        message = f"{self.place}: {self.message.in_(language)}" if self.place else self.message.in_(language)
        # What is quoted from a file or an argument must not command the reader's terminal.
        lines = [visible(line) for line in abridged(message).split("\n")]
        if self.excerpt:
            lines += [f"  {line}" for line in pointed_at(self.excerpt, self.caret)]
        return "\n".join(lines)

    def __str__(self) -> str:
        return self.in_("en")


def _rebuild(kind: type[KgError], message: Text, place: str, excerpt: str, caret: int) -> KgError:
    return kind(message, place=place, excerpt=excerpt, caret=caret)


class LimitReached(KgError):
    """Time, memory or rows ran out before the work was done."""

    exit_status = 3


class Refused(KgError):
    """Something that is never done, because it would reach out of the data at hand."""

    exit_status = 4
