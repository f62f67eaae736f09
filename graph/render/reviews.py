"""What a check of a dossier found, as text and as rows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from allegiance.graph.store.review import Review
from allegiance.graph.store.warnings import summarise

REVIEW_COLUMNS = ("file", "line", "column", "cell", "severity", "code", "message")


def review_rows(review: Review) -> list[dict[str, Any]]:
    """Every error and warning, a row each; the code of an error is empty."""
    return [
        {
            "file": str(problem.file),
            "line": problem.line,
            "column": problem.column or None,
            "cell": problem.cell or None,
            "severity": problem.severity,
            "code": problem.code,
            "message": problem.message,
        }
        for problem in review.problems
    ]


def review_text(review: Review, folder: Path) -> str:
    """A line a problem, a line a kind of common warning that is only counted, and the totals."""
    lines = [str(problem) for problem in review.problems]
    lines += summarise(review.counted, review.statements)
    errors, warnings = len(review.errors), review.odd
    if not errors and not warnings:
        return f"{folder}: nothing is wrong."
    wrong = _number(errors, "error") if errors else "nothing is wrong"
    return "\n".join([*lines, f"{folder}: {wrong}, {_number(warnings, 'warning')}."])


def _number(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
