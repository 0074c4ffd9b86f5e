"""What formats are called: a name, an extension or a media type in, the name of the format out."""

from __future__ import annotations

import os

from kg.errors import KgError
from kg.language import Text
from kg.naming.suggestions import did_you_mean

ROW_FORMATS = ("table", "csv", "tsv", "json", "jsonl", "xml", "md", "excel")
GRAPH_FORMATS = ("turtle", "trig", "nt", "nq", "jsonld")
FORMATS = ROW_FORMATS + GRAPH_FORMATS

_SYNONYMS = {
    "txt": "table",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "srj": "json",
    "application/sparql-results+json": "json",
    "application/json": "json",
    "ndjson": "jsonl",
    "application/x-ndjson": "jsonl",
    "application/jsonl": "jsonl",
    "srx": "xml",
    "application/sparql-results+xml": "xml",
    "application/xml": "xml",
    "markdown": "md",
    "text/markdown": "md",
    "ttl": "turtle",
    "text/turtle": "turtle",
    "application/trig": "trig",
    "ntriples": "nt",
    "application/n-triples": "nt",
    "nquads": "nq",
    "application/n-quads": "nq",
    "json-ld": "jsonld",
    "application/ld+json": "jsonld",
}


def format_named(name: str) -> str:
    """The format of a name, an extension (with or without its dot) or a media type. Raises KgError for another."""
    plain = name.strip().lower().removeprefix(".")
    format = _SYNONYMS.get(plain, plain)
    if format not in FORMATS:
        known = " ".join(FORMATS)
        near = did_you_mean(plain, (*FORMATS, *_SYNONYMS))
        raise KgError(
            Text(
                f"不认识的格式 {name}，可用：{known}。{near.zh}", f"unknown format {name}; there are: {known}.{near.en}"
            )
        )
    return format


def format_of_output(file: str | None, asked: str | None) -> str | None:
    """The format of an answer that goes to `file`, when `asked` was asked for; None if neither says.

    Raises KgError when the two disagree, and when neither the extension nor the reader names a format.
    """
    wanted = format_named(asked) if asked else None
    if file is None:
        return wanted
    if file.endswith(os.sep) or os.path.isdir(file):
        raise KgError(Text("是文件夹：请给出文件名", "is a folder: name a file in it"), place=file)
    extension = os.path.splitext(file)[1].removeprefix(".").lower()
    if extension in ("xlsx", "xls"):
        raise KgError(
            Text(
                "不能写 Excel 工作簿：请用 -f excel 和 .csv，Excel 能正确打开",
                "workbooks are not written: -f excel with a .csv, which Excel reads",
            ),
            place=file,
        )
    meant = _SYNONYMS.get(extension, extension)
    if meant not in FORMATS:
        if wanted:
            return wanted
        raise KgError(
            Text("从文件名看不出格式：请用 -f 指定", "its name does not tell the format: name one with -f"), place=file
        )
    if wanted in (None, meant) or (wanted, meant) == ("excel", "csv"):
        return wanted or meant
    raise KgError(
        Text(
            f"文件名表示 {meant}，而 -f 要求 {wanted}：请统一", f"its name says {meant}, -f says {wanted}: choose one"
        ),
        place=file,
    )
