"""Names that deceive the eye are told from names that are merely foreign."""

import pytest

from allegiance.graph.model.lookalikes import hidden_signs, look, mixed_words


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("Ma\u202eli", "U+202E RIGHT-TO-LEFT OVERRIDE"),
        ("Mali\u2069", "U+2069 POP DIRECTIONAL ISOLATE"),
        ("Ma\u200bli", "U+200B ZERO WIDTH SPACE"),
        ("Ma\u200dli", "U+200D ZERO WIDTH JOINER"),
        ("\ufeffMali", "U+FEFF ZERO WIDTH NO-BREAK SPACE"),
        ("Ma\u00adli", "U+00AD SOFT HYPHEN"),
        ("Ma\x07li", "U+0007 CONTROL"),
    ],
)
def test_an_invisible_sign_is_named(text: str, sign: str) -> None:
    assert hidden_signs(text) == [sign]


@pytest.mark.parametrize(
    "text",
    [
        "Mali",
        "Côte d\u2019Ivoire",
        "می\u200cخواهم",
        "क्\u200dष",
        "Группа Вагнера",
        "马里",
        "N'Djaména",
    ],
)
def test_a_name_as_its_language_writes_it_hides_nothing(text: str) -> None:
    assert hidden_signs(text) == []
    assert mixed_words(text) == []


@pytest.mark.parametrize(
    ("text", "scripts"),
    [
        ("R\u0443ssia", ("Cyrillic", "Latin")),
        ("\u041call", ("Cyrillic", "Latin")),
        ("Fran\u03f2e", ("Greek", "Latin")),
        ("\u0391lgeria", ("Greek", "Latin")),
    ],
)
def test_a_word_of_two_scripts_is_found_with_both(text: str, scripts: tuple[str, str]) -> None:
    assert [found for _, found in mixed_words(text)] == [scripts]


def test_words_of_two_languages_side_by_side_are_no_deceit() -> None:
    assert mixed_words("ЧВК Wagner (Вагнер)") == []


def test_letters_that_pass_for_others_look_the_same() -> None:
    assert look("\u041c\u0430\u04cf\u0456") == look("Mali") == "Mali"
    assert look("Вагнер") != look("Wagner")
