"""Did-you-mean: the known names nearest to one that is not known."""

from __future__ import annotations

from collections.abc import Iterable

from kg.language import Text


def nearest(name: str, known: Iterable[str], most: int = 3) -> list[str]:
    """At most `most` known names that look like `name`, best first.

    That is difflib's ratio: at least 0.6; for a name of two characters, as many Chinese ones are, 0.5: one is wrong.
    """
    import difflib  # only an error needs it

    return difflib.get_close_matches(name, list(known), most, cutoff=0.5 if len(name) == 2 else 0.6)


def did_you_mean(name: str, known: Iterable[str]) -> Text:
    """A sentence that names the nearest known names, or nothing when none is near."""
    names = nearest(name, known)
    if not names:
        return Text("", "")
    return Text(f" 您是指 {'、'.join(names)} 吗？", f" Did you mean {' or '.join(names)}?")
