"""Outlines as a page: the same outline in each language in, one self-contained HTML document out.

No script runs in it: two buttons, which CSS reads, choose the language.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files

from jinja2 import Environment
from markupsafe import Markup

from kg.cli.outline import Heading, Outline, Paragraph, Picture, Table
from kg.escapes import visible
from kg.formats.html import content_security_policy
from kg.language import LANGUAGES, Language

_NAMES = {"zh": "中文", "en": "English"}
_TAGS = {"zh": "zh-Hans", "en": "en"}


def page(outlines: Mapping[Language, Outline], language: Language) -> str:
    """The document of an outline that begins with its heading; `language` is the one that it opens in."""
    style = _own("outline_page.css")
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {"visible": visible, "markup": Markup}
    environment.tests |= {
        kind.__name__.lower(): lambda element, kind=kind: isinstance(element, kind)
        for kind in (Heading, Paragraph, Table, Picture)
    }
    html: str = environment.from_string(_own("outline_page.html")).render(
        title=next(element.text for element in outlines[language] if isinstance(element, Heading)),
        policy=content_security_policy(style),
        style=Markup(style),  # ours, not a reader's
        outlines=[(name, _NAMES[name], _TAGS[name], outlines[name]) for name in LANGUAGES],
        language=language,
        tag=_TAGS[language],
    )
    return html


def _own(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")
