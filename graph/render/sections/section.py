"""A section of the brief: a heading, its markup, and what it adds to the leading sentences."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from allegiance.graph.render.page import environment


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a page, with the sentences that lead to it.

    ``headlines`` are for the top of the page, as far as there is room, with a link here;
    ``details`` are told here alone. Where ``says_itself``, the markup tells all of them anyway.
    ``anchor`` is our own word, unique on the page; ``title`` and sentences are plain text.
    ``sources`` are the ids of those that it links to: the page lists them.
    """

    anchor: str
    title: str
    markup: Markup
    headlines: tuple[str, ...] = ()
    sources: frozenset[str] = frozenset()
    details: tuple[str, ...] = ()
    says_itself: bool = False


@dataclass(frozen=True, slots=True)
class Missing:
    """A section that a page does not have: what it would be on, and why there is none."""

    name: str
    reason: str


def write_section(
    template: str,
    *,
    anchor: str,
    title: str,
    headlines: tuple[str, ...] = (),
    sources: frozenset[str] = frozenset(),
    details: tuple[str, ...] = (),
    says_itself: bool = False,
    **parts: object,
) -> Section:
    """The section that a template of ours makes of ``parts``; all text in them is escaped."""
    markup = Markup(environment().get_template(template).render(**parts))  # noqa: S704 - autoescaped
    return Section(anchor, title, markup, headlines, sources, details, says_itself)
