"""The structure of a query: SPARQL text in, its scopes, patterns and paths out, as far as citing needs them.

The engine has read the text before, so nothing is checked here. Triple patterns are taken apart (`;` `,` `[]` `()` `^`
`/`), expressions stay text. Section numbers are those of SPARQL 1.1 Query Language.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from kg.language import Text
from kg.namespaces import RDF
from kg.querying.sparql import Token, tokens


class NotCitable(Exception):
    """A form that cannot be cited: its answer stands, and `reason` tells the reader why it has no citations."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en)
        self.reason = reason


# --- Paths (9) -----------------------------------------------------------------------------------------------------


class Link(NamedTuple):
    """A property."""

    iri: str


class Inverse(NamedTuple):
    """`^path`."""

    path: Path


class Sequence(NamedTuple):
    """`path / path`."""

    parts: tuple[Path, ...]


class Alternative(NamedTuple):
    """`path | path`."""

    parts: tuple[Path, ...]


class Repeated(NamedTuple):
    """`path?`, `path*` or `path+`."""

    path: Path
    mark: str


class Negated(NamedTuple):
    """`!(iri | ^iri)`: the properties that are excluded forwards and backwards."""

    forwards: tuple[str, ...]
    backwards: tuple[str, ...]


Path = Link | Inverse | Sequence | Alternative | Repeated | Negated


def path_text(path: Path) -> str:
    """The path as SPARQL."""
    match path:
        case Link(iri):
            return iri
        case Inverse(part):
            return f"^({path_text(part)})"
        case Sequence(parts):
            return "/".join(f"({path_text(part)})" for part in parts)
        case Alternative(parts):
            return "|".join(f"({path_text(part)})" for part in parts)
        case Repeated(part, mark):
            return f"({path_text(part)}){mark}"
        case Negated(forwards, backwards):
            return "!(" + "|".join((*forwards, *(f"^{iri}" for iri in backwards))) + ")"


# --- Patterns (5) --------------------------------------------------------------------------------------------------
# A term is the text of a constant, or `?name`. A mark is a variable that a witness query binds where its pattern
# matched.


class TriplePattern(NamedTuple):
    """A triple; its predicate is an IRI or a variable."""

    subject: str
    predicate: str
    object: str


class PathPattern(NamedTuple):
    """Two terms that a path joins which is no chain of triples."""

    subject: str
    path: Path
    object: str


class Group(NamedTuple):
    """`{ … }`."""

    elements: tuple[Element, ...]


class OptionalPattern(NamedTuple):
    """`OPTIONAL { … }`; its mark is bound where it matched."""

    group: Group
    mark: str


class UnionPattern(NamedTuple):
    """`{ … } UNION { … }`; its mark is the number of the branch."""

    branches: tuple[Group, ...]
    mark: str


class GraphPattern(NamedTuple):
    """`GRAPH name { … }`."""

    name: str
    group: Group


class Existing(NamedTuple):
    """The group of an EXISTS that a solution needs; `variables` are all that it mentions, `mark` only names it."""

    group: Group
    variables: frozenset[str]
    mark: str


class Verbatim(NamedTuple):
    """FILTER, BIND, VALUES or MINUS: kept as text.

    existing: what it asks to exist. absence: whether it asks for something not to exist, or makes a value of whether
    it does. binds: the variables that it binds.
    """

    text: str
    existing: tuple[Existing, ...] = ()
    absence: bool = False
    binds: frozenset[str] = frozenset()


class SubSelect(NamedTuple):
    """`{ SELECT … }`; the variables of its columns are copied under names that begin with `mark`."""

    select: Select
    mark: str


Element = TriplePattern | PathPattern | Group | OptionalPattern | UnionPattern | GraphPattern | Verbatim | SubSelect


class Column(NamedTuple):
    """What SELECT or GROUP BY names: a variable, an expression, or an expression with the variable that it binds."""

    variable: str
    expression: str = ""

    @property
    def words(self) -> set[str]:
        """The words of the expression in upper case: its functions, among others."""
        return {token.text.upper() for token in tokens(self.expression) if token.kind == "word"}


class Select(NamedTuple):
    """A SELECT, or an ASK, which is one that selects nothing.

    text: all of it. columns: None for `*`. body: the text of `{ … }`. values: the VALUES behind it. limited: whether
    LIMIT or OFFSET cuts its rows.
    """

    text: str
    columns: tuple[Column, ...] | None
    distinct: bool
    where: Group
    body: str
    groups: tuple[Column, ...]
    having: str
    values: str
    limited: bool

    @property
    def aggregates(self) -> bool:
        """Whether its rows are groups of solutions."""
        return bool(self.groups or self.having) or any(_AGGREGATES & each.words for each in self.columns or ())


class Query(NamedTuple):
    """A query: its prologue (BASE, PREFIX) and its outermost SELECT. No name in it begins with `fresh`."""

    prologue: str
    select: Select
    fresh: str


_AGGREGATES = frozenset(["COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"])
_CLAUSES = frozenset(["OPTIONAL", "MINUS", "GRAPH", "SERVICE", "FILTER", "BIND", "VALUES", "UNION"])
_OPENING, _CLOSING = {"(": ")", "{": "}", "[": "]"}, (")", "}", "]")


def read_query(text: str) -> Query:
    """The structure of a SELECT or ASK that the engine can read. Raises NotCitable for other forms."""
    return _Reader(text).query()


def variables_of(element: Element) -> frozenset[str]:
    """The variables that a pattern can bind."""
    match element:
        case TriplePattern():
            return frozenset(term for term in element if term.startswith("?"))
        case PathPattern(subject, _, object_):
            return frozenset(term for term in (subject, object_) if term.startswith("?"))
        case Group(elements):
            return frozenset().union(*map(variables_of, elements))
        case OptionalPattern(group, _):
            return variables_of(group)
        case UnionPattern(branches, _):
            return frozenset().union(*map(variables_of, branches))
        case GraphPattern(name, group):
            return variables_of(group) | ({name} if name.startswith("?") else set())
        case Verbatim():
            return element.binds
        case SubSelect(select, _):
            if select.columns is None:
                return variables_of(select.where)
            return frozenset(column.variable for column in select.columns)


class _Reader:
    """Reads the tokens of a query from left to right; each method takes what it reads."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = list(tokens(text))
        self._next = 0
        self._fresh = "_w"
        while self._fresh in text:
            self._fresh += "_"
        self._made = 0
        self._blank: dict[str, str] = {}

    # The query and its scopes

    def query(self) -> Query:
        while self._word() in ("BASE", "PREFIX"):
            while self._take().kind != "iri":
                pass
        start = self._here()
        prologue = self._text[:start]
        form = self._word()
        if form not in ("SELECT", "ASK"):
            raise NotCitable(
                Text(f"{form} 的答案是图，不引段落", f"the answer of {form} is a graph, which is not cited")
            )
        if form == "SELECT":
            return Query(prologue, self._select(), fresh=self._fresh)
        self._take()
        if self._word() == "WHERE":
            self._take()
        where, body = self._body()
        select = Select(self._text[start:], (), True, where, body, *self._modifiers())
        return Query(prologue, select, fresh=self._fresh)

    def _select(self) -> Select:
        start = self._here()
        self._take()
        distinct = self._word() in ("DISTINCT", "REDUCED")
        if distinct:
            self._take()
        columns = self._columns()
        if self._word() == "WHERE":
            self._take()
        where, body = self._body()
        modifiers = self._modifiers()
        return Select(self._text[start : self._end()], columns, distinct, where, body, *modifiers)

    def _body(self) -> tuple[Group, str]:
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
        start, end = self._bracketed()
        *_, as_, variable, _ = (token for token in self._tokens if start <= token.start < end)
        if as_.text.upper() == "AS" and variable.kind == "variable":
            return Column(_variable(variable), self._text[start + 1 : as_.start].strip())
        return Column("", self._text[start:end])

    def _call(self) -> str:
        """A function with its arguments, or an IRI with its."""
        start = self._here()
        self._take()
        if self._at("("):
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
            inside, end = self._bracketed()
            variable = [token for token in self._tokens if inside < token.start < end - 1][-1]
            existing, absence = self._existence(inside, end)
            yield Verbatim(
                self._text[start:end], absence=absence or bool(existing), binds=frozenset([_variable(variable)])
            )
        elif word == "VALUES":
            start = self._take().start
            binds = self._data()
            yield Verbatim(self._text[start : self._end()], binds=binds)
        elif word == "SERVICE":
            raise NotCitable(Text("SERVICE 的答案来自别处", "the answer of SERVICE comes from elsewhere"))
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
        inside = self._here()
        if self._word() in ("NOT", "EXISTS"):
            while self._word() in ("NOT", "EXISTS"):
                self._take()
            self._bracketed()
        elif self._at("("):
            self._bracketed()
        else:
            self._call()
        existing, absence = self._existence(inside, self._end())
        return Verbatim(self._text[start : self._end()], tuple(existing), absence)

    def _existence(self, start: int, end: int) -> tuple[list[Existing], bool]:
        """What the expression between two positions asks to exist, and whether it asks for an absence too.

        A solution needs what is asked in plain sight or under `&&` and `||`; what is negated, compared or handed to a
        function tells by its absence too.
        """
        back, existing, absence = self._next, [], False
        self._next = next(place for place, token in enumerate(self._tokens) if token.start >= start)
        plain: list[bool] = [True]
        before = Token("mark", "(", start)
        while not self._over() and self._here() < end:
            token = self._tokens[self._next]
            if token.kind == "word" and token.text.upper() == "EXISTS":
                self._take()
                first = self._next
                group = self._group()
                names = (each for each in self._tokens[first : self._next] if each.kind == "variable")
                if plain[-1] and before.text in ("(", "&", "|") and self._after() in (")", "&", "|", ""):
                    existing.append(Existing(group, frozenset(map(_variable, names)), self._new("e")))
                else:
                    absence = True
                before = self._tokens[self._next - 1]
                continue
            if token.text == "(":
                plain.append(plain[-1] and before.text in ("(", "&", "|"))
            elif token.text == ")" and len(plain) > 1:
                plain.pop()
            before = self._take()
        self._next = back
        return existing, absence

    def _after(self) -> str:
        token = self._tokens[self._next] if not self._over() else None
        return token.text if token and token.text in (")", "&", "|", "=", "!", "<", ">", ",", "+") else ""

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
        """Takes what stands in brackets; gives where they open and end."""
        start = self._here()
        open_ = [_OPENING[self._take().text]]
        while open_:
            token = self._take()
            if token.kind == "mark" and token.text in _OPENING:
                open_.append(_OPENING[token.text])
            elif token.kind == "mark" and token.text in _CLOSING and token.text != open_.pop():
                raise self._unknown(token)
        return start, self._end()

    def _unknown(self, token: Token | None = None) -> NotCitable:
        at = f"“{token.text[:20]}”" if token else ""
        return NotCitable(Text(f"看不懂其结构{at}", f"its structure is not understood{' at ' + at if at else ''}"))


_MODIFIERS = frozenset(["GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES"])


def _variable(token: Token) -> str:
    return "?" + token.text[1:]
