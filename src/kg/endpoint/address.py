"""The address of a server: what somebody typed in, the parts that a request needs out."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import quote, urlsplit

from kg.errors import KgError, Refused
from kg.language import Text

_PORTS = {"http": 80, "https": 443}
_SAFE = "/%:@!$&'()*+,;=~"  # what a path may hold as it is (RFC 3986, section 3.3)


class Address(NamedTuple):
    """Where a server is asked: `target` is the path with what may follow it."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def url(self) -> str:
        """The whole address."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == _PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}{self.target}"

    def __str__(self) -> str:
        """As messages say it: without what stands behind `?`, which may hold a key."""
        return self.url.partition("?")[0]


def read_address(url: str) -> Address:
    """The address that somebody typed. Raises KgError for what is none, Refused for all but http: and https:.

    No message repeats what was typed: it may hold a password.
    """
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").encode("idna").decode(), parts.port
    except ValueError:
        raise _no_address() from None
    if parts.scheme not in _PORTS:
        if "://" not in url and parts.scheme != "file":
            raise _no_address()
        raise Refused(
            Text(
                f"--endpoint 只用 http: 和 https:，不用 {parts.scheme}:",
                f"--endpoint is asked by http: and https: only, not by {parts.scheme}:",
            )
        )
    if "@" in parts.netloc:
        raise KgError(
            Text(
                "--endpoint 的网址不能带用户名或密码：kg 不发送凭据",
                "--endpoint takes no name and no password: kg sends none",
            )
        )
    if not host or not host.isprintable() or " " in host:
        raise _no_address()
    target = quote(parts.path or "/", safe=_SAFE)
    target += "?" + quote(parts.query, safe=_SAFE + "?") if parts.query else ""
    return Address(parts.scheme, host, _PORTS[parts.scheme] if port is None else port, target)


def _no_address() -> KgError:
    return KgError(
        Text(
            "--endpoint 须为网址，如 http://localhost:7878/query",
            "--endpoint wants an address, such as http://localhost:7878/query",
        )
    )
