"""A shell completes what lies in the project: questions, parameters, things, classes; quickly, silently, harmlessly."""

from __future__ import annotations

import os
import pty
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from conftest import ROOT, MakeProject, at_hand

from kg.cli.completion import _SOURCES
from kg.cli.shells import complete, read_line
from kg.cli.verbs import SECTIONS, group
from kg.project import Project
from kg.querying.tags import TAGS

BREAKS = " \t\n\"'><=;|&(:"  # of readline, as bash sets them
KG = Path(sys.executable).with_name("kg")

Complete = Callable[..., list[str]]


@pytest.fixture
def completed(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Complete:
    """What a shell is offered for a line, in the lines that its script gets; nothing may be said on stderr."""

    def completed(line: str, shell: str = "fish", project: Path = ROOT, language: str = "en") -> list[str]:
        monkeypatch.setenv("_KG_LINE", line)
        monkeypatch.setenv("_KG_BREAKS", BREAKS if shell == "bash" else "")
        monkeypatch.setenv("KG_PROJECT", str(project))
        monkeypatch.setenv("KG_LANG", language)
        complete(f"{shell}_complete")
        out, err = capfd.readouterr()
        assert err == ""
        return out.splitlines()

    return completed


def values(lines: list[str]) -> list[str]:
    """What fish is offered, without the help."""
    return [line.partition(",")[2].partition("\t")[0] for line in lines if line]


# --- What is offered -----------------------------------------------------------------------------------------------


def test_verbs_and_options_are_completed_with_what_they_do(completed: Complete):
    assert values(completed("kg ")) == [verb for verbs in SECTIONS.values() for verb in verbs]
    assert completed("kg fi") == ["plain,find\tFind things by a name, a part of one, its pinyin or initials."]
    assert completed("kg query --exit") == [
        "plain,--exit-status\tExit 1 when there are no rows or the answer is false."
    ]
    (found,) = completed("kg query --exit", language="zh")
    assert re.search("[\u4e00-\u9fff]", found)


def test_questions_are_completed_with_their_titles(completed: Complete):
    assert completed("kg query event-g") == ["plain,event-guests\tWho were the guests of honour?"]
    assert completed("kg query --cite event-g", language="zh") == [
        "plain,event-guests\t各活动的主宾国、主宾省、主宾城市是谁？"
    ]
    assert values(completed("kg query "))[:2] == ["actor-roles", "agreement-partners"]
    assert values(completed("kg --lang zh query --list --tag ")) == list(TAGS)
    assert completed("kg --lang zh query --tag=district") == ["plain,--tag=districts\t各区"]


def test_parameters_are_those_of_the_question_that_are_not_set(completed: Complete):
    both = ["part,region=\tregion", "part,outside=\task for what lies outside it (yes or no)"]
    assert completed("kg query events-in-region -p ") == both
    assert completed("kg query events-in-region --param o") == both[1:]
    assert completed("kg query events-in-region -p region=浙江 -p ") == both[1:]
    assert completed("kg query -p region=浙江 events-in-region -p ") == both[1:]
    assert values(completed("kg query event-guests -p ")) == []
    assert values(completed("kg query -p ")) == []
    assert values(completed("kg query no-such-question -p ")) == []


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("region=zheji", "region=zhejiang"),
        ("region=Zheji", "region=Zhejiang"),
        ("region=浙", "region=浙江"),
        ("region=id:zheji", "region=id:zhejiang"),
        ("?region=zheji", "?region=zhejiang"),
    ],
)
def test_a_region_is_completed_by_slug_label_or_alias_in_either_language(typed: str, offered: str, completed: Complete):
    assert offered in values(completed(f"kg query region-ties -p {typed}"))
    assert values(completed("kg query region-ties -p region=浦江创新论坛")) == [], "it is no region"


def test_a_prefix_is_offered_only_where_it_is_typed(completed: Complete):
    assert not any(value.startswith(("id:", "kg:")) for value in values(completed("kg show i")))
    assert "id:innovation-voucher" in values(completed("kg show id:inno"))
    assert values(completed("kg show kg:guestCountr")) == ["kg:guestCountry"]


def test_an_alias_is_offered_where_it_is_what_begins_so(completed: Complete):
    assert "中以创新园" in values(completed("kg show 中以创新"))


def test_a_value_is_of_the_type_of_its_parameter(completed: Complete):
    years = ["2016", "2017", "2018", "2019", "2024"]
    assert values(completed("kg query ranks -p year=")) == [f"year={year}" for year in years]
    assert values(completed("kg query ranks -p year=201")) == [f"year={year}" for year in years[:-1]]
    assert values(completed("kg query events-in-region -p outside=")) == ["outside=yes", "outside=no"]
    assert values(completed("kg query events-in-region -p outside=", language="zh")) == ["outside=是", "outside=否"]
    assert values(completed("kg query actor-roles -p class=Compa")) == ["class=Company"]
    assert values(completed("kg query actor-roles -p class=kg:Compa")) == ["class=kg:Company"]
    assert values(completed("kg query actor-roles -p class=企")) == ["class=企业"]
    assert values(completed("kg query agreements-ended -p day=2024")) == []
    stages = values(completed("kg query things-at-stage -p stage="))
    assert "stage=st-proposed" in stages
    assert all(stage.startswith("stage=st-") for stage in stages), "of a thing, where nothing is typed, its like"


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("kg query --format=cs", ["--format=csv"]),
        ("kg query -f trig", ["trig"]),
        ("kg network --report 2024", ["2024"]),
        ("kg query --report=2024", ["--report=2024"]),
        ("kg network pl", ["platforms-provinces"]),
        ("kg draw --class Provin", ["Province"]),
        ("kg find x --class 省级", ["省级行政区"]),
        ("kg show guestCountr", ["guestCountry"]),
        ("kg show pujiang-forum-2018 主宾国", ["主宾国", "主宾国之夜"]),
        ("kg draw --around pujiang-forum-2018", ["pujiang-forum-2018"]),
        ("kg path zhejiang pujiang-forum-2018", ["pujiang-forum-2018"]),
        ("kg path a b --via pujiang-forum-2018", ["pujiang-forum-2018"]),
        ("kg query --list --tag 各", ["各区"]),
        ("kg query --lang z", ["zh"]),
    ],
)
def test_what_an_option_or_argument_takes_is_offered(line: str, offered: list[str], completed: Complete):
    assert sorted(values(completed(line))) == sorted(offered)


def test_files_and_folders_are_left_to_the_shell(completed: Complete):
    for line in ("kg query -F qu", "kg query --data qu", "kg fmt qu", "kg draw -o qu", "kg validate qu"):
        assert completed(line) == ["file,qu"]
    for line in ("kg --project qu", "kg show x --sources qu", "kg query --project qu"):
        assert completed(line) == ["dir,qu"]


# What only the reader knows.
FREE = {"--limit", "--timeout", "--as-of", "--depth", "--query", "--size", "--seed", "--endpoint"}


def test_each_option_with_a_value_is_completed():
    context = click.Context(group)
    for verb in (verb for verbs in SECTIONS.values() for verb in verbs):
        command = group.get_command(context, verb)
        assert command
        known = {parameter.name for parameter in command.params}
        assert set(_SOURCES.get(verb, {})) <= known
        for parameter in command.params:
            by_itself = isinstance(parameter.type, click.Choice | click.Path)
            by_place = re.search("FILE|FOLDER", parameter.metavar or "")
            flag = isinstance(parameter, click.Option) and parameter.is_flag
            free = FREE & set(parameter.opts)
            assert parameter.name in _SOURCES.get(verb, {}) or by_itself or by_place or flag or free, (verb, parameter)


# --- How shells tell and take --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "words", "word", "quote", "left_alone"),
    [
        ("kg query ", ["kg", "query"], "", "", ""),
        ("kg  show 浙", ["kg", "show"], "浙", "", ""),
        ("kg query x -p region=浙", ["kg", "query", "x", "-p"], "region=浙", "", "region="),
        ("kg query x -p region=id:zh", ["kg", "query", "x", "-p"], "region=id:zh", "", "region=id:"),
        ("kg show Yangtze\\ Ri", ["kg", "show"], "Yangtze Ri", "", ""),
        ("kg show 'Yangtze Ri", ["kg", "show"], "Yangtze Ri", "'", ""),
        ('kg query x -p region="Yang', ["kg", "query", "x", "-p"], "region=Yang", '"', "region="),
        ("kg query x -p 'region=Yang", ["kg", "query", "x", "-p"], "region=Yang", "'", ""),
        ("kg show 'a b' c", ["kg", "show", "a b"], "c", "", ""),
        ('kg show "a \\" b" c', ["kg", "show", 'a " b'], "c", "", ""),
        ("kg show 'a\\' b", ["kg", "show", "a\\"], "b", "", ""),
        ("kg show '' b", ["kg", "show", ""], "b", "", ""),
        ("kg show a\\", ["kg", "show"], "a", "", ""),
        ("", [], "", "", ""),
    ],
)
def test_a_line_is_read_as_bash_reads_it(line: str, words: list[str], word: str, quote: str, left_alone: str):
    typed = read_line(line, BREAKS)
    assert (typed.words, typed.word, typed.quote, word[: typed.settled]) == (words, word, quote, left_alone)


def test_bash_gets_what_follows_the_last_sign_that_it_breaks_words_at(completed: Complete):
    assert "plain,zhejiang" in completed("kg query region-ties -p region=id:zhejian", "bash")
    assert completed("kg query --format=cs", "bash") == ["plain,csv"]
    assert completed("kg query region-ties -p re", "bash") == ["part,region="]


def test_bash_gets_blanks_and_brackets_quoted_where_no_quotation_mark_stands(completed: Complete):
    assert completed("kg show Yangpu\\ Nation", "bash") == ["plain,Yangpu\\ National\\ Innovative\\ Urban\\ Area"]
    assert completed("kg show 'Yangpu Nation", "bash") == ["plain,Yangpu National Innovative Urban Area"]
    assert "plain,中以（上海）创新园" in completed("kg show 中以（", "bash")


def test_zsh_gets_three_lines_each_with_colons_escaped(completed: Complete):
    assert completed("kg query event-g", "zsh") == ["plain", "event-guests", "Who were the guests of honour?"]
    assert completed("kg query region-ties -p region=id:zhejiang-", "zsh")[1] == r"region=id\:zhejiang-transfer-zone"


def test_the_script_of_each_shell_is_told(capfd: pytest.CaptureFixture[str]):
    for shell, word in (("bash", "complete -o nosort"), ("zsh", "compdef"), ("fish", "complete --no-files")):
        assert complete(f"{shell}_source") == 0
        script = capfd.readouterr().out
        assert word in script
        assert "innovation-kg" in script
    assert complete("tcsh_source") == 1


def lines_of(shell: list[str], setup: str, lines: list[str], folder: Path) -> list[list[str]]:
    """The words that a line has after a TAB in an interactive shell; nothing is run but a function that tells them."""
    parent, child = pty.openpty()
    variables = {"KG_PROJECT": str(ROOT), "LC_ALL": "C.UTF-8", "TERM": "dumb", "INPUTRC": "/dev/null"}
    path = f"{KG.parent}{os.pathsep}{os.environ['PATH']}"
    process = subprocess.Popen(
        shell,
        stdin=child,
        stdout=child,
        stderr=child,
        cwd=folder,
        env=os.environ | variables | {"PATH": path, "HOME": str(folder), "HISTFILE": ""},
        start_new_session=True,
    )
    os.close(child)
    told = 'told() { printf "<%s>" told; printf "[%s]" "$@"; printf "</%s>\\n" told; }'
    typed = [setup, told, *(f"{line}\t\x01told \x05" for line in lines), "exit"]
    shown = b""
    for each in typed:  # a shell reads on when it has completed
        os.write(parent, each.encode() + b"\n")
    try:
        while piece := os.read(parent, 65536):
            shown += piece
    except OSError:  # Linux tells the end of a terminal so
        pass
    process.wait(timeout=60)
    os.close(parent)
    text = shown.decode(errors="replace")  # what a line is redrawn with may be cut anywhere; what is told is whole
    return [re.findall(r"\[([^]]*)\]", words) for words in re.findall(r"<told>(.*?)</told>", text)]


TYPED_AND_COMPLETED = {
    "kg query event-g": ["kg", "query", "event-guests"],
    "kg query region-ties -p re": ["kg", "query", "region-ties", "-p", "region="],
    "kg query region-ties -p region=浙江国": [
        "kg",
        "query",
        "region-ties",
        "-p",
        "region=浙江国家科技成果转移转化示范区",
    ],
    "kg query region-ties -p region=id:zhejiang-": [
        "kg",
        "query",
        "region-ties",
        "-p",
        "region=id:zhejiang-transfer-zone",
    ],
    "kg show 'Yangpu N": ["kg", "show", "Yangpu National Innovative Urban Area"],
    "kg show Yangpu\\ N": ["kg", "show", "Yangpu National Innovative Urban Area"],
    "kg query --format=cs": ["kg", "query", "--format=csv"],
}


def test_bash_completes_a_line(tmp_path: Path):
    setup = 'bind "set bell-style none"; eval "$(_KG_COMPLETE=bash_source kg)"'
    shell = ["bash", "--norc", "--noprofile", "-i"]
    assert lines_of(shell, setup, list(TYPED_AND_COMPLETED), tmp_path) == list(TYPED_AND_COMPLETED.values())


def test_zsh_completes_a_line(tmp_path: Path):
    at_hand(shutil.which("zsh"), "zsh is not installed: Debian's package is zsh")
    setup = 'autoload -Uz compinit; compinit -u -D; bindkey -e; eval "$(_KG_COMPLETE=zsh_source kg)"'
    shell = ["zsh", "-f", "-i"]
    assert lines_of(shell, setup, list(TYPED_AND_COMPLETED), tmp_path) == list(TYPED_AND_COMPLETED.values())


@pytest.mark.parametrize("line", TYPED_AND_COMPLETED)
def test_fish_completes_a_line(line: str, tmp_path: Path):
    at_hand(shutil.which("fish"), "fish is not installed: Debian's package is fish")
    path = f"{KG.parent}{os.pathsep}{os.environ['PATH']}"
    script = '_KG_COMPLETE=fish_source kg | source; complete -C "$argv[1]"'
    done = subprocess.run(
        ["fish", "--no-config", "-c", script, line],
        capture_output=True,
        text=True,
        env=os.environ | {"PATH": path, "HOME": str(tmp_path), "KG_PROJECT": str(ROOT), "LC_ALL": "C.UTF-8"},
        check=True,
    )
    assert [offer.partition("\t")[0] for offer in done.stdout.splitlines()] == TYPED_AND_COMPLETED[line][-1:]


# --- Silence and safety --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "",
        "kg",
        "kg nonsense ",
        "kg nonsense --",
        "kg query 'SELECT * {",
        "kg query --no-such-option ",
        "kg query -p",
        "kg query region-ties -p nothing=",
        "kg --lang xx query --lang zh --lang en region-ties -p region=浙",
        'kg show "$(touch pwned)',
        "kg show \\",
    ],
)
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_whatever_is_typed_nothing_fails(line: str, shell: str, completed: Complete):
    completed(line, shell)


def test_a_broken_project_offers_nothing_and_says_nothing(
    make_project: MakeProject, completed: Complete, tmp_path: Path
):
    project = make_project("id:zhejiang a kg:Province ; rdfs:label")
    (project.queries_folder / "broken.rq").write_text("#+ title = [", encoding="utf-8")
    (project.queries_folder / "no-text.rq").write_bytes(b"\xff\xfe")
    for line in ("kg show zhe", "kg query region-ties -p region=", "kg query broken -p ", "kg query no-text -p a"):
        assert values(completed(line, project=project.folder)) == []
    assert values(completed("kg query event-g", project=project.folder)) == ["event-guests"]
    assert values(completed("kg query bro", project=project.folder)) == ["broken"], "its name can be completed"
    for line in ("kg query ", "kg show zhe", "kg query --report "):
        assert values(completed(line, project=tmp_path / "nowhere")) == []
    assert "query" in values(completed("kg ", project=tmp_path / "nowhere"))


def test_the_command_itself_is_as_silent(tmp_path: Path):
    environment = os.environ | {"KG_PROJECT": str(tmp_path), "_KG_LINE": "kg show x", "_KG_COMPLETE": "bash_complete"}
    done = subprocess.run([KG], capture_output=True, env=environment, check=False)
    assert (done.stdout.strip(), done.stderr) == (b"", b"")


HOSTILE = [
    "危$(touch pwned)",
    "危`touch pwned`",
    "危; touch pwned",
    "危' ; touch pwned ; '",
    '危" ; touch pwned ; "',
    "危\\\\ && touch pwned",
    "危\\n touch pwned",
    "危\\u001b]0;owned\\u0007",
    "危\\u202e gnp",
    "危* ?[a-z]~",
    "危!! !$",
    "危 | touch pwned",
    "危 > pwned",
    "危\\ttab",
    "危{a,b}",
    "危<(touch pwned)",
    "危 (1) 100%, a-b_c.d/e+f",
]


@pytest.fixture
def hostile(make_project: MakeProject) -> Project:
    labels = (label.replace('"', '\\"') for label in HOSTILE)
    return make_project(
        "".join(f'id:hostile-{n:02} a kg:Program ; rdfs:label "{label}"@zh .\n' for n, label in enumerate(labels))
    )


@pytest.mark.parametrize("typed", ["危", "'危", '"危', "hos", "危!", "id:hos"])
def test_a_hostile_label_is_one_harmless_word_to_bash(
    typed: str, hostile: Project, completed: Complete, tmp_path: Path
):
    offers = completed(f"kg find {typed}", "bash", project=hostile.folder)
    assert offers
    run = tmp_path / "run"
    run.mkdir()
    (run / "bait").touch()
    start = "id:" if typed == "id:hos" else typed[:1] if typed[0] in "'\"" else ""
    for offer in offers:
        word = start + offer.partition(",")[2] + (start if start in "'\"" else "")
        script = f"printf '%s\\n' {word}"
        done = subprocess.run(["bash", "-c", script], cwd=run, capture_output=True, text=True, check=False)
        assert done.stderr == ""
        assert re.fullmatch(r"(id:)?hostile-\d\d\n|危 \(1\) 100%, a-b_c.d/e\+f\n", done.stdout)
    assert [path.name for path in run.iterdir()] == ["bait"]


@pytest.mark.parametrize("shell", ["zsh", "fish"])
@pytest.mark.parametrize("typed", ["危", "hos"])
def test_a_hostile_label_is_neither_offered_nor_shown_as_it_is(
    shell: str, typed: str, hostile: Project, completed: Complete
):
    lines = completed(f"kg find {typed}", shell, project=hostile.folder)
    assert lines
    assert not any(character in line for line in lines for character in "\x1b\x07\u202e\x00")
    if shell == "zsh":
        assert len(lines) == 3 * lines.count("plain")
        offered = lines[1::3]
    else:
        assert all(line.startswith("plain,") for line in lines)
        offered = values(lines)
    assert all(re.fullmatch(r"hostile-\d\d|危 \(1\) 100%, a-b_c.d/e\+f", each) for each in offered)


def test_a_hostile_name_of_a_question_or_a_parameter_is_not_offered(make_project: MakeProject, completed: Complete):
    project = make_project()
    parameters = '#+ [parameters."a$(touch pwned)"]\n#+ type = "text"\n#+ label = {zh = "甲", en = "one"}\n'
    parameters += '#+ [parameters.able]\n#+ type = "text"\n#+ label = {zh = "乙\\n乙", en = "two\\u001b\\ntwo"}\n'
    for name in ("mine", "mine; touch pwned", "mine\n"):
        (project.queries_folder / f"{name}.rq").write_text(parameters + "SELECT * {}", encoding="utf-8")
    assert values(completed("kg query mine", project=project.folder)) == ["mine"]
    assert completed("kg query mine -p a", project=project.folder) == ["part,able=\ttwo\\u001b two"]


def test_a_name_that_several_bear_is_offered_as_their_slugs(make_project: MakeProject, completed: Complete):
    twins = make_project(
        'id:one a kg:Program ; rdfs:label "双名计划"@zh . id:two a kg:Program ; rdfs:label "双名计划"@zh .'
        ' id:three a kg:Program ; rdfs:label "单名计划"@zh .'
    )
    assert values(completed("kg show 双名", project=twins.folder)) == ["one", "two"]
    assert values(completed("kg show 单名", project=twins.folder)) == ["单名计划"]


def test_little_is_loaded_for_a_word():
    code = "import sys; from kg.cli.shells import complete; complete('bash_complete')"
    code += "; print(*sys.modules, file=sys.stderr)"
    for line, engine in (("kg qu", False), ("kg query reg", False), ("kg show 浙", True), ("kg network ", True)):
        environment = os.environ | {"KG_PROJECT": str(ROOT), "_KG_LINE": line}
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True)
        loaded = set(done.stderr.split())
        assert len(done.stdout) > 1
        assert loaded.isdisjoint({"rdflib", "networkx", "rich", "pyvis", "pyshacl", "numpy", "opencc", "rapidfuzz"}), (
            line
        )
        assert engine or "pyoxigraph" not in loaded, line
