"""Files from this machine and standard input: a path in, its bytes or its text out, or one clear complaint."""

from __future__ import annotations

import os
import stat
import sys

from kg.errors import KgError
from kg.language import Text

# A path as text or as an object. What a query opens goes as text: importing pathlib takes a tenth of click's start.
AnyPath = str | os.PathLike[str]

LARGEST_FILE = 64 * 1024 * 1024  # bytes
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def read_bytes(path: AnyPath) -> bytes:
    """The content of a regular file of at most 64 MiB. Raises KgError for anything else."""
    name = os.fspath(path)
    check_is_file(name)
    try:
        with open(name, "rb") as file:
            _check_size(name, os.path.getsize(name))
            return file.read()
    except OSError as error:
        raise _closed(name, error) from None


def check_is_file(name: str) -> None:
    """Raises KgError where there is no file of that name, or a folder or device instead."""
    try:
        mode = os.stat(name).st_mode
    except (FileNotFoundError, NotADirectoryError):
        raise KgError(Text("没有这个文件", "no such file"), place=name) from None
    except OSError as error:
        raise _closed(name, error) from None
    if stat.S_ISDIR(mode):
        raise KgError(
            Text("这是文件夹，不是普通文件：请指明文件", "a folder, not a regular file: name a file"), place=name
        )
    if not stat.S_ISREG(mode):
        raise KgError(Text("不是普通文件", "not a regular file"), place=name)


def current_folder() -> str:
    """The current folder; empty where it has been removed."""
    try:
        return os.getcwd()
    except FileNotFoundError:
        return ""


def as_seen_from_here(path: AnyPath) -> str:
    """A path below the current folder without that folder; any other as it is."""
    here = os.path.join(current_folder(), "")
    return os.fspath(path).removeprefix(here)


def files_in(folder: AnyPath, extension: str) -> list[str]:
    """The paths of the files in a folder whose names end so, in the order of their names; a missing folder has none."""
    try:
        names = sorted(os.listdir(folder))
    except (FileNotFoundError, NotADirectoryError):
        return []
    return [os.path.join(folder, name) for name in names if name.endswith(extension)]


def read_stream() -> bytes:
    """All that stands on standard input, at most 64 MiB. Raises KgError for more."""
    content = sys.stdin.buffer.read(LARGEST_FILE + 1)
    _check_size("<stdin>", len(content))
    return content


def decode(name: str, content: bytes) -> str:
    """Strict UTF-8 without its byte order mark. Raises KgError with the line, and with the likely encoding."""
    try:
        return content.removeprefix(BYTE_ORDER_MARK).decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise KgError(_not_utf8(content), place=f"{name}:{line}") from None


def as_typed(argument: str) -> str:
    """An argument's text, where the locale (`C`, say) took what was typed for bytes; what is no text is replaced."""
    for handing_over in ("strict", "surrogateescape", "replace"):  # PEP 383
        try:
            return argument.encode("utf-8", handing_over).decode(errors="replace")
        except UnicodeEncodeError:
            continue
    return argument


def _closed(name: str, error: OSError) -> KgError:
    if isinstance(error, PermissionError):
        return KgError(
            Text("无法读取：没有读取权限，请先改变权限", "cannot be read: no permission, change its mode first"),
            place=name,
        )
    return KgError(Text(f"无法读取：{error.strerror}", f"cannot be read: {error.strerror}"), place=name)


def _check_size(name: str, size: int) -> None:
    """Raises KgError for more than 64 MiB."""
    if size > LARGEST_FILE:
        raise KgError(Text("文件超过 64 MiB", "the file is larger than 64 MiB"), place=name)


def _not_utf8(content: bytes) -> Text:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Text("不是 UTF-8（像是 UTF-16）：请转换", "not UTF-8 (it looks like UTF-16): convert it")
    try:
        content.decode("gb18030")
    except UnicodeDecodeError:
        return Text("不是 UTF-8：请转换", "not UTF-8: convert it")
    return Text(
        "不是 UTF-8（像是 GB18030）：请转换，例如 iconv -f GB18030 -t UTF-8",
        "not UTF-8 (it looks like GB18030): convert it, for instance with iconv -f GB18030 -t UTF-8",
    )
