"""One exchange over HTTP: an address and a form in, the body of the reply out, as a file that comes to an end.

It is http.client and no more, because kg speaks with the address that the reader gave and with nobody else. What larger
clients bring would have to be taken away again: urllib.request (and SPARQLWrapper, which stands on it) opens file: and
ftp:, follows redirects anywhere and takes proxies from the environment; httpx takes passwords from it too, and unpacks
what is packed. None of them ends a whole exchange in time or by its size, which is what matters here.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode, urljoin

from kg.endpoint.address import Address, read_address
from kg.errors import KgError, LimitReached, Refused
from kg.language import Text
from kg.querying.sandbox import out_of_time

if TYPE_CHECKING:
    import socket

LARGEST_REPLY = 256 * 1024**2  # bytes
_CONNECTING, _MOMENT = 10.0, 2.0  # seconds
_MOST_REDIRECTS = 3
_REDIRECTS = (301, 302, 303, 307, 308)
_SERVER_LIMITS = (408, 429, 503, 504)  # too long, too often, overloaded
_REPLY_LINES, _LINE, _REASON = 3, 200, 80  # of what a server says of its refusal: lines, characters


class Reply(NamedTuple):
    """What a server answered with status 200: the media type, the body, and who it was in the end."""

    type: str
    body: Body
    address: Address


@contextmanager
def exchange(address: Address, form: Mapping[str, str], accept: str, seconds: float) -> Iterator[Reply]:
    """The reply of a server to a form (POST), open while it is read.

    accept: the media types that can be read. seconds: for all, the reading included. A redirect is followed within the
    same scheme, host and port only, and the same form is sent there. Raises LimitReached when the time is over, when
    the reply is larger than 256 MiB and where the server says that a limit of its own was reached; Refused for a
    redirect elsewhere and a certificate that does not hold; KgError for every other reply than 200.
    """
    clock = _Clock(seconds)
    for _ in range(_MOST_REDIRECTS + 1):
        with closing(_connected(address, clock)) as connection:
            response, body = _posted(connection, address, form, accept, clock)
            if response.status in _REDIRECTS and (location := response.getheader("Location")):
                address = _redirected(address, location, response.status)
                continue
            if response.status != 200:
                raise _refusal(response, body, address)
            if (packed := response.getheader("Content-Encoding", "identity").lower()) != "identity":
                message = Text(
                    f"端点的答复经过压缩（{packed}），而未要求压缩", f"its reply is packed ({packed}), unasked"
                )
                raise KgError(message, place=str(address))
            media_type = response.getheader("Content-Type", "").partition(";")[0].strip().lower()
            yield Reply(media_type, body, address)
            return
    message = Text("端点一再重定向：请核对网址", "redirects again and again: check the address")
    raise KgError(message, place=str(address))


class Body:
    """The body of a reply, read as it comes and to no more than the limits of time and size."""

    def __init__(self, response: HTTPResponse, connected: socket.socket, address: Address, clock: _Clock) -> None:
        self._response = response
        self._socket = connected
        self._address = address
        self._clock = clock
        self._size = 0

    def read(self, size: int = -1) -> bytes:
        """At most so many bytes, fewer if no more have come; none at the end."""
        with _complaining(self._address, self._clock):
            self._socket.settimeout(self._clock.left())
            piece = self._response.read1(size)
            if not piece and self._response.length:  # http.client does not mind
                raise HTTPException("it ends before its Content-Length")
        self._size += len(piece)
        if self._size > LARGEST_REPLY:
            most = f"{LARGEST_REPLY // 1024**2} MiB"
            message = Text(
                f"端点的答复超过 {most}：请收窄查询", f"its reply is larger than {most}: narrow the query (LIMIT)"
            )
            raise LimitReached(message, place=str(self._address))
        return piece

    def beginning(self) -> bytes:
        """What has come of it after a moment; nothing where nothing can be read."""
        self._clock = _Clock(min(_MOMENT, self._clock.left()))
        try:
            return self.read(4096)
        except KgError:
            return b""


class _Clock:
    """The time that is left of so many seconds."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds. Raises LimitReached when there are none."""
        if (left := self._end - time.monotonic()) > 0:
            return left
        raise out_of_time(self.seconds)


def _connected(address: Address, clock: _Clock) -> HTTPConnection:
    seconds = min(_CONNECTING, 0.9 * clock.left())
    if address.scheme == "https":
        import ssl

        context = ssl.create_default_context()  # certificates and host names are verified
        connection: HTTPConnection = HTTPSConnection(address.host, address.port, timeout=seconds, context=context)
    else:
        connection = HTTPConnection(address.host, address.port, timeout=seconds)
    try:
        connection.connect()
    except TimeoutError:
        connection.close()
        message = Text(
            f"{seconds:.2g} 秒内未能连上：请核对网址，并确认服务器已启动",
            f"no connection within {seconds:.2g} seconds: check the address, and whether the server runs",
        )
        raise LimitReached(message, place=str(address)) from None
    except OSError as error:
        connection.close()
        if why := getattr(error, "verify_message", None):
            message = Text(f"证书无效，故不查询：{why}", f"its certificate does not hold, so it is not asked: {why}")
            raise Refused(message, place=str(address)) from None
        why = error.strerror or error
        message = Text(
            f"无法连接（{why}）：请核对网址，并确认服务器已启动",
            f"cannot be reached ({why}): check the address, and whether the server runs",
        )
        raise KgError(message, place=str(address)) from None
    return connection


def _posted(
    connection: HTTPConnection, address: Address, form: Mapping[str, str], accept: str, clock: _Clock
) -> tuple[HTTPResponse, Body]:
    """The reply to the form, its head read, its body not yet."""
    connected = connection.sock
    headers = {
        "Accept": accept,
        "Content-Type": "application/x-www-form-urlencoded",  # QLever wants it so, without a charset
        "Connection": "close",
        "User-Agent": "innovation-kg",
    }
    with _complaining(address, clock):
        connected.settimeout(clock.left())
        connection.request("POST", address.target, urlencode(form), headers)
        response = connection.getresponse()
    return response, Body(response, connected, address, clock)


@contextmanager
def _complaining(address: Address, clock: _Clock) -> Iterator[None]:
    """Says what the system and http.client complain of as a reader understands it."""
    try:
        yield
    except TimeoutError:
        raise out_of_time(clock.seconds) from None
    except (HTTPException, OSError) as error:
        why = str(error) or type(error).__name__
        message = Text(f"端点的答复中断或不是 HTTP：{why}", f"its reply breaks off or is no HTTP: {why}")
        raise KgError(message, place=str(address)) from None


def _redirected(address: Address, location: str, status: int) -> Address:
    """Where a redirect leads, if the form may be sent there."""
    try:
        there = read_address(urljoin(address.url, location))
    except (KgError, ValueError):
        message = Text("端点重定向到不能查询的地方", "it redirects to where nothing can be asked")
        raise Refused(message, place=str(address)) from None
    if there[:3] != address[:3] or status == 303:  # 303 leads to something else that is to be fetched
        raise Refused(
            Text(
                f"端点重定向到 {there}，kg 不跟随：如信任该处，请把它作为 --endpoint",
                f"redirects to {there}, where kg does not follow: if you trust it, give that as --endpoint",
            ),
            place=str(address),
        )
    return there


def _refusal(response: HTTPResponse, body: Body, address: Address) -> KgError:
    """What a server says that does not answer, with the first lines of its reasons."""
    status = response.status
    said = f"{status} {response.reason[:_REASON]}".strip()
    lines = "".join(f"\n  {line}" for line in _first_lines(response, body))
    hint = Text("", "")
    if status in (401, 403, 407):
        hint = Text("（kg 不发送凭据）", " (kg sends no credentials)")
    elif status in (404, 405, 406, 415, 501):
        hint = Text(
            "：它是查询的网址吗（常以 /query 或 /sparql 结尾）？",
            ": is it the address for queries (…/query, …/sparql)?",
        )
    kind = LimitReached if status in _SERVER_LIMITS else KgError
    return kind(Text(f"端点答复 {said}{hint.zh}{lines}", f"answers {said}{hint.en}{lines}"), place=str(address))


def _first_lines(response: HTTPResponse, body: Body) -> list[str]:
    """What comes at once of the body: the first lines with words on them, without mark-up."""
    text = body.beginning().decode(errors="replace")
    if "html" in response.getheader("Content-Type", ""):
        text = re.sub(r"<[^<>]*>", "", text)
    lines = (line.strip() for line in text.splitlines())
    return [line[:_LINE] for line in lines if line][:_REPLY_LINES]
