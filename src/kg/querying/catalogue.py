"""The catalogue: the folder `queries/` in, its questions with titles, descriptions and parameters out.

A question is a SPARQL file whose first lines begin with `#+ `; together these are a TOML document:

    #+ title.zh = "哪些平台联系哪些省？"
    #+ title.en = "Which platforms link which provinces?"
    #+ description.zh = "……"
    #+ description.en = "..."
    #+ tags = ["platforms", "regions"] # of those in kg.querying.tags
    #+ [parameters.region]             # for ?region
    #+ type = "region"                 # entity (and class = "kg:Event" for events alone), region, class, year …
    #+ default = "id:zhejiang"         # without a default, the reader must give a value
    #+ label.zh = "地区"
    #+ label.en = "region"
    SELECT ?platform { ?platform kg:linksRegion ?region }

A check (`queries/checks/`) has a severity and a message as well.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kg.errors import KgError
from kg.language import Text
from kg.naming.suggestions import did_you_mean
from kg.querying.parameters import PARAMETER_TYPES, Parameter, bind
from kg.querying.tags import TAGS, unknown_tag
from kg.storage.text_files import AnyPath, decode, read_bytes

if TYPE_CHECKING:
    from kg.graph import Graph
    from kg.project import Project
    from kg.querying.answers import Term

SEVERITIES = ("violation", "warning", "info")

_MARK = "#+"
_SETTINGS = ("title", "description", "tags", "parameters", "severity", "message")
_PARAMETER_SETTINGS = ("type", "class", "default", "label")


class CatalogueQuery:
    """One file of the catalogue; its header is read when something in it is first asked for."""

    def __init__(self, path: AnyPath, text: str) -> None:
        self.path = os.fspath(path)
        self.name = os.path.splitext(os.path.basename(path))[0]
        self.text = text

    @property
    def title(self) -> Text:
        """The question that it answers."""
        return self._text("title")

    @property
    def description(self) -> Text:
        """What the answer holds."""
        return self._text("description")

    @cached_property
    def tags(self) -> tuple[str, ...]:
        """What it is about (keys of `kg.querying.tags.TAGS`), the most telling first; there may be none."""
        tags = self._header.get("tags", [])
        if not isinstance(tags, list) or not all(isinstance(tag, str) for tag in tags):
            raise self._wrong("tags", Text('tags 应写作 ["甲", "乙"]', 'tags are written ["one", "another"]'))
        for number, tag in enumerate(tags):
            if tag not in TAGS:
                raise self._wrong("tags", unknown_tag(tag))
            if tag in tags[:number]:
                raise self._wrong("tags", Text(f"标签 {tag} 写了两次", f"the tag {tag} is given twice"))
        return tuple(tags)

    @property
    def severity(self) -> str:
        """How grave a finding of this check is: violation, warning or info."""
        value = self._header.get("severity")
        if value not in SEVERITIES:
            names = ", ".join(SEVERITIES)
            raise self._wrong("severity", Text(f"severity 应为 {names} 之一", f"severity must be one of {names}"))
        return str(value)

    @property
    def message(self) -> Text:
        """What a finding of this check says, with `{column}` for the columns of its row."""
        return self._text("message")

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        """What a reader may set, in the order of the file."""
        if not any(_MARK in line and "parameters" in line for line in self.text.split("\n")):
            return ()  # a start without tomllib, which takes 5 ms to import
        return tuple(self._parameter(name) for name in self._header.get("parameters", {}))

    def defaults(self, graph: Graph) -> dict[str, Term]:
        """The terms of the parameters as the file sets them."""
        return self.bind({}, graph)

    def bind(self, values: Mapping[str, str], graph: Graph) -> dict[str, Term]:
        """The terms of all parameters: of what a reader typed, else of the defaults.

        Raises KgError for an unknown parameter, a missing value, and a value that its type does not allow.
        """
        return bind(self.name, self.parameters, values, graph)

    def check(self) -> None:
        """Reads the whole header. Raises KgError with file and line for the first thing wrong with it."""
        self._refuse_unknown("", self._header, _SETTINGS)
        _ = self.title, self.description, self.tags, self.parameters
        if not self._header.keys().isdisjoint(("severity", "message")):
            _ = self.severity, self.message

    @cached_property
    def _header(self) -> dict[str, Any]:
        import tomllib

        lines = self.text.split("\n")
        header = [line.removeprefix(_MARK) if line.startswith(_MARK) else "" for line in lines]
        if not any(header):
            raise self._wrong(
                "", Text("缺少以 `#+ ` 开头的文件头（title.zh、title.en…）", "no header: lines `#+ title.zh = …`")
            )
        try:
            return tomllib.loads("\n".join(header))
        except tomllib.TOMLDecodeError as error:
            match = re.fullmatch(r"(.*) \(at line (\d+), column \d+\)", str(error))
            reason, line = (match[1], int(match[2])) if match else (str(error), len(lines))
            raise KgError(
                Text(f"文件头不是 TOML：{reason}", f"the header is no TOML: {reason}"),
                place=f"{self.path}:{line}",
                excerpt=lines[line - 1],
            ) from None

    def _refuse_unknown(self, above: str, table: Mapping[str, Any], known: tuple[str, ...]) -> None:
        """Raises KgError for a setting of a table that none knows; `above` is the table's own name with a dot."""
        for name in table:
            if name not in known:
                setting, near = above + name, did_you_mean(name, known)
                raise self._wrong(setting, Text(f"不认识的 {setting}。{near.zh}", f"unknown {setting}.{near.en}"))

    def _text(self, setting: str) -> Text:
        return self._both(setting, self._header.get(setting))

    def _both(self, setting: str, value: Any) -> Text:
        """A setting in both languages."""
        languages = value if isinstance(value, dict) else {}
        for language in ("zh", "en"):
            if not isinstance(languages.get(language), str) or not languages[language]:
                name = f"{setting}.{language}"
                raise self._wrong(setting, Text(f"文件头缺少 {name}", f"the header lacks {name}"))
        return Text(languages["zh"], languages["en"])

    def _parameter(self, name: str) -> Parameter:
        place = f"parameters.{name}"
        table = self._header["parameters"][name]
        if not isinstance(table, dict) or str(table.get("type")) not in PARAMETER_TYPES:
            names = ", ".join(PARAMETER_TYPES)
            raise self._wrong(
                place, Text(f"参数 {name} 的 type 应为 {names} 之一", f"the type of {name} must be one of {names}")
            )
        self._refuse_unknown(f"{place}.", table, _PARAMETER_SETTINGS)
        label = self._both(f"{place}.label", table.get("label"))
        if "class" in table and table["type"] != "entity":
            raise self._wrong(f"{place}.class", Text("class 只用于 entity", "class goes with the type entity alone"))
        return Parameter(name, table["type"], _text_in(table, "default"), label, _text_in(table, "class"))

    def _wrong(self, setting: str, message: Text) -> KgError:
        """A complaint about a setting, at the line that holds it or, failing that, at the first."""
        parts = setting.split(".")
        names = [setting, ".".join(parts[:2]), parts[0]]
        lines = self.text.split("\n")
        numbers = (
            number
            for name in names
            for number, line in enumerate(lines, 1)
            if name and re.match(rf"{re.escape(_MARK)}[ \[]*{re.escape(name)}(?![\w-])", line)
        )
        return KgError(message, place=f"{self.path}:{next(numbers, 1)}")


def _text_in(table: Mapping[str, Any], setting: str) -> str | None:
    """A setting as text, None where it is not there."""
    return str(table[setting]) if setting in table else None


def catalogue(project: Project) -> dict[str, CatalogueQuery]:
    """Name → question, in the order of the names; the checks are apart."""
    return {name: read_query(path) for name, path in project.query_files().items()}


def read_query(path: AnyPath) -> CatalogueQuery:
    """One file of the catalogue or of the checks. Raises KgError if it is no readable text."""
    return CatalogueQuery(path, decode(os.fspath(path), read_bytes(path)))
