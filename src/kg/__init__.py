"""A knowledge graph of the Shanghai Science and Technology Progress Reports, each statement with its passage.

>>> graph = kg.load()
>>> graph.query("SELECT ?platform { ?platform a kg:Platform }")
>>> graph.validate()
>>> graph.network("platforms-provinces")
>>> graph.changes("2017", "2024")
>>> graph.trend("外资研发中心数")
>>> graph.rdf  # an rdflib Dataset
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

# Public name → the module that holds it; imported when somebody first asks, so that the command starts quickly.
_HOMES = {
    "Graph": "kg.graph",
    "KgError": "kg.errors",
    "LimitReached": "kg.errors",
    "Refused": "kg.errors",
    "load": "kg.graph",
}
__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
