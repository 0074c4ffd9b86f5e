"""Help and usage errors: in the reader's language, whole, and with the right exit status."""

from __future__ import annotations

import ast
import inspect
import os
import re
import string
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import polib
import pytest
from conftest import ROOT, Kg, Ran
from rich.cells import cell_len

from kg.cli.verbs import EXIT_STATUSES, SECTIONS, group

KG = str(Path(sys.executable).with_name("kg"))
VERBS = [verb for verbs in SECTIONS.values() for verb in verbs]
CATALOGUE = ROOT / "src" / "kg" / "locale" / "zh" / "LC_MESSAGES" / "kg.po"
# The modules of click whose messages kg can show: it has no prompts, pagers, editors or progress bars.
CLICK_MODULES = ("core", "decorators", "exceptions", "formatting", "parser", "shell_completion", "types")
# What click hands to gettext in a variable, or names in English only.
CLICK_IN_VARIABLES = ("required",)
ENGLISH_ONLY = {"number_type"}


@pytest.fixture
def kg(kg: Kg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kg:
    """Runs `kg` as a reader does, in a terminal 80 columns wide."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, language: str = "en", **variables: str) -> Ran:
        shown = {"KG_LANG": language, "KG_PROJECT": str(ROOT), "COLUMNS": "80"} | variables
        with monkeypatch.context() as patch:
            for name, value in shown.items():
                if value:
                    patch.setenv(name, value)
                else:
                    patch.delenv(name, raising=False)
            return kg(*arguments)

    return run


# --- The catalogue -------------------------------------------------------------------------------------------------


def messages_of_click() -> Iterator[tuple[str, str | None]]:
    """Each message that click gives to gettext, with its plural where it has one."""
    for module in CLICK_MODULES:
        tree = ast.parse(Path(click.__file__).with_name(f"{module}.py").read_text(encoding="utf-8"))
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in ("_", "ngettext"):
                words = [argument.value for argument in call.args if isinstance(argument, ast.Constant)]
                if words:
                    yield words[0], words[1] if call.func.id == "ngettext" else None
    for message in CLICK_IN_VARIABLES:
        yield message, None


def messages_of_kg() -> Iterator[str]:
    """Each text of our own that a help page shows."""
    for section, verbs in SECTIONS.items():
        yield from (section, *verbs.values())
    yield from ("Exit status", *EXIT_STATUSES.values())
    context = click.Context(group)
    for verb in (group, *(group.get_command(context, name) for name in VERBS)):
        assert verb is not None
        yield inspect.cleandoc(verb.help or "")
        # A command keeps the option --help that it makes for the first context that it meets.
        for parameter in verb.get_params(click.Context(verb, **group.context_settings)):
            if isinstance(parameter, click.Option):
                yield parameter.help or ""


MESSAGES = dict.fromkeys([*messages_of_click(), *((message, None) for message in messages_of_kg())])


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name} | set(re.findall(r"%\((\w+)\)s", text))


def test_the_messages_of_click_are_found():
    assert len(list(messages_of_click())) > 50
    assert ("No such option {name!r}.", None) in MESSAGES


@pytest.mark.parametrize(("message", "plural"), MESSAGES, ids=[message[:40] for message, _ in MESSAGES])
def test_each_message_stands_in_chinese_with_the_same_placeholders(message: str, plural: str | None):
    assert message, "an option without help"
    entry = polib.pofile(str(CATALOGUE)).find(message)
    assert entry, f"no Chinese for {message!r}"
    chinese = entry.msgstr_plural[0] if plural else entry.msgstr
    assert entry.msgid_plural == (plural or "")
    assert re.search(r"[\u4e00-\u9fff]", chinese)
    if message not in set(messages_of_kg()):  # in our own texts, braces are SPARQL
        assert placeholders(chinese) | ENGLISH_ONLY == placeholders(plural or message) | ENGLISH_ONLY


def test_nothing_is_translated_that_is_never_said():
    assert {entry.msgid for entry in polib.pofile(str(CATALOGUE))} == {message for message, _ in MESSAGES}


def test_the_compiled_catalogue_is_that_of_the_texts():
    compiled = polib.pofile(str(CATALOGUE)).to_binary()
    make = f'python -c \'import polib; polib.pofile("{CATALOGUE}").save_as_mofile("{CATALOGUE.with_suffix(".mo")}")\''
    assert CATALOGUE.with_suffix(".mo").read_bytes() == compiled, f"compile it: {make}"


# --- Help pages ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("verb", ["", *VERBS])
def test_a_help_page_in_chinese_holds_no_english(verb: str, kg: Kg):
    shown = kg(*[verb][: len(verb)], "--help", language="zh")
    assert (shown.status, shown.err) == (0, "")
    assert shown.out.startswith("用法：kg")
    assert "选项：\n" in shown.out
    assert not re.search(r"(?<![-\w])(the|of|is|to|and|for|with|only|this|an|default|exit)\b(?!-)", shown.out, re.I)
    for option in re.findall(r"^  -.*(?:\n {10,}.*)*", shown.out, re.MULTILINE):
        assert re.search(r"[\u4e00-\u9fff]", option), option


@pytest.mark.parametrize("verb", ["", *VERBS])
@pytest.mark.parametrize("width", [50, 80])
def test_a_help_page_in_chinese_fits_its_terminal_and_stands_in_columns(width: int, verb: str, kg: Kg):
    shown = kg(*[verb][: len(verb)], "--help", language="zh", COLUMNS=str(width)).out
    free = shown.partition("选项：\n")[2]
    assert all(cell_len(line) <= max(width, 52) for line in free.splitlines())
    assert all(cell_len(line) <= 80 for line in shown.splitlines())
    first_columns = re.findall(r"^(  -.{0,28}?  +)[\u4e00-\u9fff]", free.partition("\n\n")[0], re.MULTILINE)
    assert len({len(column) for column in first_columns}) == 1


@pytest.mark.parametrize("verb", ["", *VERBS])
def test_a_help_page_in_english_holds_no_chinese_but_names(verb: str, kg: Kg):
    shown = kg(*[verb][: len(verb)], "--help", language="en", LANG="zh_CN.UTF-8", LANGUAGE="zh").out
    assert shown.startswith("Usage: kg")
    assert not set("选项用法帮助的") & set(shown)


def test_the_language_of_help_is_that_of_the_locale_or_the_option(kg: Kg):
    assert "用法" in kg("--help", language="", LC_ALL="", LC_MESSAGES="", LANG="zh_CN.UTF-8").out
    assert "用法" in kg("--lang", "zh", "query", "--help").out
    assert "用法" in kg("query", "--help", "--lang=zh").out
    assert "Usage" in kg("query", "--help", "--lang", "en", language="zh").out


def test_the_catalogue_is_not_read_for_english():
    code = "import sys; from kg.cli.main import run; run(['--help']); print('kg.cli.chinese_help' in sys.modules)"
    for language, loaded in (("en", "False"), ("zh", "True")):
        shown = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            env=os.environ | {"KG_LANG": language},
            check=True,
        )
        assert shown.stdout.endswith(f"{loaded}\n")


def test_the_language_can_change_within_a_process(capfd: pytest.CaptureFixture[str]):
    from kg.cli.main import run

    for language, word in (("zh", "用法"), ("en", "Usage"), ("zh", "用法")):
        assert run(["query", "--nonsense", "--lang", language]) == 2
        assert word in capfd.readouterr().err
    assert run(["--help", "--lang", "en"]) == 0


def test_the_help_names_each_exit_status(kg: Kg):
    shown = kg("--help").out.partition("Exit status:\n")[2]
    assert re.findall(r"^  (\d+) +\S", shown, re.MULTILINE) == ["0", "1", "2", "3", "4", "130"]
    assert re.findall(r"^  (\d+) +\S", kg("--help", language="zh").out.partition("退出状态：\n")[2], re.M)


def test_the_script_and_the_package_run_as_the_command(kg: Kg):
    environment = os.environ | {"KG_LANG": "en", "COLUMNS": "80"}
    for command in ([KG], [sys.executable, "-m", "kg"]):
        shown = subprocess.run([*command, "--help"], capture_output=True, text=True, env=environment, check=False)
        assert (shown.returncode, shown.stdout, shown.stderr) == kg("--help")


# --- Usage errors --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "zh", "en"),
    [
        (["query", "--nonsense"], "没有选项 '--nonsense'", "No such option '--nonsense'"),
        (["query", "--exit-staus"], "您是指 '--exit-status' 吗", "Did you mean '--exit-status'"),
        (["show"], "缺少参数 'THING...'", "Missing argument 'THING...'"),
        (["query", "--limit", "0"], "0 不在 1<=x<=1000000000 的范围内", "0 is not in the range 1<=x<=1000000000"),
        (["query", "--limit", "many"], "'many' 不是有效的数字", "'many' is not a valid integer"),
        (["query", "-F"], "选项 '-F' 需要", "Option '-F' requires an argument"),
        (["show", "x", "-f", "pdf"], "'pdf' 不是", "'pdf' is not one of"),
        (["info", "y"], "多余的参数（y）", "unexpected extra argument (y)"),
        (["query", "--list=x"], "选项 '--list' 不带值", "Option '--list' does not take a value"),
    ],
    ids=" ".join,
)
def test_a_usage_error_is_told_in_the_language_of_the_reader(arguments: list[str], zh: str, en: str, kg: Kg):
    for language, words, others in (("zh", zh, ("Usage", "Error", "Try")), ("en", en, ("用法", "错误", "请"))):
        done = kg(*arguments, language=language)
        assert (done.status, done.out) == (2, "")
        assert words in done.err
        assert not any(other in done.err for other in others)


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        (["query", "ASK {}", "-o", "a", "-o", "b"], "-o"),
        (["query", "ASK {}", "-f", "csv", "--format", "tsv"], "--format"),
        (["query", "-F", "a.rq", "-F", "b.rq"], "-F"),
        (["query", "ASK {}", "--limit", "1", "--limit=2"], "--limit"),
        (["query", "ASK {}", "--lang", "zh", "--lang", "en"], "--lang"),
        (["--lang", "zh", "query", "ASK {}", "--lang", "en"], "--lang"),
        (["--project", "a", "--project", "b", "query", "ASK {}"], "--project"),
        (["--project", "a", "query", "ASK {}", "--project", "b"], "--project"),
        (["show", "zhejiang", "--sources", "a", "--sources", "b"], "--sources"),
        (["query", "region-ties", "-p", "region=浙江", "-p", "region=江苏"], "region"),
        (["query", "region-ties", "-p", "region=浙江", "-p", "?region=江苏"], "region"),
    ],
    ids=" ".join,
)
def test_an_option_that_can_be_given_once_is_not_given_twice(arguments: list[str], name: str, kg: Kg, tmp_path: Path):
    done = kg(*arguments)
    assert (done.status, done.out) == (2, "")
    assert name in done.err
    assert re.search("more than once|给了多次", done.err)
    assert not list(tmp_path.iterdir())


def test_what_may_be_repeated_is_repeated(kg: Kg):
    assert kg("query", "ASK {}", "--exit-status", "--exit-status", "-q", "-q").status == 0
    assert kg("--lang", "en", "-q", "query", "ASK {}", "--lang", "en", "-q").status == 0
    assert kg("query", "ASK { FILTER(?a = ?b) }", "-p", "a=1", "-p", "b=1", "--exit-status").status == 0


def test_an_interrupt_is_silent(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]):
    def interrupt(*arguments: object) -> None:
        raise KeyboardInterrupt

    from kg.cli.main import run

    monkeypatch.setattr("kg.project.find_project", interrupt)
    assert run(["info"]) == 130
    assert capfd.readouterr() == ("", "\n")  # the prompt stands on a line of its own


LONG = "x" * 100_000


@pytest.mark.parametrize(
    "arguments",
    [
        [LONG],
        ["query", LONG],
        ["query", f"--{LONG}"],
        ["query", "--limit", LONG],
        ["query", "ASK {}", LONG],
        ["query", "-p", LONG],
        ["query", "-F", LONG],
        ["show", LONG],
        ["show", "二" * 40_000],
        ["show", "two words " * 10_000],
        ["show", "lines\n" * 10_000],
        ["show", "“" * 40_000],
        ["show", "x", "-f", LONG],
        ["draw", "-o", f"{LONG}.html"],
        ["fmt", LONG],
        ["--project", LONG, "info"],
    ],
    ids=lambda arguments: " ".join(argument[:12] for argument in arguments),
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_message_quotes_the_beginning_of_what_is_long(arguments: list[str], language: str, kg: Kg):
    done = kg(*arguments, language=language)
    assert (done.status, done.out) == (2, "")
    assert "…" in done.err
    assert len(done.err) < 500


def test_a_usage_error_commands_no_terminal(kg: Kg):
    done = kg("info", "\x1b]0;owned\x07")
    assert "owned" in done.err
    assert "\x1b" not in done.err
