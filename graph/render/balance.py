"""The balance of a network in words and tables."""

from __future__ import annotations

import math
from collections.abc import Sequence

from allegiance.graph.analysis.balance.tension import DayBalance, Edge, FrustratedEdge, Tension
from allegiance.graph.render.tables import text_table
from allegiance.graph.render.words import Label, percent, say_day

_MEANING = {
    "T": "share of balanced triads",
    "K": "share of balanced closed walks",
    "F": "1 - 2 L / edges",
    "L": "frustration index, in edges",
}
# How many tensions and actors are listed.
_MOST = 12


def say_tension(tension: Tension, label: Label, *, past: bool = False) -> str:
    """An unbalanced triad as a sentence: Mali stands with A and with B, who oppose each other."""
    stand, oppose = ("stood", "opposed") if past else ("stands", "oppose")
    if tension.torn is None:
        first, second, third = map(label, tension.actors)
        return f"{first}, {second} and {third} all {oppose} each other."
    one, other = (label(actor) for actor in tension.actors if actor != tension.torn)
    return f"{label(tension.torn)} {stand} with {one} and with {other}, who {oppose} each other."


def say_edge(edge: Edge, label: Label) -> str:
    """How two actors stand, as words: Mali and Russia stand together."""
    first, second = map(label, edge.actors)
    return f"{first} and {second} {'stand together' if edge.sign > 0 else 'oppose each other'}"


def say_cycle(one: FrustratedEdge, label: Label) -> str:
    """The shortest unbalanced cycle over an edge: A, B, C, and back to A."""
    if not one.cycle:
        return "none without meeting someone twice"
    return ", ".join(map(label, one.cycle))


def say_network(found: DayBalance) -> str:
    """The size of the network in a sentence; its actors include those without an edge."""
    balance, apart = found.balance, len(found.unplaced)
    actors = _count(balance.actors + apart, "actor", "actors")
    if apart:
        actors += f" ({apart} of them with mixed or neutral dealings only)"
    mixed = f" {_count(found.mixed, 'dyad is', 'dyads are')} neither." if found.mixed else ""
    return (
        f"On {say_day(found.at)}: {actors}, "
        f"{_count(balance.edges, 'edge', 'edges')}, {balance.negative} of them hostile.{mixed}"
    )


def say_frustration(found: DayBalance) -> str:
    """The frustration index, and how surely it is known."""
    one = found.balance.frustration
    if not one.total:
        return "There is no friendly or hostile edge: balance cannot be told."
    if not one.index:
        return "No edge stands against two camps: the network is balanced."
    known = "exactly" if one.exact else f"at least {one.bound:g}, at most"
    return (
        f"For two camps {known} {_count(round(one.index), 'edge', 'edges')} of {one.total:g} would "
        f"have to change (L; by weight {found.weighted.index:.2f} of {found.weighted.total:.2f})."
    )


def balance_text(found: DayBalance, label: Label) -> str:
    """The balance of a day: measures with ranges, what makes the tension, on what it rests."""
    blocks = [f"{say_network(found)} {say_frustration(found)}"]
    if found.balance.edges:
        blocks.append(measures_table(found))
    if found.tensions:
        shown = found.tensions[:_MOST]
        count = (
            f" ({len(shown)} of {len(found.tensions)})" if len(shown) < len(found.tensions) else ""
        )
        blocks.append(f"What makes the tension{count}")
        blocks += [_tension_text(one, label) for one in shown]
    if found.frustrated:
        blocks += [
            "Edges that disagree with the best two camps found",
            _frustrated_table(found, label),
        ]
    if found.parts:
        blocks += ["Who has part in it", _parts_table(found, label)]
    return "\n\n".join(blocks)


def measures_table(found: DayBalance) -> str:
    """T, K, F and L beside the range of the draws and the shuffled signs."""
    rows = []
    for name, spread in found.spreads.items():
        score = found.null.scores.get(name) if found.null else None
        rows.append(
            (
                name,
                _MEANING[name],
                _number(spread.value),
                _range(spread.low, spread.high),
                _range(score.low, score.high) if score else "",
                f"{score.z:+.1f}" if score and not math.isnan(score.z) else "",
            )
        )
    columns = ("", "what", "value", "80% of draws", "80% of shuffled signs", "z")
    return text_table(columns, rows)


def course_table(course: Sequence[DayBalance]) -> str:
    """The balance through time, a row a period; the last column counts unbalanced triads."""
    columns = ("day", "actors", "edges", "hostile", "T", "K", "F", "F, 80%", "L", "unbalanced")
    return text_table(columns, [_course_cells(found) for found in course])


def course_lines(course: Sequence[DayBalance], label: Label) -> list[str]:
    """Each tension of each period as a sentence, with its day and probability."""
    return [
        f"{found.at}: {say_tension(one, label)} ({percent(one.probability)})"
        for found in course
        for one in found.tensions
    ]


def _tension_text(tension: Tension, label: Label) -> str:
    rows = [
        (say_edge(e, label), f"{e.balance:+.2f}", percent(e.probability), ", ".join(e.statements))
        for e in tension.edges
    ]
    table = text_table(("edge", "balance", "holds", "statements"), rows)
    return f"{say_tension(tension, label)} All three hold: {percent(tension.probability)}.\n{table}"


def _frustrated_table(found: DayBalance, label: Label) -> str:
    rows = [
        (
            say_edge(one.edge, label),
            f"{one.edge.balance:+.2f}",
            percent(one.edge.probability),
            "yes" if one.always else "no",
            percent(one.share),
            say_cycle(one, label),
            ", ".join(one.edge.statements),
        )
        for one in found.frustrated
    ]
    columns = (
        "edge",
        "balance",
        "holds",
        "with every best pair",
        "in draws",
        "shortest unbalanced cycle",
        "statements",
    )
    return text_table(columns, rows)


def _parts_table(found: DayBalance, label: Label) -> str:
    rows = [(label(p.actor), str(p.triads), f"{p.relief:g}") for p in found.parts[:_MOST]]
    return text_table(("who", "unbalanced triads", "L falls without it by"), rows)


def _count(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"


def _number(value: float) -> str:
    return "cannot be told" if math.isnan(value) else f"{value:.3g}"


def _range(low: float, high: float) -> str:
    return "" if math.isnan(low) else f"{low:.3g} to {high:.3g}"


def _course_cells(found: DayBalance) -> list[str]:
    balance, spread = found.balance, found.spreads.get("F")
    frustration = balance.frustration
    floor = "" if frustration.exact else f" (at least {frustration.bound:g})"
    return [
        found.at.isoformat(),
        *(str(number) for number in (balance.actors, balance.edges, balance.negative)),
        *("" if math.isnan(x) else f"{x:.2f}" for x in balance.values.values()),
        _range(spread.low, spread.high) if spread else "",
        f"{frustration.index:g}{floor}",
        str(len(found.tensions)),
    ]
