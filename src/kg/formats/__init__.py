"""Formats: an answer in, the bytes to print or to keep out.

names                       what formats are called, and which one a file name means
delimited                   csv tsv, as the W3C recommendation has them
results_json, results_xml   json xml, as the W3C recommendations have them
lines                       jsonl, an object a row
spreadsheet                 excel, CSV that Excel reads rightly and safely
labelled                    rows with columns of labels beside those of IRIs
cited                       rows with columns of what they rest on, and JSON with all of it
reading, terminal           table and md, for people; the table as a terminal shows it
line_breaking               where a line of Chinese or English may end
graphs                      turtle trig nt nq jsonld
html                        what keeps pages safe
plain                       the JSON of descriptions, reports and networks
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from kg.errors import KgError
from kg.formats.names import GRAPH_FORMATS, ROW_FORMATS
from kg.language import Language, Text
from kg.querying.answers import Answer, Rows, Triples, Truth

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kg.naming.labels import Labels
    from kg.storage.prefixes import Prefixes


class View(NamedTuple):
    """How an answer is to look, where its format leaves that open.

    labels: None shows identifiers alone. width: of the terminal in columns, None for no end. colour: with escape codes.
    headings: what the columns are called for people, where not by their variables. brief: where a line does not hold
    label and identifier, the label will do.
    """

    prefixes: Prefixes
    language: Language = "en"
    labels: Labels | None = None
    width: int | None = None
    colour: bool = False
    headings: Mapping[str, Text] = {}
    brief: bool = False


def write(answer: Answer, format: str, view: View) -> bytes:
    """The answer in a format. Raises KgError for a format of rows asked for a graph, or the other way round."""
    if isinstance(answer, Triples):
        if format not in GRAPH_FORMATS:
            raise _unfit(format, Text("这个查询的答案是图", "the answer of this query is a graph"), GRAPH_FORMATS)
        from kg.formats import graphs

        return graphs.write(answer, format, view.prefixes)
    if format not in ROW_FORMATS:
        raise _unfit(format, Text("这个查询的答案是行", "the answer of this query has rows"), ROW_FORMATS)
    if isinstance(answer, Truth):
        return _truth(answer, format)
    return _rows(answer, format, view)


def _truth(answer: Truth, format: str) -> bytes:
    if format == "json":
        from kg.formats import results_json

        return results_json.write_truth(answer).encode()
    if format == "xml":
        from kg.formats import results_xml

        return results_xml.write_truth(answer).encode()
    return b"true\n" if answer.value else b"false\n"


def _rows(answer: Rows, format: str, view: View) -> bytes:
    if format in ("table", "md"):
        from kg.formats import reading

        return reading.write(answer, format, view).encode()
    if view.labels:
        from kg.formats.labelled import with_label_columns

        answer = with_label_columns(answer, view.labels, view.language)
    return _writer(format)(answer).encode()


def _writer(format: str) -> Callable[[Rows], str]:
    """The function that writes rows in a format for programs; only its own module is imported."""
    if format in ("csv", "tsv"):
        from kg.formats import delimited

        return delimited.csv if format == "csv" else delimited.tsv
    module = {"json": "results_json", "xml": "results_xml", "jsonl": "lines", "excel": "spreadsheet"}[format]
    write: Callable[[Rows], str] = import_module(f"kg.formats.{module}").write
    return write


def _unfit(format: str, why: Text, fitting: tuple[str, ...]) -> KgError:
    names = " ".join(fitting)
    return KgError(
        Text(f"{why.zh}，不能写成 {format}：请用 {names}", f"{why.en}, not for {format}: use one of {names}")
    )
