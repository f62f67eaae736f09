"""Errors: one root, and messages that say where it is wrong and what to do."""

from pathlib import Path

import pytest

from allegiance.graph.model import errors
from allegiance.graph.model.errors import (
    AllegianceError,
    DossierError,
    Problem,
    QueryError,
    UnknownNameError,
    nearest,
)


def test_every_error_has_the_one_root() -> None:
    raised = [value for value in vars(errors).values() if isinstance(value, type)]
    kinds = {kind.__name__ for kind in raised if issubclass(kind, Exception)}
    assert kinds == {
        "AllegianceError",
        "DossierError",
        "UnknownNameError",
        "InputError",
        "QueryError",
    }
    assert all(issubclass(getattr(errors, name), AllegianceError) for name in kinds)


def test_a_problem_names_file_line_and_what_is_wrong() -> None:
    placed = Problem(Path("sahel/ties.ttl"), 12, "ti-1 needs a source")
    assert str(placed) == "sahel/ties.ttl:12: error: ti-1 needs a source"
    assert str(Problem(Path("sahel"), None, "is no folder")) == "sahel: error: is no folder"


@pytest.mark.parametrize(
    ("count", "head"), [(1, "1 problem in the dossier:"), (2, "2 problems in the dossier:")]
)
def test_a_dossier_error_lists_all_its_problems(count: int, head: str) -> None:
    problems = [Problem(Path("a.ttl"), n, f"number {n}") for n in range(1, count + 1)]
    error = DossierError(problems)
    assert error.problems == tuple(problems)
    assert str(error).splitlines() == [head, *(f"  {problem}" for problem in problems)]


def test_an_unknown_name_is_answered_with_its_neighbours_and_where_to_look() -> None:
    error = UnknownNameError(
        "Frnce", kind="actor", known=["Russia", "France"], see="allegiance actors"
    )
    assert error.suggestions == ("France",)
    assert str(error) == "No actor 'Frnce'. Did you mean France? See: allegiance actors"


def test_a_name_without_neighbours_is_not_guessed_at() -> None:
    error = UnknownNameError("Xyzzy", kind="actor", known=["France"], see="allegiance actors")
    assert error.suggestions == ()
    assert str(error) == "No actor 'Xyzzy'. See: allegiance actors"


def test_several_neighbours_are_offered_best_first() -> None:
    error = UnknownNameError("Mali", kind="actor", known=["Malian", "Malia"], see="x")
    assert error.suggestions == ("Malia", "Malian")
    assert "Did you mean Malia or Malian?" in str(error)


def test_neighbours_are_found_whatever_their_case_and_named_once() -> None:
    assert nearest("FRNCE", ["France", "france", "FRANCE"]) == ("France",)
    assert nearest("x", []) == ()
    assert len(nearest("aaaa", ["aaab", "aaac", "aaad", "aaae"])) == 3
    assert len(nearest("aaaa", ["aaab", "aaac", "aaad", "aaae"], most=1)) == 1


def test_a_query_error_says_why_in_one_word() -> None:
    error = QueryError("It ran over 5 seconds.", reason="timeout")
    assert (str(error), error.reason) == ("It ran over 5 seconds.", "timeout")
