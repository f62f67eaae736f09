"""The files of a dossier: which are found, how they are read, what is said of broken ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from allegiance.graph.store.files import DossierFile, find_files, find_sheets, read_file
from allegiance.graph.store.hashes import content_key

BASE = "https://example.org/d/"
HEAD = f"@prefix : <{BASE}> .\n"


def written(folder: Path, name: str, text: str = HEAD) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def read(folder: Path, text: str, name: str = "a.ttl") -> DossierFile:
    return read_file(folder, written(folder, name, text), base=BASE)


def test_turtle_files_are_found_in_all_folders_sorted(tmp_path: Path) -> None:
    for name in ("b.ttl", "a.ttl", "more/c.ttl", "notes.txt", "x.ttl.bak"):
        written(tmp_path, name)
    found = [path.relative_to(tmp_path).as_posix() for path in find_files(tmp_path)]
    assert found == ["a.ttl", "b.ttl", "more/c.ttl"]


def test_capitals_in_the_ending_of_a_name_do_not_matter(tmp_path: Path) -> None:
    for name in ("A.TTL", "b.Ttl", "Statements.CSV", "Book.XLSX"):
        written(tmp_path, name)
    assert [path.name for path in find_files(tmp_path)] == ["A.TTL", "b.Ttl"]
    assert [path.name for path in find_sheets(tmp_path)] == ["Book.XLSX", "Statements.CSV"]


@pytest.mark.parametrize(
    "name", ["scenarios/s.ttl", "queries/q.ttl", ".git/x.ttl", "more/.hidden/y.ttl", ".z.ttl"]
)
def test_scenarios_queries_and_what_is_hidden_are_left_out(tmp_path: Path, name: str) -> None:
    written(tmp_path, name)
    assert find_files(tmp_path) == []


def test_a_folder_that_is_called_like_a_file_is_not_one(tmp_path: Path) -> None:
    written(tmp_path, "odd.ttl/inside.ttl")
    assert [path.name for path in find_files(tmp_path)] == ["inside.ttl"]


def test_a_file_becomes_triples_in_a_graph_of_its_name(tmp_path: Path) -> None:
    file = read(tmp_path, HEAD + ":a :b :c , :d .", "more/my file é.ttl")
    assert len(file.triples) == 2
    assert file.problems == ()
    assert file.graph.value == BASE + "graph/more/my%20file%20%C3%A9"


def test_a_byte_order_mark_is_no_error(tmp_path: Path) -> None:
    assert read(tmp_path, "\ufeff" + HEAD + ":a :b :c .").problems == ()


def test_every_syntax_error_of_a_file_is_told_with_its_line(tmp_path: Path) -> None:
    file = read(tmp_path, HEAD + ":a :b ] .\n:c :d :e .\n:f :g :h ; ; .\n:i :j :k\n:l :m :n .\n")
    assert [problem.line for problem in file.problems] == [2, 6]
    assert str(file.problems[0]).endswith(
        "a.ttl:2: error: is no Turtle here; mend it and check again: ] is not a valid RDF object"
    )
    assert {triple.subject.value for triple in file.triples} == {BASE + "c", BASE + "f"}


def test_a_prefix_that_is_missing_is_told_once(tmp_path: Path) -> None:
    file = read(tmp_path, HEAD + "".join(f":a{n} z:b :c .\n" for n in range(50)))
    assert [(p.line, "The prefix z:" in p.message) for p in file.problems] == [(2, True)]


def test_an_open_string_is_placed_where_it_begins(tmp_path: Path) -> None:
    file = read(tmp_path, HEAD + ':a :b :c .\n:d :e "open .\n:f :g :h .\n')
    assert [problem.line for problem in file.problems] == [3]


def test_a_file_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    loop = tmp_path / "x.ttl"
    loop.symlink_to(loop)
    assert find_files(tmp_path) == [loop]
    [problem] = read_file(tmp_path, loop, base=BASE).problems
    assert problem.file == loop
    assert "cannot be read" in problem.message
    assert "symbolic links" in problem.message


def test_a_link_to_a_folder_is_told_apart_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "target").mkdir()
    (tmp_path / "x.ttl").symlink_to(tmp_path / "target")
    [problem] = read_file(tmp_path, tmp_path / "x.ttl", base=BASE).problems
    assert "Is a directory" in problem.message


def test_a_file_that_is_not_utf_8_says_at_which_byte(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_bytes(b"# \xe9t\xe9\n")
    [problem] = read_file(tmp_path, path, base=BASE).problems
    assert problem.message == "is not UTF-8 (byte 3); save it as UTF-8"


@pytest.mark.parametrize("name", ["direct.ttl", "results.ttl"])
def test_a_file_cannot_take_the_graph_of_the_direct_triples_or_of_the_findings(
    tmp_path: Path, name: str
) -> None:
    [problem] = read(tmp_path, HEAD + ":a :b :c .", name).problems
    assert "rename it" in problem.message
    assert read(tmp_path, HEAD + ":a :b :c .", f"more/{name}").problems == ()


def test_a_triple_term_that_nothing_reifies_is_refused(tmp_path: Path) -> None:
    [problem] = read(tmp_path, HEAD + ":a :says <<( :b :c :d )>> .").problems
    assert "triple term" in problem.message
    assert "write a statement node instead" in problem.message


def test_nodes_without_a_name_are_told_apart_between_files(tmp_path: Path) -> None:
    one = read(tmp_path, HEAD + "_:x :b :c .", "one.ttl")
    other = read(tmp_path, HEAD + "_:x :b :c .", "other.ttl")
    assert one.triples[0].subject != other.triples[0].subject


def test_a_broken_file_hides_what_its_broken_statements_mention(tmp_path: Path) -> None:
    broken = read(tmp_path, HEAD + ":france a ] ;\n  :near :st-10 .\n:st-11 :b :c .")
    assert broken.hides(BASE + "france")
    assert broken.hides(BASE + "st-10")
    assert not broken.hides(BASE + "st-11")
    assert [triple.subject.value for triple in broken.triples] == [BASE + "st-11"]
    assert not broken.hides(BASE + "st-1")
    assert not broken.hides(BASE + "russia")
    assert not read(tmp_path, HEAD + ":france :b :c .").hides(BASE + "france")


def test_a_broken_file_that_ties_nodes_without_a_name_hides_all_that_it_mentions(
    tmp_path: Path,
) -> None:
    broken = read(tmp_path, HEAD + ":france a ] .\n:st-11 :b _:c .\n_:c :d :e .")
    assert broken.hides(BASE + "st-11")
    assert broken.triples == ()


def test_a_name_with_the_mistake_in_it_is_hidden_too(tmp_path: Path) -> None:
    assert read(tmp_path, HEAD + ":fra)nce a :b .\n:st-1 :b :c .").hides(BASE + "france")


def test_a_file_that_cannot_be_read_may_hide_anything(tmp_path: Path) -> None:
    (tmp_path / "x.ttl").symlink_to(tmp_path / "x.ttl")
    assert read_file(tmp_path, tmp_path / "x.ttl", base=BASE).hides(BASE + "anything")


def test_equal_content_has_an_equal_key_and_any_change_another(tmp_path: Path) -> None:
    keys = set()
    for number, (names, texts, extra) in enumerate(
        [
            (["a.ttl", "b.ttl"], ["one", "two"], ["x"]),
            (["a.ttl", "b.ttl"], ["onet", "wo"], ["x"]),
            (["a.ttl", "c.ttl"], ["one", "two"], ["x"]),
            (["a.ttl", "b.ttl"], ["two", "one"], ["x"]),
            (["a.ttl", "b.ttl"], ["one", "two"], ["y"]),
            (["a.ttl", "b.ttl"], ["one", "two"], ["x", ""]),
            (["a.ttl"], ["one"], ["x"]),
        ]
    ):
        folder = tmp_path / str(number)
        paths = [written(folder, *pair) for pair in zip(names, texts, strict=True)]
        assert content_key(folder, paths, *extra) == content_key(folder, paths, *extra)
        keys.add(content_key(folder, paths, *extra))
    assert len(keys) == 7


def test_the_key_does_not_depend_on_where_the_dossier_lies(tmp_path: Path) -> None:
    keys = [
        content_key(folder, [written(folder, "a.ttl")])
        for folder in (tmp_path / "here", tmp_path / "there")
    ]
    assert keys[0] == keys[1]
