"""One download over HTTP: patient, going on where it broke off, and not fooled by web pages.

Beside a part of a file stands what the server calls this version of it (its ETag, or the day of its
last change): a download goes on only while the server has the same one.
"""

from __future__ import annotations

import errno
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from allegiance.graph.datasets.files import is_page
from allegiance.graph.model.errors import InputError

if TYPE_CHECKING:
    import requests

_CHUNK: Final = 1 << 16
_MEGABYTE: Final = 1_000_000
_STEP: Final = 10 * _MEGABYTE
_IN_PART: Final = 206
_REFUSED: Final = 400
_NO_SUCH_RANGE: Final = 416
_PASSING: Final = frozenset({408, 429, 500, 502, 503, 504})
_NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT})
_BY_HAND: Final = "Download it in a browser, and give it to allegiance import as FILE."
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class FetchSettings:
    """How patient a download is.

    Parameters
    ----------
    timeout_seconds
        How long a server may keep silent.
    tries
        How often a download that breaks off, or a server that is out of order, is tried.
    pause_seconds
        How long to wait before the second try; each further one waits twice as long.
    """

    timeout_seconds: float = 30.0
    tries: int = 4
    pause_seconds: float = 1.0


class _BrokenOffError(Exception):
    """A download that broke off, or a server that may be well again in a moment."""


@dataclass(frozen=True, slots=True)
class Download:
    """A download of ``url``; ``say`` is told how it goes, ``progress`` how far it has come."""

    url: str
    say: Say
    progress: Say | None = None
    settings: FetchSettings = FetchSettings()

    def run(self, part: Path) -> None:
        """Download it all to ``part``, trying again where it breaks off, from there if possible.

        Raises
        ------
        InputError
            If it cannot be had, is empty or a web page, comes by a way that is not safe, or finds
            no room on the disk.
        """
        import requests

        self.say(f"Downloading {self.url}")
        if part.exists():
            self.say(f"  It goes on after {part.stat().st_size / _MEGABYTE:.1f} MB of last time.")
        tries = self.settings.tries
        for attempt in range(1, tries + 1):
            try:
                with requests.Session() as session:
                    self._go_on(session, part)
                break
            except (requests.exceptions.SSLError, requests.exceptions.ProxyError) as error:
                raise self._no_way(error) from error
            except (_BrokenOffError, requests.ConnectionError, requests.Timeout) as error:
                if attempt == tries:
                    raise self._given_up(error) from error
                pause = self.settings.pause_seconds * 2 ** (attempt - 1)
                again = f"Trying again in {pause:g} s ({attempt + 1} of {tries})."
                self.say(f"{_reason(error)} {again}")
                time.sleep(pause)
            except requests.RequestException as error:
                message = f"Cannot download {self.url}: {error}"
                raise InputError(message) from error
        self._check_content(part)

    def _go_on(self, session: requests.Session, part: Path) -> None:
        """Download what is missing; all of it where the server gives no ranges."""
        version = version_of(part)
        known = version.read_text("utf-8") if version.exists() else ""
        done = part.stat().st_size if part.exists() else 0
        headers = {"Accept-Encoding": "identity", "User-Agent": "allegiance"}
        if done:
            headers |= {"Range": f"bytes={done}-"} | ({"If-Range": known} if known else {})
        wait = self.settings.timeout_seconds
        with session.get(self.url, headers=headers, stream=True, timeout=wait) as answer:
            self.check_way(answer)
            status = answer.status_code
            if status in _PASSING:
                message = f"The server answered {status}."
                raise _BrokenOffError(message)
            if done and status == _NO_SUCH_RANGE:
                part.unlink()
                message = "The server has no more of it; it is begun anew."
                raise _BrokenOffError(message)
            if status >= _REFUSED:
                raise self._refused(answer)
            goes_on = status == _IN_PART and _first_byte(answer) == done
            if status == _IN_PART and not goes_on:
                part.unlink()
                message = "The server sent another part than was asked for; it is begun anew."
                raise _BrokenOffError(message)
            try:
                version.write_text(_version(answer), "utf-8")
                self._write(answer, part, done if goes_on else 0)
            except OSError as error:
                if error.errno not in _NO_ROOM:
                    raise
                raise self._no_room(part) from error

    def _write(self, answer: requests.Response, part: Path, done: int) -> None:
        import requests

        length = answer.headers.get("Content-Length", "")
        whole = done + int(length) if length.isdecimal() else None
        with part.open("r+b" if done else "wb") as file:
            file.seek(done)
            try:
                for chunk in answer.iter_content(_CHUNK):
                    file.write(chunk)
                    self._tell(done, done + len(chunk), whole)
                    done += len(chunk)
            except requests.exceptions.ChunkedEncodingError as error:
                message = f"It broke off after {done} bytes."
                raise _BrokenOffError(message) from error
        if whole is not None and done < whole:  # urllib3 before 2 does not notice
            message = f"It broke off after {done} of {whole} bytes."
            raise _BrokenOffError(message)

    def _tell(self, before: int, after: int, whole: int | None) -> None:
        if self.progress is not None and before // _STEP < after // _STEP:
            of = f" of {whole / _MEGABYTE:.0f}" if whole else ""
            self.progress(f"  {after / _MEGABYTE:.0f}{of} MB")

    def check_way(self, answer: requests.Response) -> None:
        """Say which host the file comes from after redirects; from https to http none is followed.

        Raises
        ------
        InputError
            If a part of the way is not encrypted, though it began so.
        """
        asked, final = urlsplit(self.url), urlsplit(answer.url)
        ways = {urlsplit(step.url).scheme for step in (*answer.history, answer)}
        if asked.scheme == "https" and ways != {"https"}:
            message = (
                f"{self.url} leads to {answer.url} by a way that is not encrypted; nothing was "
                f"kept. {_BY_HAND}"
            )
            raise InputError(message)
        if final.hostname != asked.hostname:
            self.say(f"  {asked.hostname} sends it from {final.hostname}.")

    def _check_content(self, part: Path) -> None:
        with part.open("rb") as content:
            start = content.read(512)
        if not start or is_page(start):
            part.unlink()
            message = (
                f"{self.url} gave {'a web page' if start else 'nothing'} instead of a file: it may "
                f"ask to log in or to accept terms. {_BY_HAND}"
            )
            raise InputError(message)

    def _no_way(self, error: Exception) -> InputError:
        import requests

        if isinstance(error, requests.exceptions.ProxyError):
            wrong = "the proxy of HTTPS_PROXY or HTTP_PROXY cannot be reached, or refuses."
            message = f"Cannot download {self.url}: {wrong} Check these variables, or unset them."
        else:
            wrong = "its server cannot prove who it is, for a certificate is wrong or missing."
            message = f"Cannot download {self.url}: {wrong} {_BY_HAND}"
        return InputError(message)

    def _no_room(self, part: Path) -> InputError:
        message = (
            f"No room is left on the disk for {part.name}, in {part.parent.parent}. Make room, or "
            "name another folder for caches in XDG_CACHE_HOME, and fetch again: it goes on."
        )
        return InputError(message)

    def _refused(self, answer: requests.Response) -> InputError:
        message = (
            f"Cannot download {self.url}: the server answered {answer.status_code} "
            f"{answer.reason}. The publisher may have moved it: the page of the set is in "
            f"allegiance datasets --json. {_BY_HAND}"
        )
        return InputError(message)

    def _given_up(self, error: Exception) -> InputError:
        message = (
            f"Cannot download {self.url}, after {self.settings.tries} tries: {_reason(error)} "
            "Check the connection (HTTPS_PROXY is honoured), and try again later."
        )
        return InputError(message)


def version_of(part: Path) -> Path:
    """Where it stands which version of a file a part is of."""
    return part.with_name(f"{part.name}.version")


def can_go_on(part: Path) -> bool:
    """Whether a later download can go on with a part: what it is a part of is known."""
    version = version_of(part)
    return part.exists() and version.exists() and bool(version.read_text("utf-8"))


def _version(answer: requests.Response) -> str:
    """What the server calls this version of the file, "" where it says nothing that is sure."""
    tag = answer.headers.get("ETag", "")
    return answer.headers.get("Last-Modified", "") if tag.startswith("W/") or not tag else tag


def _first_byte(answer: requests.Response) -> int | None:
    """Where the part begins that a server sent."""
    found = re.match(r"bytes (\d+)-", answer.headers.get("Content-Range", ""))
    return int(found[1]) if found else None


def _reason(error: Exception) -> str:
    import requests

    if isinstance(error, requests.Timeout) or "Read timed out" in str(error):
        return "The server kept silent for too long."
    if isinstance(error, requests.ConnectionError):
        return "The server cannot be reached, or hung up."
    return str(error)
