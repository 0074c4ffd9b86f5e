"""`make bench`: ratios of CPU time, the commands of each pair run in turn in one go, medians.

A machine's speed drifts; a ratio of neighbours does not, so a difference too is told as a share of its neighbour.
Nothing here passes or fails.
"""

from __future__ import annotations

import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
ROUNDS = 15
PASSAGES_A_FILE = 50_000  # kg reads files of at most 64 MiB

BARE_CLICK = """
import click
@click.group()
def group(): pass
@group.command()
def query(): click.echo("answer")
group()
"""

FLOOR = """
import sys, pyoxigraph as ox
store = ox.Store()
for path, graph in {files!r}:
    format = ox.RdfFormat.TRIG if path.endswith(".trig") else ox.RdfFormat.TURTLE
    store.load(path=path, format=format, to_graph=ox.NamedNode(graph) if graph else None)
store.update("INSERT {{ ?s ?p ?o }} WHERE {{ GRAPH ?g {{ ?s ?p ?o }} }}")
store.query({query!r}, prefixes={prefixes!r}).serialize(sys.stdout.buffer, ox.QueryResultsFormat.CSV)
"""

PAGE = """
import sys
from kg.drawing.layout import Layout
from kg.drawing.page import page
from kg.drawing.picture import Edge, Node, Picture, Statement, Tie
from kg.language import Text
count = {nodes}
kinds = [Text("地区", "Region"), Text("平台", "Platform")]
said = (Statement(Text("阶段", "stage"), Text("运行中", "running"), ("2018:3",)),)
tie = (Tie(Text("属于", "part of"), ("2018:3",)),)
labels = [Text(f"平台{{n}}", f"Platform {{n}}") for n in range(count)]
nodes = tuple(Node(f"urn:n{{n}}", labels[n], kinds[n % 2], kinds[n % 2], 2, said) for n in range(count))
edges = tuple(Edge(f"urn:n{{n}}", f"urn:n{{n // step}}", tie) for n in range(1, count) for step in (2, 3))
places = [(float(n), 0.0) for n in range(count)]
page(Picture(Text("图", "Picture"), nodes, edges), Layout(places, places), "zh")
"""

# In a small process of its own: Linux counts to a program the memory of the process that became it.
MEASURED = """
import resource, subprocess, sys
status = subprocess.call(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
sys.exit(status)
"""

LOOKUP = "SELECT ?p ?o { id:thing-7 ?p ?o }"


def main() -> None:
    """Prints one line per promise; `LARGE=1` adds the one of 2,000,000 quads, whose store takes minutes to prepare."""
    with tempfile.TemporaryDirectory() as folder:
        bare = Path(folder, "bare_click.py")
        bare.write_text(BARE_CLICK)
        kg = [str(BIN / "kg")]
        python = [sys.executable]

        helped, bare_help = cpu_in_turn([[*kg, "--help"], [*python, str(bare), "--help"]])
        print(f"kg --help                      {helped / bare_help:5.2f} x a bare click program   ({helped:.0f} ms)")

        synthetic = synthetic_project(Path(folder, "synthetic"), quads=20_000)
        one_report = project_of_report(Path(folder, "2018"), "2018")
        time.sleep(2.5)  # as a user's, the files have settled: their state is remembered
        floor = floor_program(synthetic, Path(folder, "floor.py"))
        asked = [*kg, "query", "--project", str(synthetic), "-f", "csv", LOOKUP]
        caches = {"prepared": str(Path(folder, "cache")), "KG_CACHE=off": "off"}
        for name, cache in caches.items():
            ours, least = cpu_in_turn([asked, [*python, str(floor)]], KG_CACHE=cache)
            print(f"kg query, 20,000 quads         {ours / least:5.2f} x Python + pyoxigraph", end="     ")
            print(f"({ours:.0f} ms, {name})")

        question = [*kg, "query", "-f", "csv", "event-guests", "--project"]
        for name, cache in caches.items():
            ours, least = cpu_in_turn([[*question, str(ROOT)], [*python, str(bare), "query"]], KG_CACHE=cache)
            print(f"kg query, the project's graph  {ours / least:5.2f} x a bare click program", end="   ")
            print(f"({ours:.0f} ms, {ours - least:+.0f} ms, {name})")

        asked = [*question, str(one_report)]
        ours, least = cpu_in_turn([asked, [*python, str(bare), "query"]], KG_CACHE=caches["prepared"])
        print(f"kg query, the graph of 2018    {ours / least:5.2f} x a bare click program", end="   ")
        print(f"({ours:.0f} ms, {ours - least:+.0f} ms, prepared)")

        for verb, words in (("find", ["浦江"]), ("show", ["zhejiang"])):
            ours, asked_plain = cpu_in_turn(
                [[*kg, verb, *words, "--project", str(ROOT)], [*question, str(ROOT)]], KG_CACHE=caches["prepared"]
            )
            print(f"kg {verb:<28}{ours / asked_plain:5.2f} x kg query                 ({ours:.0f} ms)")

        ratios = []
        for name in sorted(path.stem for path in (ROOT / "queries").glob("*.rq")):
            plain = [*kg, "query", name, "-f", "csv", "--project", str(ROOT)]
            cited, alone = cpu_in_turn([[*plain, "--cite"], plain], rounds=1, KG_CACHE=caches["prepared"])
            ratios.append(cited / alone)
        print(f"kg query --cite                {statistics.median(ratios):5.2f} x kg query, the median of", end=" ")
        print(f"{len(ratios)} questions (most: {max(ratios):.1f} x)")

        for options in ([], ["--cite"]):
            table = [*kg, "query", "-f", "table", *options, "--project", str(ROOT)]
            names = sorted(path.stem for path in (ROOT / "queries").glob("*.rq"))
            measured = [(memory([*table, name], caches["prepared"]), name) for name in names]
            most, name = max(measured)
            print(f"kg query {' '.join(options):<21} {most:6.1f} MiB at most ({name})", end=", ")
            print(f"{statistics.median(each for each, _ in measured):.1f} the median of {len(measured)} answers")

        if os.environ.get("LARGE"):
            large_project = synthetic_project(Path(folder, "large"), quads=2_000_000)
            time.sleep(2.5)
            lookups = [
                [*kg, "query", "--project", str(project), "-f", "csv", "--timeout", "3600", LOOKUP]
                for project in (large_project, synthetic)
            ]
            for _ in range(2):  # the first prepares the store, the second stamps the state of the files
                memory(lookups[0], caches["prepared"])
            large, small = cpu_in_turn(lookups, KG_CACHE=caches["prepared"])
            print(f"kg query, 2,000,000 quads      {large / small:5.2f} x 20,000 quads   ({large:.0f} ms,", end=" ")
            print(f"{memory(lookups[0], caches['prepared']):.1f} MiB)")

        (validated,) = cpu_in_turn([[*kg, "validate", "--project", str(ROOT)]], rounds=3)
        print(f"kg validate                    {validated / 1000:5.2f} s of CPU")

        pages = [[*python, "-c", PAGE.format(nodes=nodes)] for nodes in (8_000, 2_000, 1)]
        large, small, start = cpu_in_turn(pages, rounds=5)
        print(f"a page of 8,000 nodes          {(large - start) / (small - start):5.2f} x one of 2,000")


def cpu_in_turn(commands: Sequence[Sequence[str]], rounds: int = ROUNDS, **environment: str) -> list[float]:
    """The median CPU time of each command in milliseconds, user and system, of whole processes run in turn."""
    # An installed program is compiled; a checkout becomes so in the first round, where that is not forbidden.
    variables = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    variables |= environment
    times: list[list[float]] = [[] for _ in commands]
    for round_number in range(rounds + 1):
        for command, measured in zip(commands, times, strict=True):
            process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=variables)
            assert process.stdout
            process.stdout.read()
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode not in (0, 1):
                raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
            if round_number:  # the first round only warms the caches
                measured.append((usage.ru_utime + usage.ru_stime) * 1000)
    return [statistics.median(measured) for measured in times]


def memory(command: Sequence[str], cache: str) -> float:
    """The peak of resident memory in MiB, of the largest process of a command (a query has a child)."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, *command],
        stdout=subprocess.PIPE,
        text=True,
        check=False,
        env=os.environ | {"KG_CACHE": cache},
    )
    if done.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(command)} ended with {done.returncode}")
    return int(done.stdout) / 1024


def project_of_report(folder: Path, year: str) -> Path:
    """A project of what one report says, with all that the curators answer for."""
    shutil.copytree(ROOT / "ontology", folder / "ontology")
    shutil.copytree(ROOT / "queries", folder / "queries")
    shutil.copytree(ROOT / "data" / "entities", folder / "data" / "entities")
    (folder / "data" / "passages").mkdir()
    for path in ("data/reports.ttl", f"data/passages/{year}.trig"):
        shutil.copy(ROOT / path, folder / path)
    return folder


def synthetic_project(folder: Path, quads: int) -> Path:
    """A project of the planned shape: some 13 statements a passage, about a thing in ten labelled."""
    random_number = random.Random(1)
    shutil.copytree(ROOT / "ontology", folder / "ontology")
    (folder / "data" / "passages").mkdir(parents=True)
    prefixes = (ROOT / "ontology" / "prefixes.ttl").read_text(encoding="utf-8")
    things, properties = quads // 5, ("concerns", "focusesOn", "party", "covers", "participant", "ledBy")
    for first in range(0, quads // 13, PASSAGES_A_FILE):
        lines = [prefixes]
        for passage in range(first, min(first + PASSAGES_A_FILE, quads // 13)):
            lines.append(f"r2018:L{passage + 1} {{")
            for _ in range(13):
                subject, value = random_number.randrange(things), random_number.randrange(things)
                lines.append(f"    id:thing-{subject} kg:{random_number.choice(properties)} id:thing-{value} .")
            lines.append("}")
        file = folder / "data" / "passages" / f"2018-{first}.trig"
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def floor_program(project: Path, path: Path) -> Path:
    """The least that could answer: pyoxigraph loads the same files, makes the same merge, answers."""
    from kg.namespaces import GRAPH
    from kg.project import find_project

    found = find_project(str(project))
    files = [(str(file), GRAPH + graph if graph else None) for file, graph in found.graph_files()]
    path.write_text(FLOOR.format(files=files, query=LOOKUP, prefixes=dict(found.prefixes)), encoding="utf-8")
    return path


if __name__ == "__main__":
    main()
