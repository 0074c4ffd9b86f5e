"""The report texts, where they are at hand: a folder in, the lines of the reports that the graph describes out.

A text is recognised by its SHA-256, which `data/reports.ttl` states; other files in the folder are left alone. Lines
are counted from 1 by splitting on newlines, as an editor shows them (`str.splitlines` would split on form feeds and
others too, and count differently).
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from kg.errors import KgError
from kg.evidence.statements import statements
from kg.language import Text
from kg.namespaces import KG, REPORT
from kg.passages import Passage
from kg.storage.text_files import decode, read_bytes

_SHA_256 = ox.NamedNode(KG + "sha256")


class ReportText(NamedTuple):
    """The text of one report: `report` is its year, `lines` its lines, the first being line 1."""

    report: str
    lines: tuple[str, ...]

    def has(self, passage: Passage) -> bool:
        """Whether all lines of the passage are lines of this text."""
        return passage.runs[-1][1] <= len(self.lines)

    def lines_of(self, passage: Passage) -> list[tuple[int, str]]:
        """The lines of a passage, each with its number; lines beyond the end of the text are left out."""
        return [(number, self.lines[number - 1]) for number in passage.lines if number <= len(self.lines)]


def read_sources(store: ox.Store, folder: str | None = None) -> dict[str, ReportText]:
    """Report (its year) → its text, from `folder`, else from the folder that `KG_SOURCES` names; empty without either.

    Raises KgError for a folder that is not there, and for one that holds none of the texts that the graph describes.
    """
    named = folder or os.environ.get("KG_SOURCES")
    if not named:
        return {}
    if not Path(named).is_dir():
        raise KgError(
            Text(
                "没有这个文件夹：请用 --sources 或 KG_SOURCES 指明报告文本所在的文件夹",
                "no such folder: name the folder of the report texts with --sources or KG_SOURCES",
            ),
            place=named,
        )
    texts = _recognised(Path(named), _reports_by_digest(store))
    if not texts:
        raise KgError(
            Text(
                "其中没有图谱所述的报告文本（以 SHA-256 辨认）",
                "it holds none of the report texts that the graph describes (recognised by their SHA-256)",
            ),
            place=named,
        )
    return texts


def texts_to_quote(store: ox.Store, folder: str | None = None) -> dict[str, ReportText]:
    """The texts as `read_sources` gives them. Raises KgError as that does, and where no text is at hand."""
    texts = read_sources(store, folder)
    if not texts:
        raise KgError(
            Text(
                "手边没有报告文本，无法引用：请用 --sources 或 KG_SOURCES 指明其文件夹",
                "no report texts at hand to quote: name their folder with --sources or KG_SOURCES",
            )
        )
    return texts


def _reports_by_digest(store: ox.Store) -> dict[str, str]:
    return {
        each.object.value: each.subject.value.removeprefix(REPORT)
        for each in statements(store, None, _SHA_256)
        if isinstance(each.object, ox.Literal)
    }


def _recognised(folder: Path, reports: dict[str, str]) -> dict[str, ReportText]:
    import hashlib

    texts = {}
    for path in sorted(folder.glob("*.txt")):
        try:
            content = read_bytes(path)
        except KgError:  # a folder, a locked file, a film: none of the reports
            continue
        report = reports.get(hashlib.sha256(content).hexdigest())
        if report:
            texts[report] = ReportText(report, tuple(decode(str(path), content).split("\n")))
    return texts
