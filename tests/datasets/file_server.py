"""A server on loopback whose answers a test makes up, and the data set that it serves."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from allegiance.graph.datasets.downloading import FetchSettings
from allegiance.graph.datasets.fetching import Fetched, fetch_set
from allegiance.graph.datasets.protocol import Description, RemoteFile
from allegiance.graph.datasets.registry import describe

CONTENT = b"year,votes\n" + b"2021,193\n" * 40_000
DIGEST = hashlib.sha256(CONTENT).hexdigest()
QUICK = FetchSettings(timeout_seconds=0.5, tries=3, pause_seconds=0.0)
Answer = Callable[[BaseHTTPRequestHandler, int], None]


class Server(ThreadingHTTPServer):
    """Answers each request by ``answer``, which is given the number of the request from 1."""

    daemon_threads = True
    answer: Answer
    requests: list[dict[str, str]]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/votes.csv"


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        server: Any = self.server
        server.requests.append(dict(self.headers))
        server.answer(self, len(server.requests))

    def log_message(self, *_: object) -> None:
        """Keep the tests' output clean."""


@contextmanager
def serving() -> Iterator[Server]:
    """A server on loopback that runs as long as it is needed."""
    with Server(("127.0.0.1", 0), Handler) as running:
        running.requests = []
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield running
        running.shutdown()
        thread.join()


def send(
    handler: BaseHTTPRequestHandler,
    content: bytes = CONTENT,
    *,
    status: int = 200,
    length: int | None = None,
    **headers: str,
) -> None:
    handler.send_response(status)
    handler.send_header("Content-Length", str(len(content) if length is None else length))
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(content)


def send_rest(handler: BaseHTTPRequestHandler, content: bytes = CONTENT, **headers: str) -> None:
    """Send the part that is asked for, as servers do."""
    begin = int(handler.headers["Range"].removeprefix("bytes=").removesuffix("-"))
    span = f"bytes {begin}-{len(content) - 1}/{len(content)}"
    send(handler, content[begin:], status=206, Content_Range=span, **headers)


def a_set(url: str, *, name: str = "votes.csv", sha256: str | None = None) -> Description:
    plain = describe("powell-thyne-coups")
    fields = {key: getattr(plain, key) for key in plain.__dataclass_fields__}
    return Description(**{**fields, "name": "a-set", "files": (RemoteFile(name, url, sha256),)})


def fetch(description: Description, *, anew: bool = False) -> tuple[Fetched, list[str]]:
    said: list[str] = []
    (got,) = fetch_set(description, anew=anew, say=said.append, settings=QUICK)
    return got, said


def kept(cache: Path) -> list[str]:
    return sorted(p.relative_to(cache).as_posix() for p in cache.rglob("*") if p.is_file())
