"""The reader: SPARQL text in, the scopes and patterns of the query out, as far as citing needs them.

The engine has read the text before, so little is checked here: what is not understood is told, never guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from kg.citing.cursor import Cursor, variable
from kg.citing.patterns import (
    Column,
    Element,
    Existing,
    GraphPattern,
    Group,
    NotCitable,
    OptionalPattern,
    Query,
    Select,
    SubSelect,
    UnionPattern,
    Verbatim,
    not_understood,
)
from kg.citing.triple_reader import TripleReader
from kg.language import Text

_MODIFIERS = ("GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES")


def read_query(text: str) -> Query:
    """The structure of a SELECT or ASK that the engine can read. Raises NotCitable for other forms."""
    return _Reader(text).query()


class _Modifiers(NamedTuple):
    """What stands behind the pattern of a SELECT, under the names that `Select` has for it."""

    groups: tuple[Column, ...] = ()
    having: str = ""
    values: str = ""
    limited: bool = False


class _Reader:
    """Reads a query from left to right; each method takes what it reads."""

    def __init__(self, text: str) -> None:
        self._cursor = Cursor(text)
        self._triples = TripleReader(self._cursor, self._new)
        self._fresh = "_w"
        while self._fresh in text:
            self._fresh += "_"
        self._made = 0

    def _new(self, kind: str) -> str:
        """A variable that the query does not have; its kind is there for whoever reads a witness query."""
        self._made += 1
        return f"?{self._fresh}{kind}{self._made}"

    # The query and its scopes

    def query(self) -> Query:
        cursor = self._cursor
        while cursor.skip("BASE", "PREFIX", "VERSION"):
            while cursor.take().kind not in ("iri", "string"):
                pass
        start = cursor.start
        if not cursor.at("SELECT", "ASK"):
            raise NotCitable(Text("答案是图，不是行", "the answer is a graph and has no rows"))
        select = self._select()
        if not cursor.over:
            raise not_understood(cursor.take())
        return Query(cursor.text[:start], select, self._fresh)

    def _select(self) -> Select:
        """A SELECT, or an ASK as one that selects nothing."""
        start = self._cursor.start
        columns: tuple[Column, ...] | None
        if self._cursor.skip("ASK"):
            distinct, columns = True, ()
        else:
            self._cursor.take()
            distinct, columns = self._cursor.skip("DISTINCT", "REDUCED"), self._columns()
        self._cursor.skip("WHERE")
        start_of_body = self._cursor.start
        where = self._group()
        body = self._cursor.text_from(start_of_body)
        modifiers = self._modifiers()
        return Select(self._cursor.text_from(start), columns, distinct, where, body, *modifiers)

    def _columns(self) -> tuple[Column, ...] | None:
        if self._cursor.skip("*"):
            return None
        columns = []
        while not self._cursor.at("{", "WHERE"):
            columns.append(self._column())
        return tuple(columns)

    def _column(self) -> Column:
        """What is selected, or what groups, orders or restricts the groups."""
        cursor = self._cursor
        if cursor.kind == "variable":
            return Column(variable(cursor.take()))
        start = cursor.start
        if not cursor.at("("):  # GROUP BY STR(?x), HAVING COUNT(?x) > 1
            self._take_call()
            return Column("", cursor.text_from(start))
        opening, closing = cursor.take_brackets()
        as_, name = cursor.tokens[closing - 2 : closing]
        if as_.text.upper() == "AS" and name.kind == "variable":
            expression = cursor.text[cursor.tokens[opening].start + 1 : as_.start]
            return Column(variable(name), expression.strip())
        return Column("", cursor.text_from(start))

    def _take_call(self) -> None:
        """Takes a function or an IRI with its arguments, or EXISTS with its group."""
        while self._cursor.skip("NOT", "EXISTS"):
            pass
        if not self._cursor.at("{"):
            self._cursor.take()
        if self._cursor.at("(", "{"):
            self._cursor.take_brackets()

    def _modifiers(self) -> _Modifiers:
        found = _Modifiers()
        while (word := self._cursor.word) in _MODIFIERS:
            start = self._cursor.take().start
            match word:
                case "VALUES":
                    self._take_rows()
                    found = found._replace(values=self._cursor.text_from(start))
                case "LIMIT" | "OFFSET":
                    self._cursor.take()
                    found = found._replace(limited=True)
                case "GROUP":
                    found = found._replace(groups=self._modifier_conditions())
                case "HAVING":
                    self._modifier_conditions()
                    found = found._replace(having=self._cursor.text_from(start))
                case "ORDER":  # which row comes first rests on no triple
                    self._modifier_conditions()
        return found

    def _modifier_conditions(self) -> tuple[Column, ...]:
        """What groups, orders or restricts the groups."""
        self._cursor.skip("BY")
        conditions = []
        while not (self._cursor.over or self._cursor.at("}", *_MODIFIERS)):
            self._cursor.skip("ASC", "DESC")
            conditions.append(self._column())
        return tuple(conditions)

    # Groups

    def _group(self) -> Group:
        self._cursor.expect("{")
        elements: list[Element] = []
        if self._cursor.at("SELECT"):
            elements.append(SubSelect(self._select(), self._new("c")))
        while not self._cursor.skip("}"):
            if not self._cursor.skip("."):
                elements += self._elements()
        return Group(tuple(elements))

    def _elements(self) -> Sequence[Element]:
        """The next element, or the triples of the next subject."""
        match self._cursor.word:
            case "OPTIONAL":
                self._cursor.take()
                return [OptionalPattern(self._group(), self._new("o"))]
            case "GRAPH":
                self._cursor.take()
                return [GraphPattern(self._triples.term(), self._group())]
            case "MINUS":
                return [self._minus()]
            case "FILTER":
                return [self._filter()]
            case "BIND":
                return [self._bind()]
            case "VALUES":
                return [self._values()]
        return [self._union()] if self._cursor.at("{") else self._triples.triples()

    def _minus(self) -> Verbatim:
        start = self._cursor.take().start
        self._cursor.take_brackets()
        return Verbatim(self._cursor.text_from(start), absence=True)

    def _bind(self) -> Verbatim:
        start = self._cursor.take().start
        opening, closing = self._cursor.take_brackets()
        name = variable(self._cursor.tokens[closing - 1])
        absence = self._mentions_exists(opening, closing)
        return Verbatim(self._cursor.text_from(start), absence=absence, binds=frozenset([name]))

    def _values(self) -> Verbatim:
        start = self._cursor.take().start
        names = self._take_rows()
        return Verbatim(self._cursor.text_from(start), binds=names)

    def _take_rows(self) -> frozenset[str]:
        """Takes what stands behind VALUES; the variables that its rows are of."""
        names = set()
        while not self._cursor.at("{"):
            token = self._cursor.take()
            if token.kind == "variable":
                names.add(variable(token))
        self._cursor.take_brackets()
        return frozenset(names)

    def _union(self) -> UnionPattern | Group:
        branches = [self._group()]
        while self._cursor.skip("UNION"):
            branches.append(self._group())
        return UnionPattern(tuple(branches), self._new("u")) if len(branches) > 1 else branches[0]

    # Conditions

    def _filter(self) -> Verbatim:
        start = self._cursor.take().start
        first = self._cursor.place
        if self._cursor.at("("):
            self._cursor.take_brackets()
        else:
            self._take_call()
        last = self._cursor.place
        text = self._cursor.text_from(start)
        existing, absence = self._condition(first, last, needed=True)
        self._cursor.place = last
        return Verbatim(text, tuple(existing), absence)

    def _condition(self, first: int, last: int, *, needed: bool) -> tuple[list[Existing], bool]:
        """What the tokens from `first` to before `last` ask to exist, and whether they ask for an absence too.

        What is asked alone, in brackets, or joined by `&&` and `||` can be looked for; what is negated, compared or
        handed to a function tells by its absence too. `needed`: that the whole condition fails without it.
        """
        existing: list[Existing] = []
        absence = False
        if not self._mentions_exists(first, last):
            return existing, absence
        operands, alternatives = self._operands(first, last)
        needed = needed and not alternatives
        tokens, closing = self._cursor.tokens, self._cursor.closing
        for start, end in operands:
            if tokens[start].text == "(" and closing.get(start) == end - 1:
                within, absent = self._condition(start + 1, end - 1, needed=needed)
                existing += within
                absence |= absent
            elif tokens[start].text.upper() == "EXISTS" and closing.get(start + 1) == end - 1:
                existing.append(self._existing(start + 1, end, needed=needed))
            else:
                absence |= self._mentions_exists(start, end)
        return existing, absence

    def _existing(self, first: int, last: int, *, needed: bool) -> Existing:
        """The group of an EXISTS, which is read a second time: before, it was taken as part of its condition."""
        self._cursor.place = first
        names = (variable(token) for token in self._cursor.tokens[first:last] if token.kind == "variable")
        return Existing(self._group(), frozenset(names), self._new("e"), needed)

    def _operands(self, first: int, last: int) -> tuple[list[tuple[int, int]], bool]:
        """Where the operands of `&&` and `||` begin and end, and whether there is a `||` among these."""
        operands, alternatives = [], False
        start = place = first
        while place < last:
            pair = "".join(token.text for token in self._cursor.tokens[place : place + 2])
            if pair in ("&&", "||"):
                operands.append((start, place))
                alternatives |= pair == "||"
                start = place = place + 2
            else:
                place = self._cursor.closing.get(place, place) + 1
        return [*operands, (start, last)], alternatives

    def _mentions_exists(self, first: int, last: int) -> bool:
        return any(token.kind == "word" and token.text.upper() == "EXISTS" for token in self._cursor.tokens[first:last])
