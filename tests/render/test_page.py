from __future__ import annotations

import base64
import hashlib
import json

import pytest
from jinja2 import UndefinedError

from allegiance.graph.model.errors import InputError
from allegiance.graph.render.page import (
    content_policy,
    environment,
    inline_script,
    json_island,
    safe_link,
    script_hash,
    visible_text,
)


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://example.org/a?b=c&d=%20#e", "https://example.org/a?b=c&d=%20#e"),
        ("http://example.org:8080/", "http://example.org:8080/"),
        ("HTTPS://Example.org", "https://Example.org"),
        ("https://user:secret@example.org/x", "https://example.org/x"),
        ("https://example.org@evil.test/", "https://evil.test/"),
        ("  https://example.org/a b ", "https://example.org/a%20b"),
        ('https://example.org/"><svg onload=x>', "https://example.org/%22%3E%3Csvg%20onload=x%3E"),
        ("https://example.org/à", "https://example.org/%C3%A0"),
        ("https://[::1]:80/x", "https://[::1]:80/x"),
    ],
)
def test_an_address_of_the_web_is_kept_without_its_user(url: str, link: str) -> None:
    assert safe_link(url) == link


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "file:///etc/passwd",
        "//example.org/x",
        "example.org",
        "https://",
        "https:///x",
        "https://user@/x",
        "https://example.org:port/",
        "https://exa\u202emple.org/",
        'https://exa"mple.org/',
        "https://exam<ple.org/",
        "https://[::1/",
    ],
)
def test_any_other_address_is_no_link(url: str | None) -> None:
    assert safe_link(url) is None


@pytest.mark.parametrize("sign", ["\u202a", "\u202e", "\u2066", "\u2069", "\u200f", "\u061c", "\0"])
def test_unseen_controls_are_spelled_out(sign: str) -> None:
    assert visible_text(f"a{sign}b") == f"a⟨U+{ord(sign):04X}⟩b"


def test_a_lone_surrogate_does_not_break_utf8() -> None:
    assert visible_text("\ud800").encode("utf-8").decode() == "⟨U+D800⟩"


def test_ordinary_text_in_any_script_is_left_alone() -> None:
    text = "Côte d'Ivoire, مالي, Сахель, 马里, می\u200cخواهم\n\t"
    assert visible_text(text) == text


def test_an_island_holds_no_sign_that_could_end_it() -> None:
    hostile = ["</script><img src=x>", "<!--", "]]>", "&lt;", "\u2028\u2029"]
    island = str(json_island({"x": hostile}))
    assert not set("<>&\u2028\u2029") & set(island)
    assert json.loads(island) == {"x": hostile}


def test_an_island_refuses_what_json_cannot_say() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        json_island(float("nan"))


def test_a_script_stands_in_its_element_as_it_is() -> None:
    script = 'if (1 < 2 && "é") {}'
    assert str(inline_script(script)) == f"<script>{script}</script>"


@pytest.mark.parametrize("broken", ["'</script>'", "'</SCRIPT '", "'<!--'", "1;\r\n2"])
def test_a_script_that_would_end_its_element_is_refused(broken: str) -> None:
    with pytest.raises(InputError, match="split that string"):
        inline_script(broken)


def test_the_policy_names_each_script_once_and_opens_nothing() -> None:
    digest = base64.b64encode(hashlib.sha256("é;".encode()).digest()).decode()
    assert script_hash("é;") == f"'sha256-{digest}'"
    policy = dict(part.split(" ", 1) for part in content_policy(["é;", "é;"]).split("; "))
    assert policy == {
        "default-src": "'none'",
        "script-src": f"'sha256-{digest}'",
        "style-src": "'unsafe-inline'",
        "img-src": "data: blob:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }


def test_a_template_escapes_and_knows_no_unknown_name() -> None:
    made = environment()
    assert made.from_string("{{ x }}").render(x="{{7*7}}<b>\"'") == "{{7*7}}&lt;b&gt;&#34;&#39;"
    with pytest.raises(UndefinedError):
        made.from_string("{{ missing }}").render()


def test_a_name_from_right_to_left_is_set_apart_and_still_escaped() -> None:
    made = environment().from_string("{{ name|visible }}")
    assert made.render(name="<b> مالي 1") == "&lt;b&gt; <bdi>مالي</bdi> 1"
    assert made.render(name="a\u202eb\u200bc") == "a⟨U+202E⟩b⟨U+200B⟩c"
    attribute = environment().from_string('<p id="{{ name|plain }}">')
    assert attribute.render(name='مالي"') == '<p id="مالي&#34;">'
