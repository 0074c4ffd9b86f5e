"""The language of help and of usage errors.

English stands in the code, and click's own in click; Chinese stands for both in `kg/locale/zh/LC_MESSAGES/kg.po`,
compiled beside it as `kg.mo`, where gettext finds it by the English.
"""

from __future__ import annotations

import gettext
import os

import click

from kg.language import Language

_DOMAIN = "kg"
_NO_DOMAIN = "messages"  # where gettext starts out, and finds nothing
_FOLDER = os.path.join(os.path.dirname(os.path.dirname(__file__)), "locale")


def speak(language: Language) -> None:
    """Sets the language of help and usage errors for this process; for English nothing is read."""
    if language == "zh":
        from kg.cli.chinese_help import ChineseHelp

        gettext.bindtextdomain(_DOMAIN, _FOLDER)
        gettext.textdomain(_DOMAIN)
        os.environ["LANGUAGE"] = "zh"  # gettext asks here first, and would else follow the locale against --lang
        click.Context.formatter_class = ChineseHelp
    else:
        gettext.textdomain(_NO_DOMAIN)
        click.Context.formatter_class = click.HelpFormatter
