"""The reader: SPARQL text in, the scopes and patterns of the query out, as far as citing needs them.

The engine has read the text before, so little is checked here: what is not understood is told, never guessed. Section
numbers are those of SPARQL 1.1 Query Language.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.citing.paths import Alternative, Inverse, Link, Negated, Path, Repeated, Sequence
from kg.citing.patterns import (
    Column,
    Element,
    Existing,
    GraphPattern,
    Group,
    NotCitable,
    OptionalPattern,
    PathPattern,
    Query,
    Select,
    SubSelect,
    TriplePattern,
    UnionPattern,
    Verbatim,
)
from kg.language import Text
from kg.namespaces import RDF
from kg.querying.sparql import Token, tokens

_MODIFIERS = frozenset(["GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES"])
_BRACKETS = {"(": ")", "{": "}", "[": "]"}


def read_query(text: str) -> Query:
    """The structure of a SELECT or ASK that the engine can read. Raises NotCitable for other forms."""
    return _Reader(text).query()


class _Reader:
    """Reads the tokens of a query from left to right; each method takes what it reads."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = list(tokens(text))
        self._closing = _closing_brackets(self._tokens)
        self._next = 0
        self._fresh = "_w"
        while self._fresh in text:
            self._fresh += "_"
        self._made = 0
        self._blank: dict[str, str] = {}

    # The query and its scopes

    def query(self) -> Query:
        while self._word() in ("BASE", "PREFIX", "VERSION"):
            while self._take().kind not in ("iri", "string"):
                pass
        start = self._here()
        form = self._word()
        if form == "SELECT":
            select = self._select()
        elif form == "ASK":
            self._take()
            where, body = self._body()
            select = Select(self._text[start:], (), True, where, body, *self._modifiers())
        else:
            raise NotCitable(Text("答案是图，不是行", "the answer is a graph and has no rows"))
        if not self._over():
            raise self._unknown(self._take())
        return Query(self._text[:start], select, self._fresh)

    def _select(self) -> Select:
        start = self._here()
        self._take()
        distinct = self._word() in ("DISTINCT", "REDUCED")
        if distinct:
            self._take()
        columns = self._columns()
        where, body = self._body()
        modifiers = self._modifiers()
        return Select(self._text[start : self._end()], columns, distinct, where, body, *modifiers)

    def _body(self) -> tuple[Group, str]:
        """The pattern, and its text."""
        if self._word() == "WHERE":
            self._take()
        start = self._here()
        group = self._group()
        return group, self._text[start : self._end()]

    def _columns(self) -> tuple[Column, ...] | None:
        if self._at("*"):
            self._take()
            return None
        columns = []
        while not self._at("{") and self._word() != "WHERE":
            columns.append(self._column())
        return tuple(columns)

    def _column(self) -> Column:
        if self._kind() == "variable":
            return Column(_variable(self._take()))
        if not self._at("("):  # GROUP BY STR(?x), HAVING COUNT(?x) > 1
            return Column("", self._call())
        opening, closing = self._bracketed()
        as_, variable = self._tokens[closing - 2 : closing]
        if as_.text.upper() == "AS" and variable.kind == "variable":
            start = self._tokens[opening].start + 1
            return Column(_variable(variable), self._text[start : as_.start].strip())
        return Column("", self._text[self._tokens[opening].start : self._end()])

    def _call(self) -> str:
        """A function or an IRI with its arguments, or EXISTS with its group."""
        start = self._here()
        while self._word() in ("NOT", "EXISTS"):
            self._take()
        if not self._at("{"):
            self._take()
        if self._at("(") or self._at("{"):
            self._bracketed()
        return self._text[start : self._end()]

    def _modifiers(self) -> tuple[tuple[Column, ...], str, str, bool]:
        """GROUP BY, HAVING, VALUES, and whether there is a LIMIT or OFFSET."""
        groups: tuple[Column, ...] = ()
        having, values, limited = "", "", False
        while (word := self._word()) in ("GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES"):
            start = self._here()
            self._take()
            if word == "VALUES":
                self._data()
                values = self._text[start : self._end()]
                continue
            if word in ("LIMIT", "OFFSET"):
                self._take()
                limited = True
                continue
            if word in ("GROUP", "ORDER"):
                self._take()  # BY
            conditions = []
            while not self._over() and not self._at("}") and self._word() not in _MODIFIERS:
                if self._word() in ("ASC", "DESC"):
                    self._take()
                conditions.append(self._column())
            if word == "GROUP":
                groups = tuple(conditions)
            elif word == "HAVING":
                having = self._text[start : self._end()]
        return groups, having, values, limited

    # Groups

    def _group(self) -> Group:
        self._expect("{")
        elements: list[Element] = []
        if self._word() == "SELECT":
            elements.append(SubSelect(self._select(), self._new("c")))
        while not self._at("}"):
            elements += self._elements()
        self._expect("}")
        return Group(tuple(elements))

    def _elements(self) -> Iterator[Element]:
        word = self._word()
        if word == "OPTIONAL":
            self._take()
            yield OptionalPattern(self._group(), self._new("o"))
        elif word == "GRAPH":
            self._take()
            yield GraphPattern(self._node([]), self._group())
        elif word == "MINUS":
            start = self._take().start
            self._bracketed()
            yield Verbatim(self._text[start : self._end()], absence=True)
        elif word == "FILTER":
            yield self._filter()
        elif word == "BIND":
            start = self._take().start
            opening, closing = self._bracketed()
            absence = self._mentions_exists(opening, closing)
            binds = frozenset([_variable(self._tokens[closing - 1])])
            yield Verbatim(self._text[start : self._end()], absence=absence, binds=binds)
        elif word == "VALUES":
            start = self._take().start
            binds = self._data()
            yield Verbatim(self._text[start : self._end()], binds=binds)
        elif self._at("{"):
            branches = [self._group()]
            while self._word() == "UNION":
                self._take()
                branches.append(self._group())
            yield UnionPattern(tuple(branches), self._new("u")) if len(branches) > 1 else branches[0]
        elif self._at("."):
            self._take()
        else:
            found: list[Element] = []
            self._triples(found)
            yield from found

    def _filter(self) -> Verbatim:
        start = self._take().start
        first = self._next
        if self._at("("):
            self._bracketed()
        else:
            self._call()
        last = self._next
        existing, absence = self._conditions(first, last, needed=True)
        self._next = last
        return Verbatim(self._text[start : self._end()], tuple(existing), absence)

    def _conditions(self, first: int, last: int, *, needed: bool) -> tuple[list[Existing], bool]:
        """What the tokens of a condition ask to exist, and whether they ask for an absence too.

        What is asked alone, in brackets, or joined by `&&` and `||` can be looked for; what is negated, compared or
        handed to a function tells by its absence too. `needed`: that the whole condition fails without it.
        """
        existing: list[Existing] = []
        absence = False
        if not self._mentions_exists(first, last):
            return existing, absence
        operands, alternatives = self._operands(first, last)
        needed = needed and not alternatives
        for start, end in operands:
            bracketed = self._closing.get(start) == end - 1
            if self._tokens[start].text == "(" and bracketed:
                within, absent = self._conditions(start + 1, end - 1, needed=needed)
                existing += within
                absence |= absent
            elif self._tokens[start].text.upper() == "EXISTS" and self._closing.get(start + 1) == end - 1:
                names = (token for token in self._tokens[start:end] if token.kind == "variable")
                self._next = start + 1
                group = self._group()
                existing.append(Existing(group, frozenset(map(_variable, names)), self._new("e"), needed))
            else:
                absence |= self._mentions_exists(start, end)
        return existing, absence

    def _operands(self, first: int, last: int) -> tuple[list[tuple[int, int]], bool]:
        """Where the operands of `&&` and `||` begin and end, and whether there is a `||` among these."""
        operands, alternatives = [], False
        start = place = first
        while place < last:
            pair = "".join(token.text for token in self._tokens[place : place + 2])
            if pair in ("&&", "||"):
                operands.append((start, place))
                alternatives |= pair == "||"
                start = place = place + 2
            else:
                place = self._closing.get(place, place) + 1
        return [*operands, (start, last)], alternatives

    def _mentions_exists(self, first: int, last: int) -> bool:
        return any(token.kind == "word" and token.text.upper() == "EXISTS" for token in self._tokens[first:last])

    def _data(self) -> frozenset[str]:
        """The rows of VALUES; gives the variables that they are of."""
        names = set()
        while not self._at("{"):
            token = self._take()
            if token.kind == "variable":
                names.add(_variable(token))
        self._bracketed()
        return frozenset(names)

    # Triples

    def _triples(self, found: list[Element]) -> None:
        self._properties(self._node(found), found)

    def _properties(self, subject: str, found: list[Element]) -> None:
        while self._starts_verb():
            if self._kind() == "variable":
                predicate = _variable(self._take())
                found += (TriplePattern(subject, predicate, object_) for object_ in self._objects(found))
            else:
                path = self._path()
                for object_ in self._objects(found):
                    found += self._joined(subject, path, object_)
            if not self._at(";"):
                return
            while self._at(";"):
                self._take()

    def _starts_verb(self) -> bool:
        if self._over():
            return False
        token = self._tokens[self._next]
        return token.kind in ("variable", "iri", "name") or token.text in ("a", "^", "!", "(")

    def _objects(self, found: list[Element]) -> list[str]:
        objects = [self._node(found)]
        while self._at(","):
            self._take()
            objects.append(self._node(found))
        return objects

    def _joined(self, subject: str, path: Path, object_: str) -> Iterator[Element]:
        """A path as triples, as far as it is a chain of them (18.2.2.3 and 18.2.2.4)."""
        match path:
            case Link(iri):
                yield TriplePattern(subject, iri, object_)
            case Inverse(part):
                yield from self._joined(object_, part, subject)
            case Sequence(parts):
                stops = [subject, *(self._new("p") for _ in parts[1:]), object_]
                for place, part in enumerate(parts):
                    yield from self._joined(stops[place], part, stops[place + 1])
            case _:
                yield PathPattern(subject, path, object_)

    def _node(self, found: list[Element]) -> str:
        token = self._take()
        if token.kind == "variable":
            return _variable(token)
        if token.kind == "name" and token.text.startswith("_:"):
            return self._blank.setdefault(token.text, self._new("b"))
        if token.kind in ("iri", "name", "number") or token.text in ("true", "false"):
            return token.text
        if token.text in ("+", "-") and self._kind() == "number":
            return token.text + self._take().text
        if token.kind == "string":
            return self._literal(token)
        if token.text == "[":
            node = self._new("b")
            self._properties(node, found)
            self._expect("]")
            return node
        if token.text == "(":
            return self._list(found)
        raise self._unknown(token)

    def _literal(self, string: Token) -> str:
        start = string.start
        if self._kind() == "language":
            self._take()
        elif self._at("^"):
            self._expect("^")
            self._expect("^")
            self._take()
        return self._text[start : self._end()]

    def _list(self, found: list[Element]) -> str:
        """`( … )` as its rdf:first and rdf:rest (4.2.4)."""
        items = []
        while not self._at(")"):
            items.append(self._node(found))
        self._expect(")")
        rest = f"<{RDF}nil>"
        for item in reversed(items):
            cell = self._new("b")
            found += (TriplePattern(cell, f"<{RDF}first>", item), TriplePattern(cell, f"<{RDF}rest>", rest))
            rest = cell
        return rest

    # Paths

    def _path(self) -> Path:
        parts = [self._path_sequence()]
        while self._at("|"):
            self._take()
            parts.append(self._path_sequence())
        return Alternative(tuple(parts)) if len(parts) > 1 else parts[0]

    def _path_sequence(self) -> Path:
        parts = [self._path_step()]
        while self._at("/"):
            self._take()
            parts.append(self._path_step())
        return Sequence(tuple(parts)) if len(parts) > 1 else parts[0]

    def _path_step(self) -> Path:
        if self._at("^"):
            self._take()
            return Inverse(self._path_step())
        path: Path
        if self._at("("):
            self._take()
            path = self._path()
            self._expect(")")
        elif self._at("!"):
            self._take()
            path = self._negated()
        else:
            path = Link(self._property())
        if self._at("?") or self._at("*") or (self._at("+") and not self._is_sign()):
            path = Repeated(path, self._take().text)
        return path

    def _is_sign(self) -> bool:
        """Whether the plus sign here belongs to a number, as the longest token wins (19.8)."""
        following = self._tokens[self._next + 1 : self._next + 2]
        return bool(following) and following[0].kind == "number" and following[0].start == self._here() + 1

    def _negated(self) -> Negated:
        forwards: list[str] = []
        backwards: list[str] = []
        many = self._at("(")
        if many:
            self._take()
        while True:
            inverse = self._at("^")
            if inverse:
                self._take()
            (backwards if inverse else forwards).append(self._property())
            if not many or not self._at("|"):
                break
            self._take()
        if many:
            self._expect(")")
        return Negated(tuple(forwards), tuple(backwards))

    def _property(self) -> str:
        token = self._take()
        if token.kind in ("iri", "name"):
            return token.text
        if token.text == "a":
            return f"<{RDF}type>"
        raise self._unknown(token)

    # Tokens

    def _new(self, kind: str) -> str:
        self._made += 1
        return f"?{self._fresh}{kind}{self._made}"

    def _over(self) -> bool:
        return self._next >= len(self._tokens)

    def _take(self) -> Token:
        if self._over():
            raise self._unknown()
        self._next += 1
        return self._tokens[self._next - 1]

    def _expect(self, text: str) -> None:
        token = self._take()
        if token.text != text:
            raise self._unknown(token)

    def _at(self, text: str) -> bool:
        return not self._over() and self._tokens[self._next].text == text

    def _kind(self) -> str:
        return "" if self._over() else self._tokens[self._next].kind

    def _word(self) -> str:
        return "" if self._kind() != "word" else self._tokens[self._next].text.upper()

    def _here(self) -> int:
        """Where the next token starts."""
        return len(self._text) if self._over() else self._tokens[self._next].start

    def _end(self) -> int:
        """Where the last token that was taken ends."""
        token = self._tokens[self._next - 1]
        return token.start + len(token.text)

    def _bracketed(self) -> tuple[int, int]:
        """Takes what stands in brackets, and gives the places of these among the tokens."""
        opening = self._next
        if opening not in self._closing:
            raise self._unknown(None if self._over() else self._tokens[opening])
        self._next = self._closing[opening] + 1
        return opening, self._closing[opening]

    def _unknown(self, token: Token | None = None) -> NotCitable:
        at = f"“{token.text[:20]}”" if token else ""
        return NotCitable(
            Text(f"无法解析查询的结构{at}", f"the structure of the query is not understood{f' at {at}' if at else ''}")
        )


def _variable(token: Token) -> str:
    return "?" + token.text[1:]


def _closing_brackets(found: list[Token]) -> dict[int, int]:
    """Place of an opening bracket among the tokens → place of the one that closes it."""
    closing: dict[int, int] = {}
    opened: list[int] = []
    for place, token in enumerate(found):
        if token.kind == "mark" and token.text in _BRACKETS:
            opened.append(place)
        elif opened and token.text == _BRACKETS[found[opened[-1]].text]:
            closing[opened.pop()] = place
    return closing
