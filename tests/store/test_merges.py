"""Two actors that are one: laid over the files, followed by everything, taken back whole."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from types import ModuleType

import pyoxigraph as ox
import pytest

from allegiance.graph.model.errors import InputError, UnknownNameError
from allegiance.graph.store.build import build, load_checked, load_sound
from allegiance.graph.store.lookup import find_actor
from allegiance.graph.store.merging import FILE, merge_actors, unmerge_actor
from allegiance.graph.store.opening import open_folder, parse_files
from allegiance.graph.store.review import check, review

DAY = dt.date(2026, 3, 1)
SETTINGS = """title = "Two islands"
base = "https://example.org/islands/"
window = { start = 2000-01-01, end = 2016-01-01 }
poles = ["asteria", "borealis"]
"""
WORLD = """
:asteria a al:State ; rdfs:label "Asteria"@en .
:borealis a al:State ; rdfs:label "Borealis"@en .
:delmar a al:State ; rdfs:label "Delmar"@en ; al:iso3 "DLM" .
:delmar-2 a al:State ; rdfs:label "Republic of Delmar"@en ; skos:altLabel "Delmare"@it ;
    al:code "cow:999" .
:chief a al:Person ; rdfs:label "The chief"@en .
:guard a al:ArmedForce ; rdfs:label "Guard"@en .
:guards a al:ArmedForce ; rdfs:label "Guards"@en .
:gazette a al:Source ; dcterms:title "Report"@en ; dcterms:publisher "The Gazette" ;
    al:reliability "B" .
:st-1 a al:Statement ; rdfs:label "Delmar expelled Asteria's envoy."@en ; al:subject :delmar-2 ;
    al:relation al:expels_envoy_of ; al:object :asteria ; al:start "2008-06"^^xsd:gYearMonth ;
    al:grade "B2" ; prov:wasDerivedFrom :gazette .
:st-2 a al:Statement ; rdfs:label "Delmar joined Borealis."@en ; al:subject :delmar ;
    al:relation al:joins ; al:object :borealis ; al:start "2009"^^xsd:gYear ;
    al:grade "B2" ; prov:wasDerivedFrom :gazette ; al:assertedBy :delmar-2 ;
    al:denial [ a al:Denial ; al:by :delmar-2 ; prov:wasDerivedFrom :gazette ] .
:ln-1 a al:Link ; al:subject :guard ; al:relation al:part_of ; al:object :delmar-2 ;
    al:grade "B2" ; prov:wasDerivedFrom :gazette .
"""


@pytest.fixture
def islands(tmp_path: Path, dossiers: ModuleType) -> Path:
    folder = tmp_path / "islands"
    folder.mkdir()
    (folder / "dossier.toml").write_text(SETTINGS, "utf-8")
    prefixes = dossiers.PREFIXES.replace(dossiers.BASE, "https://example.org/islands/")
    prefixes += "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
    (folder / "all.ttl").write_text(prefixes + WORLD, "utf-8")
    return folder


def join(folder: Path, kept: str, dropped: str, reason: str = "", *, force: bool = False) -> None:
    built = build(folder)
    actors = built.actors
    merge_actors(folder, built, actors[kept], actors[dropped], reason=reason, day=DAY, force=force)


def mend(folder: Path, old: str, new: str) -> None:
    path = folder / "all.ttl"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def both_ways(folder: Path) -> tuple[ox.Dataset, ox.Dataset]:
    settings, files = open_folder(folder)
    stores = (
        load_sound(settings, files, derived=True),
        load_checked(folder, settings, parse_files(folder, files)),
    )
    found = []
    for store in stores:
        assert store is not None
        dataset = ox.Dataset(store)
        dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
        found.append(dataset)
    return found[0], found[1]


def test_every_mention_of_the_one_dropped_means_the_one_kept(islands: Path) -> None:
    join(islands, "delmar", "delmar-2", "Two spellings.")
    catalogue = build(islands).catalogue
    assert "delmar-2" not in catalogue.actors
    assert catalogue.statements["st-1"].subject == "delmar"
    assert catalogue.statements["st-2"].asserted_by == ("delmar",)
    assert [denial.by for denial in catalogue.statements["st-2"].denials] == ["delmar"]
    assert catalogue.links["ln-1"].object == "delmar"
    assert catalogue.rollup.root("guard") == "delmar"


def test_the_one_kept_takes_over_names_and_codes_that_do_not_conflict(islands: Path) -> None:
    mend(islands, 'al:code "cow:999"', 'al:iso3 "DEL" ; al:code "cow:999"')
    join(islands, "delmar", "delmar-2", force=True)
    actor = build(islands).actors["delmar"]
    assert {"Republic of Delmar", "Delmare"} <= set(actor.aliases)
    assert actor.label == "Delmar"
    assert actor.iso3 == "DLM", "its own code stays"
    assert [str(code) for code in actor.codes] == ["cow:999"]
    assert actor.merged == ("delmar-2",)


@pytest.mark.parametrize("name", ["delmar-2", "Republic of Delmar", "delmare", "cow:999", "999"])
def test_whatever_the_one_dropped_answered_to_finds_the_one_kept(islands: Path, name: str) -> None:
    join(islands, "delmar", "delmar-2")
    assert find_actor(build(islands).actors, name).id == "delmar"


def test_direct_triples_and_queries_follow_and_the_record_stays(islands: Path) -> None:
    join(islands, "delmar", "delmar-2", "Two spellings.")
    store = build(islands).store
    base, al = "https://example.org/islands/", "https://w3id.org/allegiance/ns#"
    asked = f"ASK {{ GRAPH ?g {{ <{base}delmar> <{al}expels_envoy_of> <{base}asteria> }} }}"
    assert bool(store.query(asked))
    kept = f"ASK {{ GRAPH ?g {{ <{base}delmar-2> <{al}mergedInto> <{base}delmar> }} }}"
    assert bool(store.query(kept))
    text = (islands / FILE).read_text("utf-8")
    assert '"Two spellings."' in text
    assert '"2026-03-01"' in text
    assert "1 statements, 1 links" in text


def test_both_ways_to_build_make_the_same_merged_store(islands: Path) -> None:
    join(islands, "delmar", "delmar-2")
    join(islands, "guards", "guard")
    quick, careful = both_ways(islands)
    assert quick == careful


def test_a_merge_goes_on_to_the_one_that_the_one_kept_was_merged_into(islands: Path) -> None:
    join(islands, "guards", "guard")
    path = islands / "all.ttl"
    more = ':watch a al:ArmedForce ; rdfs:label "Watch"@en .\n'
    path.write_text(path.read_text("utf-8") + more, "utf-8")
    join(islands, "watch", "guards")
    catalogue = build(islands).catalogue
    assert catalogue.links["ln-1"].subject == "watch"
    assert catalogue.actors["watch"].merged == ("guard", "guards")
    quick, careful = both_ways(islands)
    assert quick == careful
    unmerge_actor(islands, build(islands), "guard")
    assert build(islands).catalogue.links["ln-1"].subject == "guard"


def test_undoing_a_merge_restores_every_byte(islands: Path) -> None:
    before = contents(islands)
    join(islands, "delmar", "delmar-2")
    one = contents(islands)
    assert one.keys() - before.keys() == {FILE.name}
    assert all(one[name] == before[name] for name in before)
    join(islands, "guards", "guard")
    unmerge_actor(islands, build(islands), "guard")
    assert contents(islands) == one
    report = unmerge_actor(islands, build(islands), "delmar-2")
    assert contents(islands) == before
    assert (report.kept, report.dropped, report.statements, report.links) == (
        "delmar",
        "delmar-2",
        1,
        1,
    )


@pytest.mark.parametrize("ending", ["", "\n", "\n\n", "\r\n"])
def test_a_file_of_merges_that_one_keeps_oneself_comes_back_as_it_was(
    islands: Path, ending: str
) -> None:
    (islands / FILE).write_bytes(f"# My own remark{ending}".encode())
    before = contents(islands)
    join(islands, "delmar", "delmar-2")
    unmerge_actor(islands, build(islands), "delmar-2")
    assert contents(islands) == before


def test_other_files_may_change_before_a_merge_is_undone(islands: Path) -> None:
    join(islands, "delmar", "delmar-2")
    path = islands / "all.ttl"
    path.write_text(path.read_text("utf-8") + "# one more remark\n", "utf-8")
    before = contents(islands)
    del before[FILE.name]
    unmerge_actor(islands, build(islands), "delmar-2")
    assert contents(islands) == before


def test_a_record_that_was_rewritten_by_hand_is_left_alone(islands: Path) -> None:
    join(islands, "delmar", "delmar-2")
    path = islands / FILE
    path.write_text(path.read_text("utf-8").replace("\n    <", "\n  <", 1), "utf-8")
    before = contents(islands)
    with pytest.raises(InputError, match="Take it out by hand"):
        unmerge_actor(islands, build(islands), "delmar-2")
    assert contents(islands) == before


def test_only_what_was_merged_can_be_undone(islands: Path) -> None:
    join(islands, "delmar", "delmar-2")
    with pytest.raises(UnknownNameError, match=r"Did you mean .*delmar-2"):
        unmerge_actor(islands, build(islands), "delmar-3")


@pytest.mark.parametrize(
    ("kept", "dropped", "reason"),
    [
        ("delmar", "delmar", "Delmar (delmar) is one actor already"),
        ("delmar", "chief", "two kinds are not one actor"),
        ("delmar", "borealis", "would have Delmar (delmar) act on itself, in st-2"),
        ("asteria", "borealis", "makes two poles of dossier.toml one: Borealis (borealis)"),
        (
            "guard",
            "delmar",
            "merges Delmar (delmar), of the kind state, into Guard (guard), of the",
        ),
        ("guard", "delmar", "of the kind armed force: two kinds are not one actor"),
    ],
)
def test_what_cannot_be_one_is_refused_and_nothing_is_written(
    islands: Path, kept: str, dropped: str, reason: str
) -> None:
    before = contents(islands)
    with pytest.raises(InputError) as caught:
        join(islands, kept, dropped)
    assert reason in str(caught.value)
    assert "nothing was written" in str(caught.value)
    assert "al:" not in str(caught.value), "the words of a reader, not those of a file"
    assert "merges.ttl" not in str(caught.value), "no line of a file that was not written"
    assert contents(islands) == before


@pytest.mark.parametrize(
    ("code", "clash"),
    [
        ("cow:998", "cow:999 and cow:998"),
        ("cow:998 1990/2000", "cow:999 and cow:998 1990/2000"),
    ],
)
def test_actors_with_different_codes_at_one_time_are_merged_only_by_force(
    islands: Path, code: str, clash: str
) -> None:
    mend(islands, 'al:iso3 "DLM"', f'al:code "{code}"')
    before = contents(islands)
    with pytest.raises(InputError, match=f"at the same time: {clash}.*--force"):
        join(islands, "delmar", "delmar-2")
    assert contents(islands) == before
    join(islands, "delmar", "delmar-2", force=True)
    found = {str(code) for code in build(islands).actors["delmar"].codes}
    assert found == {"cow:999", code}


def test_codes_of_other_times_or_systems_and_a_code_of_both_do_not_keep_two_apart(
    islands: Path,
) -> None:
    mend(islands, '"cow:999"', '"cow:999 1990/", "gw:5", "wikidata:Q1"')
    mend(islands, 'al:iso3 "DLM"', 'al:code "cow:998 1955/1990", "gw:5", "gw:6"')
    join(islands, "delmar", "delmar-2")
    assert build(islands).actors["delmar"].merged == ("delmar-2",)


@pytest.mark.parametrize("name", ["Republic of Delmar", "republic of delmar", "Delmare", "DELMARÉ"])
def test_a_merge_is_undone_by_any_name_of_the_one_dropped(islands: Path, name: str) -> None:
    before = contents(islands)
    join(islands, "delmar", "delmar-2")
    assert unmerge_actor(islands, build(islands), name).dropped == "delmar-2"
    assert contents(islands) == before


def test_a_name_of_two_that_were_merged_is_asked_about(islands: Path) -> None:
    mend(islands, '"Guard"@en .', '"Guard"@en ; skos:altLabel "The watch"@en .')
    mend(
        islands,
        '"Guards"@en .',
        """"Guards"@en ; skos:altLabel "The watch"@en .
:watch a al:ArmedForce ; rdfs:label "Watchmen"@en .""",
    )
    join(islands, "watch", "guards")
    join(islands, "watch", "guard")
    with pytest.raises(InputError, match="can mean guard or guards"):
        unmerge_actor(islands, build(islands), "The watch")


RECORD = """:merge-{n} a al:Merge ; al:kept :{kept} ; al:dropped :{dropped} ;
    al:mergedOn "2026-03-01"^^xsd:date .
"""


@pytest.mark.parametrize(
    ("records", "said"),
    [
        ([("delmar", "delmr-2")], "Did you mean delmar-2"),
        ([("dlmar", "delmar-2")], "Did you mean delmar"),
        ([("guard", "guards"), ("guards", "guard")], "closes a circle of merges"),
        ([("delmar", "delmar-2"), ("asteria", "delmar-2")], "a second time"),
        ([("delmar", "chief")], "merges The chief (chief), of the kind person, into Delmar"),
    ],
)
def test_check_says_what_is_wrong_with_a_record_and_where(
    islands: Path, dossiers: ModuleType, records: list[tuple[str, str]], said: str
) -> None:
    text = dossiers.PREFIXES.replace(dossiers.BASE, "https://example.org/islands/")
    for n, (kept, dropped) in enumerate(records):
        text += RECORD.format(n=n, kept=kept, dropped=dropped)
    (islands / FILE).write_text(text, "utf-8")
    found = [problem for problem in check(islands) if said in problem.message]
    assert found
    assert list(review(islands).errors) == check(islands)
    assert all(problem.file == islands / FILE and problem.line for problem in found)
    settings, files = open_folder(islands)
    assert load_sound(settings, files, derived=True) is None


def test_a_merge_that_closes_a_circle_of_links_is_refused(islands: Path) -> None:
    path = islands / "all.ttl"
    more = """:ln-2 a al:Link ; al:subject :delmar ; al:relation al:part_of ; al:object :guards ;
    al:grade "B2" ; prov:wasDerivedFrom :gazette .
"""
    path.write_text(path.read_text("utf-8") + more, "utf-8")
    join(islands, "delmar", "delmar-2")
    with pytest.raises(InputError, match="closes a circle of links"):
        join(islands, "guards", "guard")


@pytest.mark.parametrize(
    ("code", "said"),
    [("432", "is no code"), ("cow:260 1991/1955", "ends before"), ("cow:1 2022-02-30/", "no date")],
)
def test_a_wrong_code_is_found_both_ways(islands: Path, code: str, said: str) -> None:
    path = islands / "all.ttl"
    path.write_text(path.read_text("utf-8").replace("cow:999", code), "utf-8")
    assert any(said in problem.message for problem in check(islands))
    settings, files = open_folder(islands)
    assert load_sound(settings, files, derived=True) is None
