"""Names in any script, compared as a reader means them."""

import pytest

from allegiance.graph.model.errors import nearest
from allegiance.graph.model.names import fold, likeness


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Côte d\u2019Ivoire", "cote d'ivoire"),
        ("Côte d\u02bcIvoire", "COTE D`IVOIRE"),
        ("Guinea\u2011Bissau", "guinea bissau"),
        ("Guinea\u2013Bissau", "Guinea-Bissau"),
        ("Straße", "STRASSE"),
        ("Łódź", "lodz"),
        ("Đinđić", "dindic"),
        ("Ødegård", "odegard"),
        ("İstanbul", "ISTANBUL"),
        ("Ｍａｌｉ", "mali"),
        ("أفغانستان", "افغانستان"),
        ("مـــالي", "مالي"),
        ("مَالِي", "مالي"),
        ("القاعدة", "القاعده"),
        ("ایران", "ايران"),
        ("Группа Вагнера", "ГРУППА ВАГНЕРА"),
        ("Фёдор", "Федор"),
        ("٤٣٢", "432"),
        ("Ma\u200bli", "Mali"),
        ("Haɗejiya", "hadejiya"),
    ],
)
def test_two_ways_to_write_a_name_fold_to_one(written: str, typed: str) -> None:
    assert fold(written) == fold(typed)
    assert fold(fold(written)) == fold(written)


@pytest.mark.parametrize(
    ("one", "other"), [("马里", "中国"), ("한국", "조선"), ("Niger", "Nigeria"), ("كيف", "كتاب")]
)
def test_different_names_stay_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)
    assert fold(one)


def test_likeness_is_worked_out_by_hand() -> None:
    # one letter more in 5 + 6: 100 (1 - 1/11)
    assert likeness("frnce", "france") == pytest.approx(100 * 10 / 11)
    assert likeness("", "france") == 0


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("Frnce", "France"),
        ("Faso Burkina", "Burkina Faso"),
        ("Вагнеа", "Вагнер"),
        ("Grmany", "Germany"),
    ],
)
def test_the_nearest_name_comes_first(typed: str, first: str) -> None:
    known = ["Russia", "France", "Burkina Faso", "Вагнер", "Germany", "Niger"]
    assert nearest(typed, known)[0] == first


def test_a_name_unlike_all_others_has_no_neighbours() -> None:
    assert nearest("Xyzzy", ["France", "Russia"]) == ()
    assert nearest("", ["", "France"]) == ()
    assert nearest("Japan", ["Gabon", "Mali"]) == (), "40% is not near"
