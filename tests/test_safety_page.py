"""The page about safety names tests that there are: what it promises is held."""

from __future__ import annotations

import re

from conftest import ROOT

NAMED = re.compile(r"`(test_\w+\.py)::(test_\w+)`")


def test_every_test_that_the_page_names_is_there():
    page = (ROOT / "docs" / "safety.md").read_text(encoding="utf-8")
    named = set(NAMED.findall(page))
    assert len(named) > 30
    missing = {
        (file, test)
        for file, test in named
        if f"\ndef {test}(" not in (ROOT / "tests" / file).read_text(encoding="utf-8")
    }
    assert missing == set()


def test_every_row_names_a_test():
    page = (ROOT / "docs" / "safety.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if line.startswith("|") and not line.startswith(("|---", "| What"))]
    assert [row for row in rows if not NAMED.search(row)] == []
