"""A package that lists its modules lists all of them, and no others."""

from __future__ import annotations

import ast
import re
from fnmatch import fnmatch
from pathlib import Path

import pytest
from conftest import ROOT

ENTRY = re.compile(r"(?m)^([a-z][\w*]*(?:, [a-z][\w*]*)*) {2,}\S")


def listed(package: Path) -> list[str]:
    """The names that the docstring of a package explains, one or several a line; `printed_*` stands for many."""
    docstring = ast.get_docstring(ast.parse((package / "__init__.py").read_text(encoding="utf-8"))) or ""
    return [name for names in ENTRY.findall(docstring) for name in names.split(", ")]


PACKAGES = [path.parent for path in (ROOT / "src" / "kg").glob("*/__init__.py") if listed(path.parent)]


def test_some_packages_list_their_modules():
    assert {package.name for package in PACKAGES} >= {"formats", "querying", "storage", "validation"}


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.name)
def test_a_list_of_modules_is_whole_and_true(package: Path):
    modules, names = {path.stem for path in package.glob("*.py")} - {"__init__"}, listed(package)
    assert [module for module in modules if not any(fnmatch(module, name) for name in names)] == []
    assert [name for name in names if not any(fnmatch(module, name) for module in modules)] == []
