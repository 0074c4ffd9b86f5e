"""docs/catalogue.md and its Chinese sister hold every question with the answer that the graph gives it now."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Callable
from types import ModuleType

import pytest
from conftest import ROOT, Kg
from test_catalogue_answers import APPROVED
from test_query_citations import citations_of

from kg.citing.citations import Citations
from kg.graph import Graph
from kg.language import LANGUAGES, Language
from kg.querying.answers import Rows
from kg.querying.catalogue import CatalogueQuery, catalogue

DOCS = ROOT / "docs"


@pytest.fixture(scope="module")
def pages() -> ModuleType:
    """The script that writes the pages."""
    spec = importlib.util.spec_from_file_location("catalogue_pages", DOCS / "catalogue.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def written(pages: ModuleType, language: Language) -> str:
    return (DOCS / pages.FILES[language]).read_text(encoding="utf-8")


Cited = Callable[[CatalogueQuery], tuple[Rows, Citations]]


@pytest.fixture(scope="module")
def cited(pages: ModuleType, graph: Graph) -> Cited:
    """Cited answers; what another test cites too is not cited twice."""
    cited_anew = pages.cited_by(graph)

    def cited(entry: CatalogueQuery) -> tuple[Rows, Citations]:
        answer = f"all/{entry.name}"
        found: tuple[Rows, Citations] = citations_of(answer, graph)[1:3] if answer in APPROVED else cited_anew(entry)
        return found

    return cited


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_what_would_be_written_now(language: Language, pages: ModuleType, graph: Graph, cited: Cited):
    now, page = pages.page(graph, language, cited).splitlines(), written(pages, language).splitlines()
    first = next((pair for pair in zip(page, now, strict=False) if pair[0] != pair[1]), (len(page), len(now)))
    assert page == now, f"run `make docs`: the page says {first[0]}, and now it is {first[1]}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_has_all_questions_and_no_link_leads_nowhere(language: Language, pages: ModuleType, graph: Graph):
    page = written(pages, language)
    headings = re.findall(r"(?m)^#+ (.*)$", page)
    anchors = [re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings]
    assert len(set(anchors)) == len(anchors)
    assert set(catalogue(graph.project)) == set(re.findall(r"(?m)^### (.*)$", page))
    assert set(re.findall(r"\]\(#([^)]+)\)", page)) <= set(anchors)
    for file in re.findall(r"\]\(([^#)]+)\)", page):
        assert (DOCS / file).exists(), file


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_shows_what_the_command_prints(language: Language, pages: ModuleType, kg: Kg):
    for name, more in (("event-guests", 3), ("guests-with-agreements", 0)):
        shown = written(pages, language).partition(f"\n### {name}\n")[2].partition("\n## ")[0].partition("\n### ")[0]
        command = re.findall(r"(?m)^kg (.*)$", shown)[0].split()
        printed = kg(*command, "-f", "md", "--lang", language).out.splitlines()
        table = [line for line in shown.splitlines() if line.startswith("|")]
        assert table == printed[: pages.MOST_ROWS + 2]
        assert len(printed) - len(table) == more
        assert (f" {more} " in shown) == bool(more)
