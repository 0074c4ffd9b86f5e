"""The sandbox: work that may run away, done in a child process with an end to its time and memory.

The engine cannot be interrupted and ends its process when memory runs out or a query nests too deeply; so it runs in
a process that can be spared. The parent keeps the time and says in one line what was reached.
"""

from __future__ import annotations

import gc
import marshal
import math
import os
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, NamedTuple, NoReturn, TypeVar, cast

from kg.errors import KgError, LimitReached
from kg.language import Text

Result = TypeVar("Result")

_CHUNK = 1 << 20  # bytes read from the pipe at a time
# Numbers that POSIX and Linux fix; the signal module takes a millisecond to say so.
_SIGABRT, _SIGKILL, _SIGSEGV, _SIGXCPU = 6, 9, 11, 24
_NEW_USER_AND_NETWORK = 0x10000000 | 0x40000000  # CLONE_NEWUSER | CLONE_NEWNET of <linux/sched.h>


class Limits(NamedTuple):
    """How much a piece of work may use: seconds of time, bytes of memory, rows of an answer.

    The memory is what it may take beyond what its process holds already; what is free of that comes on top.
    """

    seconds: float = 30
    memory: int = 2 * 1024**3
    rows: int = 10_000


def run_limited(
    function: Callable[[], Result],
    limits: Limits = Limits(),  # noqa: B008 - immutable
    *,
    offline: bool = False,
) -> Result:
    """What `function` returns, which must be picklable (else RuntimeError); it runs in a forked child with `limits`.

    A KgError of the child is raised as it is; any other exception too, with the child's traceback as a note. Raises
    LimitReached when time or memory runs out or the child crashes. With `offline` the child also leaves the network,
    where the system allows it. The limit of rows is the function's own to keep. Without fork (Windows) the function
    runs in this process and only the rows are limited.
    """
    if not hasattr(os, "fork"):
        return function()
    deadline = time.monotonic() + limits.seconds
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        _work(function, limits, writer, offline)
    os.close(writer)
    report = None
    try:
        report = _read(reader, deadline)
    finally:  # Ctrl-C ends the child too
        os.close(reader)
        if report is None:
            os.kill(child, _SIGKILL)
        exit_code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if report is None:
        raise out_of_time(limits.seconds)
    if exit_code != 0:
        raise _crashed(exit_code, limits)
    returned, value = _unpacked(report)
    if not returned:
        raise value
    return cast(Result, value)


def _read(reader: int, deadline: float) -> bytes | None:
    """All that the child reports, or None when the time is over first."""
    import select

    waiting = select.poll()  # select() knows no more than 1,024 files, and a process that holds many graphs has more
    waiting.register(reader, select.POLLIN)
    chunks: list[bytes] = []
    while True:
        if not waiting.poll(max(0.0, deadline - time.monotonic()) * 1000):
            return None
        chunk = os.read(reader, _CHUNK)
        if not chunk:
            return b"".join(chunks)
        chunks.append(chunk)


def _work(function: Callable[[], object], limits: Limits, writer: int, offline: bool) -> NoReturn:
    """The child's life: it reports what came of the function and leaves without tidying up what is the parent's."""
    status = 1
    try:
        gc.disable()  # the child's end frees all at once
        _keep_silent()
        _limit_resources(limits)
        if offline:
            _leave_network()
        try:
            report = _packed(*_outcome(function, limits))
        except MemoryError:
            report = _packed(False, _out_of_memory(limits))
        while report:
            report = report[os.write(writer, report) :]
        status = 0
    finally:
        os._exit(status)


def _outcome(function: Callable[[], object], limits: Limits) -> tuple[bool, object]:
    """Whether the function returned, and what it returned or raised."""
    try:
        return True, function()
    except KgError as error:
        return False, error
    except MemoryError:
        return False, _out_of_memory(limits)
    except BaseException as error:
        import traceback

        error.add_note("In the child process:\n" + traceback.format_exc())
        return False, error


def _packed(returned: bool, value: object) -> bytes:
    """An outcome as bytes. Plain values go without pickle, whose import alone costs more than the fork."""
    try:
        return b"m" + marshal.dumps((returned, value))  # type: ignore[arg-type]  # what it cannot hold is a ValueError
    except ValueError:
        import pickle

        try:
            content = pickle.dumps((returned, value))
            pickle.loads(content)  # some exceptions can be packed and not unpacked
        except MemoryError:
            raise
        except Exception as error:
            told = f"{type(value).__name__}: {value}\n" + "\n".join(getattr(value, "__notes__", ()))
            if returned:
                told = f"a result cannot be handed over: {error}"
            content = pickle.dumps((False, RuntimeError(told)))
        return b"p" + content


def _unpacked(report: bytes) -> tuple[bool, Any]:
    outcome: tuple[bool, Any]
    if report[:1] == b"m":
        outcome = marshal.loads(report[1:])
    else:
        import pickle

        outcome = pickle.loads(report[1:])
    return outcome


def _keep_silent() -> None:
    """Nothing that the engine prints as it crashes, and nothing half-done, reaches the reader.

    Told to print a backtrace, the engine waits for itself for ever when memory runs out meanwhile.
    """
    os.environ["RUST_BACKTRACE"] = "0"
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)


def _limit_resources(limits: Limits) -> None:
    import resource

    seconds = math.ceil(limits.seconds) + 1  # an orphan's end; a parent that lives is quicker
    for kind, wanted in (
        (resource.RLIMIT_AS, _address_space() + limits.memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        allowed = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        with suppress(ValueError, OSError):  # macOS knows no limit of the address space
            resource.setrlimit(kind, (allowed, hard))


def _address_space() -> int:
    """The bytes of address space that the process has taken (Linux says so, others 0).

    The engine's threads alone reserve gigabytes of it.
    """
    try:
        with open("/proc/self/statm", encoding="ascii") as statm:
            return int(statm.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def _leave_network() -> None:
    """A second line of defence, as far as the system allows: a network of one's own, with nobody on it."""
    import ctypes

    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).unshare(_NEW_USER_AND_NETWORK)


def out_of_time(seconds: float) -> LimitReached:
    """What is said of work that was not done in time."""
    return LimitReached(
        Text(
            f"{seconds:g} 秒内未完成：请收窄查询（LIMIT、更多条件），或用 --timeout 放宽",
            f"not done within {seconds:g} seconds: narrow the query (LIMIT, more conditions) or raise --timeout",
        )
    )


def _out_of_memory(limits: Limits) -> LimitReached:
    memory = f"{limits.memory / 1024**3:.2g} GiB"
    return LimitReached(
        Text(
            f"所需内存超过 {memory}：请收窄查询（LIMIT、更短的字符串）",
            f"more than {memory} of memory needed: narrow the query (LIMIT, shorter strings)",
        )
    )


def _crashed(exit_code: int, limits: Limits) -> LimitReached | RuntimeError:
    """What most likely ended the child: signals 6 and 9 come of memory, 24 of time, 11 of the stack; else a bug."""
    if exit_code == -_SIGXCPU:
        return out_of_time(limits.seconds)
    if exit_code == -_SIGSEGV:
        return LimitReached(
            Text("查询过深或过长，引擎无法处理：请拆分", "too deep or too long for the engine: split the query")
        )
    if exit_code in (-_SIGABRT, -_SIGKILL):
        return _out_of_memory(limits)
    return RuntimeError(f"the child process ended with status {exit_code} and without a result")
