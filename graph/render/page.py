"""What every HTML page here is made of: escaping, safe links, inline scripts and their policy.

A page opens from disk and must stay quiet: its policy names each inline script by hash and allows
no connection. Text from a dossier reaches a page in two ways only, as autoescaped text or inside
a JSON island that the page's own script reads.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Final
from urllib.parse import quote, urlsplit, urlunsplit

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup, escape

from allegiance.graph.model.errors import InputError

# Directional controls reorder what a reader sees; surrogates and controls break UTF-8 and XML.
_UNSEEN: Final = re.compile(
    "[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
    "\ud800-\udfff\ufffe\uffff]"
)
# Letters of scripts that run from right to left, and words of them.
_LEFTWARD_LETTER: Final = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]"
_LEFTWARD: Final = re.compile(rf"{_LEFTWARD_LETTER}+(?:[ '\"-]+{_LEFTWARD_LETTER}+)*")
_HOST: Final = re.compile(r"[^\s/\\@:?#\[\]<>\"'%]+|\[[0-9A-Fa-f:.]+\]")
_SCRIPT_BREAKER: Final = re.compile(r"</script|<!--|\r", re.IGNORECASE)
_ISLAND: Final = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of a page: its markup, the scripts that must run after it, and its styles.

    The page that takes it in writes each script with `inline_script`, and names it in
    `content_policy`. Two fragments may share a script: write it once.
    """

    markup: Markup
    scripts: tuple[str, ...]
    styles: str


def template_text(name: str) -> str:
    """Return the text of one file in the package's ``templates`` folder."""
    return files("allegiance.graph.render").joinpath("templates", name).read_text(encoding="utf-8")


def environment() -> Environment:
    """Return a fresh Jinja environment: it escapes everything and refuses unknown names.

    Examples
    --------
    >>> environment().from_string("{{ name }}").render(name="<b>")
    '&lt;b&gt;'
    """
    made = Environment(
        loader=FunctionLoader(template_text),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["visible"] = isolated_text
    made.filters["plain"] = visible_text
    return made


def visible_text(text: str) -> str:
    r"""Return the text with directional and other unseen control characters spelled out.

    Examples
    --------
    >>> visible_text("a\u202eb")
    'a⟨U+202E⟩b'
    """
    return _UNSEEN.sub(lambda found: f"⟨U+{ord(found.group()):04X}⟩", text)


def isolated_text(text: str) -> Markup:
    r"""Return the text for an element, escaped, what runs from right to left in a ``<bdi>``.

    Unseen characters are spelled out as by `visible_text`. It is no text for an attribute.

    Examples
    --------
    >>> print(isolated_text("<\u0645\u0627\u0644\u064a>"))
    &lt;<bdi>مالي</bdi>&gt;
    """
    escaped = str(escape(visible_text(text)))
    return Markup(_LEFTWARD.sub(r"<bdi>\g<0></bdi>", escaped))  # noqa: S704 - escaped above


def safe_link(url: str | None) -> str | None:
    """Return the address if a page may link to it, without user name and password; else None.

    Only ``http`` and ``https`` with a host pass. Characters that no address may hold are
    percent-encoded.

    Examples
    --------
    >>> safe_link("https://user:secret@example.org/a b?q=1#top")
    'https://example.org/a%20b?q=1#top'
    >>> safe_link("javascript:alert(1)") is None
    True
    """
    if url is None:
        return None
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return None
    host = parts.netloc.rpartition("@")[2]
    if port is not None:
        host = host.rpartition(":")[0]
    host = host.removesuffix(":")
    if parts.scheme not in ("http", "https") or not _HOST.fullmatch(host) or _UNSEEN.search(host):
        return None
    place = host if port is None else f"{host}:{port}"
    rest = (quote(part, safe="/?:@!$&()*+,;=%~-._", errors="replace") for part in parts[2:])
    return urlunsplit((parts.scheme, place, *rest))


def json_island(value: object) -> Markup:
    r"""Return the value as JSON that can stand inside a ``<script type="application/json">``.

    Strings go through `visible_text`; ``<``, ``>``, ``&`` and the two Unicode line separators
    are written as escapes, so that no text can end the element.

    Examples
    --------
    >>> print(json_island(["</script>"]))
    ["\u003c/script\u003e"]
    """
    text = json.dumps(_visible(value), ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return Markup(text.translate(_ISLAND))  # noqa: S704 - escaped on the line itself


def inline_script(script: str) -> Markup:
    """Return the script as a ``<script>`` element whose text is exactly the script.

    Raises
    ------
    InputError
        If the script holds what would end the element or change its hash.
    """
    if broken := _SCRIPT_BREAKER.search(script):
        message = (
            f"A script cannot hold {broken.group()!r} (position {broken.start()}): "
            "split that string in the script's source."
        )
        raise InputError(message)
    return Markup(f"<script>{script}</script>")  # noqa: S704 - our own script, checked above


def script_hash(script: str) -> str:
    """Return the policy's name for a script: its SHA-256 in quotes.

    Examples
    --------
    >>> script_hash("")
    "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
    """
    digest = hashlib.sha256(script.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def content_policy(scripts: Iterable[str]) -> str:
    """Return a Content-Security-Policy that runs these scripts and nothing else.

    No connection, frame, form or base is allowed; pictures come only from the page itself.

    Examples
    --------
    >>> content_policy([]).split("; ")[1]
    "script-src 'none'"
    """
    hashes = " ".join(dict.fromkeys(script_hash(script) for script in scripts)) or "'none'"
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {hashes}",
            "style-src 'unsafe-inline'",
            "img-src data: blob:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _visible(value: object) -> object:
    if isinstance(value, str):
        return visible_text(value)
    if isinstance(value, Mapping):
        return {visible_text(key): _visible(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_visible(entry) for entry in value]
    return value
