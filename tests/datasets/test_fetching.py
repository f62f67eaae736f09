"""Downloads over loopback: from servers that break off, lie, stall, redirect and refuse."""

from __future__ import annotations

import io
import threading
import time
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
import requests

from allegiance.graph.datasets.downloading import Download
from allegiance.graph.datasets.fetching import fetch_set
from allegiance.graph.datasets.registry import describe
from allegiance.graph.model.errors import InputError
from allegiance.tests.datasets.file_server import (
    CONTENT,
    DIGEST,
    QUICK,
    Server,
    a_set,
    fetch,
    kept,
    send,
    send_rest,
    serving,
)


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


def test_a_whole_file_is_kept_with_its_checksum(server: Server, no_cache_of_the_user: Path) -> None:
    server.answer = lambda handler, _: send(handler)
    got, _ = fetch(a_set(server.url))
    assert got.file.read_bytes() == CONTENT
    assert (got.state, got.sha256) == ("downloaded", DIGEST)
    assert kept(no_cache_of_the_user) == ["a-set/votes.csv", "a-set/votes.csv.sha256"]
    again, said = fetch(a_set(server.url))
    assert (again.state, said, len(server.requests)) == ("at hand", [], 1)


def test_a_download_that_breaks_off_goes_on_where_it_was(server: Server) -> None:
    half = len(CONTENT) // 2

    def answer(handler: BaseHTTPRequestHandler, number: int) -> None:
        if number == 1:
            send(handler, CONTENT[:half], length=len(CONTENT))
        else:
            send_rest(handler)

    server.answer = answer
    got, said = fetch(a_set(server.url))
    assert got.file.read_bytes() == CONTENT
    assert "Range" not in server.requests[0]
    assert 0 < int(server.requests[1]["Range"][len("bytes=") : -1]) <= half
    assert any("broke off" in line for line in said)


def test_a_server_without_ranges_is_begun_anew(server: Server) -> None:
    server.answer = lambda handler, number: send(
        handler, CONTENT[:100] if number == 1 else CONTENT, length=len(CONTENT)
    )
    got, _ = fetch(a_set(server.url))
    assert got.file.read_bytes() == CONTENT


def test_a_fetch_goes_on_with_what_an_earlier_one_left(
    server: Server, no_cache_of_the_user: Path
) -> None:
    half = len(CONTENT) // 2

    def answer(handler: BaseHTTPRequestHandler, number: int) -> None:
        if number == 1:
            send(handler, CONTENT[:half], length=len(CONTENT), ETag='"one"')
        elif number <= QUICK.tries:
            send(handler, b"sorry", status=503)
        else:
            send_rest(handler, ETag='"one"')

    server.answer = answer
    with pytest.raises(InputError, match="after 3 tries"):
        fetch(a_set(server.url))
    assert kept(no_cache_of_the_user) == [
        "a-set/.votes.csv.left/part",
        "a-set/.votes.csv.left/part.version",
    ]
    got, said = fetch(a_set(server.url))
    assert got.file.read_bytes() == CONTENT
    assert "It goes on after 0.1 MB of last time." in said[1]
    assert server.requests[-1]["If-Range"] == '"one"'
    assert kept(no_cache_of_the_user) == ["a-set/votes.csv", "a-set/votes.csv.sha256"]


def test_what_was_left_of_another_version_is_not_gone_on_with(server: Server) -> None:
    def answer(handler: BaseHTTPRequestHandler, number: int) -> None:
        if number <= QUICK.tries:
            send(handler, b"old" * 100_000, length=900_000, ETag='"old"')
        else:
            send(handler, ETag='"new"')

    server.answer = answer
    with pytest.raises(InputError, match="after 3 tries"):
        fetch(a_set(server.url))
    assert fetch(a_set(server.url))[0].file.read_bytes() == CONTENT
    assert server.requests[-1]["If-Range"] == '"old"'


def test_a_part_that_was_not_asked_for_is_not_taken(server: Server) -> None:
    def answer(handler: BaseHTTPRequestHandler, number: int) -> None:
        if number == 1:
            send(handler, CONTENT[:1000], length=len(CONTENT))
        elif number == 2:
            span = f"bytes 500-{len(CONTENT) - 1}/{len(CONTENT)}"
            send(handler, CONTENT[500:], status=206, Content_Range=span)
        else:
            send(handler)

    server.answer = answer
    assert fetch(a_set(server.url))[0].file.read_bytes() == CONTENT


def test_the_file_is_taken_out_of_an_archive(server: Server, no_cache_of_the_user: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("v4.1/readme.txt", "Read me.")
        archive.writestr("v4.1/votes.csv", CONTENT)
    server.answer = lambda handler, _: send(handler, packed.getvalue(), ETag='"one"')
    got, _ = fetch(a_set(server.url.replace("votes.csv", "v4.1.zip"), sha256=DIGEST))
    assert (got.file.read_bytes(), got.sha256) == (CONTENT, DIGEST)
    assert kept(no_cache_of_the_user) == ["a-set/votes.csv", "a-set/votes.csv.sha256"]


def test_an_archive_without_the_file_says_what_it_holds(
    server: Server, no_cache_of_the_user: Path
) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("v5/ballots.csv", CONTENT)
    server.answer = lambda handler, _: send(handler, packed.getvalue())
    with pytest.raises(InputError, match=r"called votes\.csv, not one. It holds: v5/ballots\.csv"):
        fetch(a_set(server.url))
    assert kept(no_cache_of_the_user) == []


def test_several_fetches_of_one_file_at_a_time_all_get_it(
    server: Server, no_cache_of_the_user: Path
) -> None:
    together = threading.Barrier(4)

    def answer(handler: BaseHTTPRequestHandler, _: int) -> None:
        together.wait(timeout=5)
        send(handler, ETag='"one"')

    server.answer = answer
    with ThreadPoolExecutor(4) as pool:
        runs = [pool.submit(fetch, a_set(server.url)) for _ in range(4)]
    assert {run.result()[0].sha256 for run in runs} == {DIGEST}
    assert kept(no_cache_of_the_user) == ["a-set/votes.csv", "a-set/votes.csv.sha256"]


def test_a_full_disk_is_told(server: Server, no_cache_of_the_user: Path) -> None:
    server.answer = lambda handler, _: send(handler, ETag='"one"')
    scratch = no_cache_of_the_user / "part"
    scratch.parent.mkdir(parents=True)
    scratch.symlink_to("/dev/full")
    download = Download(server.url, [].append, settings=QUICK)
    with pytest.raises(InputError, match=r"No room is left on the disk.*XDG_CACHE_HOME"):
        download.run(scratch)


def test_a_folder_that_cannot_be_made_is_told(server: Server, no_cache_of_the_user: Path) -> None:
    no_cache_of_the_user.parent.mkdir(parents=True)
    no_cache_of_the_user.write_text("a file", "utf-8")
    with pytest.raises(InputError, match=r"Cannot keep votes\.csv in .*XDG_CACHE_HOME"):
        fetch(a_set(server.url))
    assert server.requests == []


def test_a_proxy_that_is_not_there_is_named(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("NO_PROXY", "")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    with pytest.raises(
        InputError, match="the proxy of HTTPS_PROXY or HTTP_PROXY cannot be reached"
    ):
        fetch(a_set("http://publisher.invalid/votes.csv"))


def test_a_proxy_is_asked_for_what_lies_beyond_it(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.answer = lambda handler, _: send(handler)
    for name in ("HTTP_PROXY", "http_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{server.server_port}")
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    got, _ = fetch(a_set("http://publisher.invalid/votes.csv"))
    assert got.file.read_bytes() == CONTENT
    assert server.requests[0]["Host"] == "publisher.invalid"


def test_a_server_that_cannot_prove_who_it_is_is_told_at_once(server: Server) -> None:
    server.answer = lambda handler, _: send(handler)
    with pytest.raises(InputError, match="cannot prove who it is"):
        fetch(a_set(server.url.replace("http://", "https://")))


def test_a_file_that_is_always_cut_short_is_not_kept(
    server: Server, no_cache_of_the_user: Path
) -> None:
    server.answer = lambda handler, _: send(handler, CONTENT[:100], length=len(CONTENT))
    with pytest.raises(InputError, match="after 3 tries"):
        fetch(a_set(server.url))
    assert kept(no_cache_of_the_user) == []


def test_a_changed_file_is_told_and_the_old_copy_stays(
    server: Server, no_cache_of_the_user: Path
) -> None:
    server.answer = lambda handler, number: send(
        handler, CONTENT if number < 3 else CONTENT.replace(b"193", b"194")
    )
    fetch(a_set(server.url))
    assert fetch(a_set(server.url), anew=True)[0].state == "unchanged"
    with pytest.raises(InputError, match=r"is not the file that is expected.*stays.*remove"):
        fetch(a_set(server.url), anew=True)
    file = no_cache_of_the_user / "a-set" / "votes.csv"
    assert file.read_bytes() == CONTENT
    file.with_name("votes.csv.sha256").unlink()
    assert fetch(a_set(server.url), anew=True)[0].state == "downloaded"
    assert b"194" in file.read_bytes()


def test_a_checksum_of_the_publisher_is_held_to(server: Server, no_cache_of_the_user: Path) -> None:
    server.answer = lambda handler, _: send(handler)
    with pytest.raises(InputError, match="new version: report it"):
        fetch(a_set(server.url, sha256="0" * 64))
    assert kept(no_cache_of_the_user) == []
    assert fetch(a_set(server.url, sha256=DIGEST))[0].state == "downloaded"


def test_a_copy_that_was_damaged_since_is_downloaded_again(server: Server) -> None:
    server.answer = lambda handler, _: send(handler)
    got, _ = fetch(a_set(server.url))
    got.file.write_bytes(CONTENT[:50])
    again, said = fetch(a_set(server.url))
    assert again.file.read_bytes() == CONTENT
    assert "is not as it was" in said[0]


def test_a_server_that_stalls_is_left(server: Server, no_cache_of_the_user: Path) -> None:
    def answer(handler: BaseHTTPRequestHandler, _: int) -> None:
        send(handler, CONTENT[:10], length=len(CONTENT))
        handler.wfile.flush()
        time.sleep(1.5)

    server.answer = answer
    with pytest.raises(InputError, match="kept silent for too long"):
        fetch(a_set(server.url))
    assert kept(no_cache_of_the_user) == []


def test_a_server_that_is_out_of_order_for_a_moment_is_asked_again(server: Server) -> None:
    def answer(handler: BaseHTTPRequestHandler, number: int) -> None:
        send(handler, b"sorry", status=500) if number == 1 else send(handler)

    server.answer = answer
    got, said = fetch(a_set(server.url))
    assert got.file.read_bytes() == CONTENT
    assert "The server answered 500." in said[1]


def test_a_file_that_is_not_there_is_not_asked_for_twice(server: Server) -> None:
    server.answer = lambda handler, _: send(handler, b"no", status=404)
    with pytest.raises(InputError, match=r"answered 404.*give it to allegiance import"):
        fetch(a_set(server.url))
    assert len(server.requests) == 1


def test_a_redirect_to_another_host_is_followed_and_told(server: Server) -> None:
    elsewhere = f"http://localhost:{server.server_port}/real"

    def answer(handler: BaseHTTPRequestHandler, number: int) -> None:
        send(handler, b"", status=302, Location=elsewhere) if number == 1 else send(handler)

    server.answer = answer
    got, said = fetch(a_set(server.url))
    assert got.file.read_bytes() == CONTENT
    assert "  127.0.0.1 sends it from localhost." in said


def test_a_way_from_https_to_http_is_not_gone() -> None:
    answer = requests.Response()
    answer.url = "http://example.org/votes.csv"
    download = Download("https://example.org/votes.csv", print)
    with pytest.raises(InputError, match="not encrypted; nothing was kept"):
        download.check_way(answer)
    hop = requests.Response()
    hop.url, hop.status_code = "http://example.org/hop", 302
    answer.url, answer.history = "https://example.org/new", [hop]
    with pytest.raises(InputError, match="not encrypted"):
        download.check_way(answer)


@pytest.mark.parametrize("page", [b"\n<!DOCTYPE html><title>Log in</title>", b""])
def test_a_page_to_log_in_is_no_file(
    server: Server, no_cache_of_the_user: Path, page: bytes
) -> None:
    server.answer = lambda handler, _: send(handler, page)
    with pytest.raises(InputError, match="may ask to log in"):
        fetch(a_set(server.url))
    assert kept(no_cache_of_the_user) == []


@pytest.mark.parametrize("name", ["../climbed.csv", "/climbed.csv", "..", ".hidden", "a/b.csv", ""])
def test_a_name_that_leads_out_of_the_folder_is_refused(
    server: Server, no_cache_of_the_user: Path, name: str
) -> None:
    server.answer = lambda handler, _: send(handler)
    with pytest.raises(InputError, match="is no name of a file"):
        fetch(a_set(server.url, name=name))
    assert server.requests == []


def test_a_server_that_is_not_there_is_named() -> None:
    with pytest.raises(InputError, match=r"127.0.0.1:1/.*cannot be reached.*HTTPS_PROXY"):
        fetch(a_set("http://127.0.0.1:1/votes.csv"))


def test_a_set_that_cannot_be_fetched_says_what_to_do() -> None:
    with pytest.raises(
        InputError, match=r"Download Coup_Data.*Then: allegiance import cline-coups"
    ):
        list(fetch_set(describe("cline-coups"), say=print))
