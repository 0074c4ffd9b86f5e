"""The pages of the catalogue: the graph in, every question with the first rows of its cited answer out.

`make docs` writes them, in English and in Chinese; tests/test_catalogue_page.py holds them against the graph.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from kg.citing.citations import Citations, cite
from kg.citing.places import Places
from kg.cli.outline import Element, Paragraph, markdown
from kg.cli.questions import by_first_tag, command_of, names_of, table_of_parameters
from kg.cli.words import Words
from kg.formats import View, write
from kg.formats.cited import with_citations
from kg.graph import Graph
from kg.language import LANGUAGES, Language
from kg.project import find_project
from kg.querying.answers import Rows
from kg.querying.catalogue import CatalogueQuery, catalogue
from kg.querying.headings import read_headings
from kg.querying.sparql import with_terms
from kg.querying.tags import TAGS

Cited = Callable[[CatalogueQuery], tuple[Rows, Citations]]

HERE = Path(__file__).parent
FILES: dict[Language, str] = {"en": "catalogue.md", "zh": "catalogue.zh.md"}
MOST_ROWS = 8


def page(graph: Graph, language: Language, cited: Cited) -> str:
    """The page in a language; `cited` answers a question by the defaults of its parameters, and cites the answer."""
    words = Words(language, graph.project.prefixes)
    entries = list(catalogue(graph.project).values())
    blocks = [*_opening(words, len(entries)), *_contents(entries, words)]
    for tag, group in by_first_tag(entries):
        blocks.append(f"## {names_of([tag], language)}")
        for entry in group:
            blocks += _question(graph, entry, words, *cited(entry))
    return "\n\n".join(blocks) + "\n"


def cited_by(graph: Graph) -> Cited:
    """What answers the questions of a graph and cites the answers, each question once."""
    places, known = Places(graph), dict[str, tuple[Rows, Citations]]()

    def cited(entry: CatalogueQuery) -> tuple[Rows, Citations]:
        if entry.name not in known:
            query = with_terms(entry.text, entry.defaults(graph), entry.path)
            found = graph.query(query)
            assert isinstance(found, Rows), f"{entry.path} has no rows"
            known[entry.name] = found, cite(graph, query, found, places)
        return known[entry.name]

    return cited


def _opening(words: Words, questions: int) -> Iterator[str]:
    yield words.say("# 问题目录及其答案", "# The catalogue, with its answers")
    yield words.say(
        f"`kg query --list` 的全部 {questions} 个问题，各附说明、参数、命令及答案的前 {MOST_ROWS} 行：参数取默认值，"
        "每行注明所依据的段落（“依据”列，写作“报告:行”，见 [citations.md](citations.md)）。"
        "用 `-p` 换一个参数，用 `-f` 换一种格式，`--report`、`--as-of` 只问一份报告或某一天。",
        f"All {questions} questions of `kg query --list`, each with its description, its parameters, the command and"
        f" the first {MOST_ROWS} rows of the answer, by the defaults of the parameters. The column `cites` names the"
        " passages that a row rests on, as report:lines ([citations.md](citations.md)). `-p` sets another parameter,"
        " `-f` another format; `--report` and `--as-of` ask one report, or one day.",
    )
    yield words.say(
        "本页由 `make docs` 生成，测试保证它与图谱一致。English: [catalogue.md](catalogue.md)",
        "`make docs` writes this page, and a test holds it against the graph. 中文：[catalogue.zh.md](catalogue.zh.md)",
    )


def _contents(entries: list[CatalogueQuery], words: Words) -> Iterator[str]:
    """Under each tag the questions of which it is the first, with their titles, and then the names of the others."""
    groups = dict(by_first_tag(entries))
    yield words.say("## 按标签", "## By tag")
    for tag in TAGS:
        first = groups.get(tag, [])
        further = [_link(entry) for entry in entries if tag in entry.tags[1:]]
        lines = [f"- {_link(entry)}{words.say('：', ': ')}{_text(words.of(entry.title))}" for entry in first]
        if further:
            also = words.say("另见", "also ") if first else words.say("见", "")
            lines.append(f"- {also}{words.row(further)}")
        yield f"**{names_of([tag], words.language)}** `{tag}`\n\n" + "\n".join(lines)


def _question(graph: Graph, entry: CatalogueQuery, words: Words, found: Rows, citations: Citations) -> Iterator[str]:
    yield f"### {entry.name}"
    yield f"**{_text(words.of(entry.title))}** {_text(words.other(entry.title))}"
    yield _text(words.of(entry.description))
    tags = names_of(entry.tags, words.language)
    query = f"[{entry.name}.rq](../queries/{entry.name}.rq)"
    yield words.say(f"标签：{tags}。查询：{query}", f"Tags: {tags}. Query: {query}")
    if entry.parameters:
        yield _markdown(table_of_parameters(graph, entry, words))
    yield f"```sh\n{command_of(entry)}\n```"
    shown = Rows(found.variables, found.rows[:MOST_ROWS])
    cited = with_citations(shown, citations.rows[:MOST_ROWS], words.language)
    headings = read_headings(graph.project)
    view = View(graph.project.prefixes, words.language, graph.labels, headings=headings)
    yield write(cited, "md", view).decode().rstrip("\n")
    if more := len(found.rows) - len(shown.rows):
        yield words.say(f"……另有 {more} 行", f"… and {more} more {'row' if more == 1 else 'rows'}")
    yield from (f"> {_text(words.of(remark))}" for remark in citations.remarks)


def _link(entry: CatalogueQuery) -> str:
    return f"[{entry.name}](#{entry.name})"


def _text(text: str) -> str:
    return _markdown(Paragraph(text))


def _markdown(element: Element) -> str:
    return markdown([element]).rstrip("\n")


def main() -> None:
    """Writes the pages."""
    graph = Graph(find_project(str(HERE.parent)))
    cited = cited_by(graph)
    for language in LANGUAGES:
        (HERE / FILES[language]).write_text(page(graph, language, cited), encoding="utf-8")


if __name__ == "__main__":
    main()
