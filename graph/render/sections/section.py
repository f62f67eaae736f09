"""A section of the brief: a heading, its markup, and what it adds to the leading sentences."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from allegiance.graph.render.page import environment


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a page; ``headlines`` go to the page's leading sentences, with a link here.

    ``anchor`` is our own word, unique on the page; ``title`` and ``headlines`` are plain text.
    ``sources`` are the ids of those that it links to: the page lists them.
    """

    anchor: str
    title: str
    markup: Markup
    headlines: tuple[str, ...] = ()
    sources: frozenset[str] = frozenset()


def write_section(
    template: str,
    *,
    anchor: str,
    title: str,
    headlines: tuple[str, ...] = (),
    sources: frozenset[str] = frozenset(),
    **parts: object,
) -> Section:
    """The section that a template of ours makes of ``parts``; all text in them is escaped."""
    markup = Markup(environment().get_template(template).render(**parts))  # noqa: S704 - autoescaped
    return Section(anchor, title, markup, headlines, sources)
