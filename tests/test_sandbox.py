"""Work that runs away ends in time, in one line, and takes nobody with it."""

from __future__ import annotations

import faulthandler
import os
import resource
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from kg.errors import KgError, LimitReached
from kg.graph import Graph
from kg.language import Text
from kg.querying.sandbox import Limits, run_limited


@pytest.fixture(autouse=True)
def no_traces_of_crashes() -> Iterator[None]:
    """pytest would print where each child crashes, past the child's own silence."""
    faulthandler.disable()
    yield
    faulthandler.enable(sys.__stderr__)


SECONDS = 2.0
SMALL = Limits(seconds=SECONDS, memory=256 * 1024**2)  # some bombs end by the one, some by the other


def chain(pattern: str, times: int = 30) -> str:
    """Binds ?x1, ?x2, ... each from the one before."""
    steps = "".join(f"BIND({pattern.format(f'?x{n}')} AS ?x{n + 1}) " for n in range(times))
    return f'SELECT (STRLEN(?x{times}) AS ?length) {{ BIND("aaaaaaaaaa" AS ?x0) {steps} }}'


TRIPLES = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l"
BOMBS = {
    "cartesian product": f"SELECT (COUNT(*) AS ?n) {{ {TRIPLES} }}",
    "cartesian product with DISTINCT": f"SELECT (COUNT(*) AS ?n) {{ {{ SELECT DISTINCT * {{ {TRIPLES} }} }} }}",
    "cartesian product that is sorted": f"SELECT * {{ {TRIPLES} }} ORDER BY ?l ?a",
    "cartesian product in a filter": f"SELECT * {{ ?s ?p ?o FILTER NOT EXISTS {{ {TRIPLES} FILTER(?a = 1) }} }}",
    "paths of everything": "SELECT (COUNT(*) AS ?n) { ?a (!kg:x|^!kg:x)* ?b . ?c (!kg:x|^!kg:x)* ?d . ?b ?x ?d }",
    "doubled strings": chain("CONCAT({0}, {0})"),
    "replaced strings": chain('REPLACE({0}, "a", "aaaaaaaaaa")', 12),
    "long sum": "SELECT * { BIND(" + "1+" * 20_000 + "1 AS ?x) }",
    "long path": "SELECT * { ?s " + "/".join(["kg:a"] * 9_000) + " ?o }",
    "groups": f"SELECT (GROUP_CONCAT(STR(?a)) AS ?all) {{ {TRIPLES} }}",
}


@pytest.mark.parametrize("query", BOMBS.values(), ids=BOMBS)
def test_a_bomb_ends_in_time_with_one_line(query: str, graph: Graph):
    assert graph.store
    start = time.monotonic()
    with pytest.raises(LimitReached) as caught:
        graph.query(query, limits=SMALL)
    assert time.monotonic() - start < SECONDS + 5
    assert caught.value.exit_status == 3
    for language in ("zh", "en"):
        assert len(caught.value.in_(language).splitlines()) == 1
    assert graph.query("ASK { ?s ?p ?o }", limits=Limits())


def test_a_regular_expression_of_horror_is_harmless(graph: Graph):
    graph.query('ASK { FILTER(REGEX("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "^(a+)+$")) }', limits=Limits())


def test_the_result_comes_back_whatever_it_is():
    assert run_limited(lambda: (b"bytes", 3, [("zh", "en")])) == (b"bytes", 3, [("zh", "en")])
    assert run_limited(lambda: Text("中", "en")) == Text("中", "en")
    assert run_limited(lambda: b"x" * 5_000_000) == b"x" * 5_000_000
    assert run_limited(lambda: None) is None


def test_terms_come_back_as_they_are(graph: Graph):
    query = "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 200"
    assert graph.query(query, limits=Limits()) == graph.query(query)


def raises(error: BaseException) -> object:
    raise error


def test_a_known_error_comes_back_as_it_is():
    error = KgError(Text("错", "wrong"), place="a:1:2", excerpt="line", caret=2)
    with pytest.raises(KgError) as caught:
        run_limited(lambda: raises(error))
    assert (type(caught.value), caught.value.in_("zh")) == (KgError, error.in_("zh"))


def test_a_bug_keeps_its_traceback():
    with pytest.raises(ZeroDivisionError) as caught:
        run_limited(lambda: 1 // 0)
    assert "test_sandbox.py" in "".join(caught.value.__notes__)


class Unpackable(Exception):
    def __init__(self, one: str, two: str) -> None:
        super().__init__(one)


def test_a_bug_that_cannot_travel_is_told_all_the_same():
    with pytest.raises(RuntimeError, match=r"Unpackable: odd[\s\S]*test_sandbox.py"):
        run_limited(lambda: raises(Unpackable("odd", "")))


def test_a_result_that_cannot_travel_is_a_bug_and_no_limit():
    with pytest.raises(RuntimeError, match="cannot be handed over"):
        run_limited(lambda: lambda: 1)


def test_a_child_that_ends_of_itself_is_a_bug_and_no_limit():
    with pytest.raises(RuntimeError, match="status 1"):
        run_limited(lambda: os._exit(1))


def said_of(work: str, **variables: str) -> str:
    """What a process of its own is told of work with 900 MiB of memory: this one may have much to give that is free."""
    program = (
        "import pyoxigraph as ox\nfrom kg.errors import LimitReached\n"
        "from kg.querying.sandbox import Limits, run_limited\n"
        f"try:\n    run_limited(lambda: {work}, Limits(memory=900 * 1024**2))\n"
        "except LimitReached as error:\n    print(error.in_('en'))\n"
    )
    environment = os.environ | variables
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, env=environment)
    return done.stdout


@pytest.mark.parametrize("traced", ["0", "1"], ids=["silent", "traced"])
def test_a_result_too_large_to_hand_over_is_a_limit(traced: str):
    """The engine, told to trace its crashes, has to end all the same."""
    said = said_of("[ox.Literal('x' * 1000) for _ in range(500_000)]", RUST_BACKTRACE=traced)
    assert said.startswith("more than 0.88 GiB of memory needed")


def test_memory_that_python_runs_out_of_is_a_limit():
    assert said_of("len(bytearray(3 * 1024**3))").startswith("more than 0.88 GiB of memory needed")


def test_memory_that_the_parent_holds_is_not_counted():
    held = bytearray(1024**3)
    assert run_limited(lambda: len(bytearray(300 * 1024**2)), Limits(memory=500 * 1024**2)) == 300 * 1024**2
    assert len(held) == 1024**3


@pytest.mark.parametrize(
    ("number", "said"),
    [(signal.SIGSEGV, "too deep"), (signal.SIGABRT, "memory"), (signal.SIGKILL, "memory"), (signal.SIGXCPU, "seconds")],
)
def test_a_child_that_dies_is_a_limit(number: signal.Signals, said: str):
    with pytest.raises(LimitReached, match=said):
        run_limited(lambda: os.kill(os.getpid(), number))


def test_time_is_kept_even_while_the_child_sleeps():
    start = time.monotonic()
    with pytest.raises(LimitReached, match=r"within 0\.2 seconds.*--timeout"):
        run_limited(lambda: time.sleep(60), Limits(seconds=0.2))
    assert time.monotonic() - start < 30


def test_no_child_and_no_pipe_is_left_behind():
    before = os.listdir("/proc/self/fd") if os.path.isdir("/proc/self/fd") else []
    run_limited(lambda: 1)
    with pytest.raises(LimitReached):
        run_limited(lambda: time.sleep(60), Limits(seconds=0.1))
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)
    assert len(before) == (len(os.listdir("/proc/self/fd")) if before else 0)


def test_an_orphan_ends_by_its_processor_time():
    soft, _ = run_limited(lambda: resource.getrlimit(resource.RLIMIT_CPU), Limits(seconds=5))
    assert soft == 6


def test_nothing_is_printed_twice_and_nothing_by_the_child():
    program = (
        "import sys, os\nfrom kg.querying.sandbox import run_limited\n"
        "print('once', end='')\nprint('well', end='', file=sys.stderr)\n"
        "def work():\n    print('child', flush=True); os.write(2, b'crash'); return 1\n"
        "run_limited(work)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("once", "well")


def test_an_interrupted_parent_takes_its_child_along():
    program = (
        "import os, time, threading, signal\nfrom kg.querying.sandbox import run_limited\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # a job in the background ignores it
        "reader, writer = os.pipe()\n"
        "def work():\n    os.write(writer, str(os.getpid()).encode()); time.sleep(60)\n"
        "def interrupt():\n    print(os.read(reader, 20).decode(), flush=True); os.kill(os.getpid(), signal.SIGINT)\n"
        "threading.Thread(target=interrupt).start()\n"
        "try:\n    run_limited(work)\n"
        "except KeyboardInterrupt:\n    print('interrupted')\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    child, end = done.stdout.split()
    assert end == "interrupted"
    with pytest.raises(ProcessLookupError):
        os.kill(int(child), 0)


def connects(port: int) -> bool:
    with socket.socket() as attempt:
        return attempt.connect_ex(("127.0.0.1", port)) == 0


def test_offline_work_finds_no_network():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert run_limited(lambda: connects(port))
        allowed = subprocess.run(["unshare", "-rn", "true"], capture_output=True, check=False).returncode == 0
        if not allowed:
            pytest.skip("this system lets nobody leave the network")
        assert not run_limited(lambda: connects(port), offline=True)


def test_without_fork_the_work_is_done_here(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delattr(os, "fork")
    assert run_limited(os.getpid) == os.getpid()


def test_a_child_costs_less_than_half_a_start_of_python():
    """In turn, so that what else the machine does delays both."""
    program = (
        "import subprocess, sys, time\nfrom kg.querying.sandbox import run_limited\n"
        "start = [sys.executable, '-I', '-S', '-c', 'pass']\n"
        "def seconds(work):\n    begun = time.monotonic(); work(); return time.monotonic() - begun\n"
        "works = (lambda: run_limited(lambda: b''), lambda: subprocess.run(start))\n"
        "print(*map(min, zip(*([seconds(work) for work in works] for _ in range(20)))))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    child, start = map(float, done.stdout.split())
    assert child < start / 2


def test_a_process_that_holds_many_files_is_limited_too() -> None:
    held = [os.open(os.devnull, os.O_RDONLY)]
    try:
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(2048, hard), hard))
        while held[-1] < 1100:
            held.append(os.dup(held[0]))
        assert run_limited(lambda: 7) == 7
    finally:
        for file in held:
            os.close(file)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
