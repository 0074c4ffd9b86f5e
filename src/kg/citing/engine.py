"""The engine: queries as text in, the solutions that a store has for them out, each query asked once."""

from __future__ import annotations

import pyoxigraph as ox

from kg.citing.patterns import NotCitable, Query, not_understood
from kg.citing.solutions import Row, Solution
from kg.language import Text
from kg.querying.answers import Term
from kg.storage.prefixes import Prefixes

MOST_SOLUTIONS = 200_000


class Engine:
    """A store, asked in the words of one query: under its prologue, with its prefixes."""

    def __init__(self, store: ox.Store, query: Query, prefixes: Prefixes) -> None:
        self._store = store
        self._prologue = query.prologue
        self._prefixes = dict(prefixes)
        self._constants: dict[str, Term] = {}
        self._answers: dict[str, tuple[list[str], list[Row]]] = {}

    def rows(self, select: str) -> tuple[list[str], list[Row]]:
        """The variables (`?name`) and rows of a SELECT. Raises NotCitable for too many rows."""
        if select not in self._answers:
            self._answers[select] = self._asked(select)
        return self._answers[select]

    def solutions(self, select: str) -> list[Solution]:
        """The rows of a SELECT as mappings of what is bound. Raises NotCitable for too many of them."""
        names, rows = self.rows(select)
        return [{name: term for name, term in zip(names, row, strict=True) if term is not None} for row in rows]

    def constant(self, text: str) -> Term:
        """The term of a constant; the engine itself reads it, so that prefixes, escapes and numbers mean the same."""
        if text not in self._constants:
            _, ((term,),) = self.rows(f"SELECT ?c {{ VALUES ?c {{ {text} }} }}")
            assert term is not None
            self._constants[text] = term
        return self._constants[text]

    def term(self, text: str, solution: Solution) -> Term:
        """The term that a variable or constant stands for in a solution."""
        return solution[text] if text.startswith("?") else self.constant(text)

    def _asked(self, select: str) -> tuple[list[str], list[Row]]:
        try:
            asked = self._store.query(self._prologue + select, prefixes=self._prefixes)
        except SyntaxError:  # what the reader of the query misread, the engine does not read
            raise not_understood() from None
        assert isinstance(asked, ox.QuerySolutions)
        rows: list[Row] = []
        for solution in asked:
            if len(rows) == MOST_SOLUTIONS:
                most = f"{MOST_SOLUTIONS:,}"
                raise NotCitable(Text(f"匹配的方式超过 {most} 种", f"there are more than {most} ways to match"))
            rows.append(tuple(solution))
        return [f"?{variable.value}" for variable in asked.variables], rows
