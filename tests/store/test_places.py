"""The lines at which the names of a Turtle text stand."""

from allegiance.graph.store.places import Places

HEAD = "@prefix : <http://x/> .\n@prefix al: <http://al/> .\n"


def subjects(text: str, *, base: str = "http://base/") -> dict[str, int]:
    """The subjects of ``text`` under a head of two lines, without the namespace."""
    found = Places.of(HEAD + text, base=base).subjects
    return {iri.removeprefix("http://x/"): line for iri, line in found.items()}


def test_a_subject_is_placed_at_the_line_where_its_statement_begins() -> None:
    assert subjects(":a :b :c .\n\n:d\n  :e :f .") == {"a": 3, "d": 5}


def test_several_subjects_can_begin_on_one_line() -> None:
    assert subjects(":a :b :c . :d :e :f . :g :h 1.5 . :i :j 5.") == {
        "a": 3,
        "d": 3,
        "g": 3,
        "i": 3,
    }
    assert subjects(":a :b 5.\n:c :d 1e5 .\n:e :f :g.\n:h :i :j .") == {
        "a": 3,
        "c": 4,
        "e": 5,
        "h": 6,
    }


def test_an_object_at_the_start_of_a_line_is_no_subject() -> None:
    text = ":a :b\n:c ,\n:d ;\n  :e\n:f .\n:c :g :h .\n:d :g :h ."
    assert subjects(text) == {"a": 3, "c": 8, "d": 9}


def test_a_name_is_not_taken_for_a_longer_one() -> None:
    text = ":st-10 :b :c .\n:st-1 :b :c .\n:st-1.x :b :c .\n:st :b :c .\n:st-1x :b :c ."
    assert subjects(text) == {"st-10": 3, "st-1": 4, "st-1.x": 5, "st": 6, "st-1x": 7}


def test_full_iris_relative_iris_and_prefixed_names_are_one_name() -> None:
    assert subjects("<http://x/a> :b :c .\n:a :b :d .") == {"a": 3}
    assert subjects("<q> :b :c .\n@base <http://x/> .\n<r> :b :c .") == {
        "http://base/q": 3,
        "r": 5,
    }
    assert subjects("al:a :b :c .") == {"http://al/a": 3}


def test_prefixes_are_declared_in_either_style_and_may_change() -> None:
    text = "PREFIX z: <http://z/>\nz:a :b :c .\n@prefix z: <http://y/> .\nz:a :b :c ."
    assert subjects(text) == {"http://z/a": 4, "http://y/a": 6}


def test_names_under_an_address_that_ends_in_a_number_sign_are_found() -> None:
    text = "@prefix y: <http://y/z#> .\n@prefix w: <#> .\ny:a :b :c .\nw:d :b :c ."
    assert subjects(text) == {"http://y/z#a": 5, "http://base/#d": 6}
    assert Places.of("@prefix : <http://y#> .\n:a :b 1.5 .").subjects == {"http://y#a": 2}


def test_names_in_comments_and_strings_are_not_there() -> None:
    text = (
        '# :a :b :c .\n:d :e ". :a :b :c ." ;\n  :f """. \n:g :h "x" .\n\\" """ , \'. :i\' .\n'
        ":j :k <http://x/#l> . # :m\n:n :o '''\n:p . ''' .\n:a :b :c ."
    )
    assert subjects(text) == {"d": 4, "j": 8, "n": 9, "a": 11}


def test_what_stands_in_brackets_is_no_subject() -> None:
    text = ":a :b [ :c :d ; :e ( :f :g ) ] .\n[ :h :i ] :j :k .\n( :l ) :m :n .\n:o :p :q ."
    assert subjects(text) == {"a": 3, "o": 6}


def test_the_name_of_an_annotation_is_a_subject() -> None:
    assert subjects(":a :b :c ~ :st-1 {|\n  :d :e |} .") == {"a": 3, "st-1": 3}


def test_escapes_in_a_name_are_read() -> None:
    assert subjects(r":a\,b :c :d .") == {"a,b": 3}
    assert subjects(":a%20b :c :d .") == {"a%20b": 3}


def test_what_never_is_a_subject_is_placed_where_it_is_first_mentioned() -> None:
    places = Places.of(HEAD + ":a :b :c ,\n  :d .\n:e :f :d .")
    assert places.line_of("http://x/d") == 4
    assert places.line_of("http://x/e") == 5
    assert places.line_of("http://x/nowhere") is None


def test_a_prefix_that_nobody_declared_names_nothing() -> None:
    assert Places.of(":a :b :c .").mentions == {}


def test_broken_text_is_read_as_far_as_it_goes() -> None:
    assert subjects(':a :b ] .\n:c :d ) .\n:e :f :g .\n:h :i "open .\n:j :k :l .')["e"] == 5
    assert subjects("") == {}
