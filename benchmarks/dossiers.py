"""Invented dossiers of any size, equal for equal seeds, to measure with.

Run ``python -m benchmarks.dossiers FOLDER --statements 1000`` from the checkout to write one.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from allegiance.graph.store.ontology import FOLDER as ONTOLOGY_FOLDER

BASE = "https://example.org/invented/"
PREFIXES = f"""@prefix : <{BASE}> .
@prefix al: <https://w3id.org/allegiance/ns#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

"""
SETTINGS = f"""title = "An invented dossier to measure with"
base = "{BASE}"
window = {{ start = 2000-01-01, end = 2020-01-01 }}
poles = ["actor-0", "actor-1"]
"""
FIRST_YEAR, LAST_YEAR = 2000, 2019
# Each kind of actor with its share; the first actors are states, so that the poles are.
KINDS = {"State": 8, "ArmedForce": 3, "InsurgentGroup": 2, "Organisation": 2, "Operation": 2}
# About as often as in the shipped dossier, with a few that nobody can judge.
RELIABILITY = {"A": 60, "B": 440, "C": 310, "D": 160, "E": 25, "F": 5}
CREDIBILITY = {"1": 500, "2": 350, "3": 100, "4": 30, "5": 15, "6": 5}
# Sources tell of what happened in this many days before, and are recorded within as many after.
NEWS_DAYS, RECORDING_DAYS = 120, 60


@dataclass(frozen=True, slots=True)
class Recipe:
    """How much of what an invented dossier holds; shares lie in [0, 1].

    Some 9 triples a statement come of it.
    """

    statements: int
    actors: int = 500
    sources: int = 1_000
    ties: float = 0.3
    towards_poles: float = 0.15
    ended: float = 0.8
    denied: float = 0.02
    conflicting: float = 0.02
    based: float = 0.05
    partial_dates: float = 0.1
    two_sources: float = 0.35
    recorded: float = 0.2
    remarked: float = 0.2
    seed: int = 1


def write_dossier(folder: Path, recipe: Recipe) -> Path:
    """Write the dossier of ``recipe`` into ``folder``, a file a year; returns the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "dossier.toml").write_text(SETTINGS, encoding="utf-8")
    for name, text in Inventor(recipe).files().items():
        (folder / f"{name}.ttl").write_text(PREFIXES + text, encoding="utf-8")
    return folder


class Inventor:
    """Makes up the files of a dossier, one node after another."""

    def __init__(self, recipe: Recipe) -> None:
        self.recipe = recipe
        self.random = random.Random(recipe.seed)
        text = (ONTOLOGY_FOLDER / "relations.ttl").read_text(encoding="utf-8")
        self.acts = re.findall(r"^al:(\w+) a al:ActRelation", text, re.MULTILINE)
        found = re.findall(r"^al:(\w+) a al:TieRelation", text, re.MULTILINE)
        self.ties = [name for name in found if name != "part_of"]
        self.last_act = (-1, 0, 0, dt.date.min)
        first = dt.date(FIRST_YEAR, 1, 1)
        span = (dt.date(LAST_YEAR + 1, 1, 1) - first).days + NEWS_DAYS
        count = recipe.sources
        self.days = [first + dt.timedelta(days=(n + 1) * span // count) for n in range(count)]

    def files(self) -> dict[str, str]:
        """The Turtle of each file by its name, prefixes left out."""
        years: dict[str, list[str]] = {
            f"statements-{year}": [] for year in range(FIRST_YEAR, LAST_YEAR + 1)
        }
        for number in range(self.recipe.statements):
            year, text = self.statement(number)
            years[f"statements-{year}"].append(text)
        return {
            "actors": "\n".join(self.actors()),
            "links": "\n".join(self.links()),
            "sources": "\n".join(self.sources()),
            **{name: "\n".join(texts) for name, texts in years.items()},
        }

    def actors(self) -> Iterator[str]:
        """Every actor, and every agency whose text sources carry."""
        for number in range(self.recipe.actors):
            kind = "State" if number < 2 else self.one_of(KINDS)
            yield f""":actor-{number} a al:{kind} ;
    rdfs:label "Actor {number}"@en, "Acteur {number}"@fr .
"""
        for number in range(self.recipe.sources // 25 + 1):
            yield f':agency-{number} a al:Origin ; rdfs:label "Agency {number}"@en .\n'

    def links(self) -> Iterator[str]:
        """A patron for one actor in ten, always one of a lower number: no circle can close."""
        for number in range(10, self.recipe.actors, 10):
            yield f""":link-{number} a al:Link ;
    al:subject :actor-{number} ; al:relation al:part_of ; al:object :actor-{number // 10} ;
    al:grade "{self.grade()}" ; prov:wasDerivedFrom {self.source()} .
"""

    def sources(self) -> Iterator[str]:
        """Every source; one in four carries the text of an agency."""
        for number in range(self.recipe.sources):
            agency = f" ; al:origin :agency-{number % (self.recipe.sources // 25 + 1)}"
            yield f''':source-{number} a al:Source ;
    dcterms:title "Report {number}"@en ; dcterms:publisher "Publisher {number % 90}" ;
    dcterms:date {self.date(self.days[number])} ;
    schema:url <https://example.org/reports/{number}> ;
    al:reliability "{self.one_of(RELIABILITY)}"{agency if number % 4 == 0 else ""} .
'''

    def statement(self, number: int) -> tuple[int, str]:
        """The year in which a statement starts, and its Turtle."""
        subject, target = self.random.sample(range(self.recipe.actors), 2)
        if subject > 1 and self.chance(self.recipe.towards_poles):
            target = self.random.randrange(2)
        start, tie = self.day(), self.chance(self.recipe.ties)
        basis = None
        if tie and self.last_act[0] >= 0 and self.chance(self.recipe.based):
            basis, subject, target, start = self.last_act
        if not tie:
            self.last_act = number, subject, target, start
        relation = self.random.choice(self.ties if tie else self.acts)
        if relation == "succeeds":  # always one of a lower number: no circle can close
            subject, target = max(subject, target), min(subject, target)
        several = 2 if self.chance(self.recipe.two_sources) else 1
        sources = [self.source_after(start) for _ in range(several)]
        told = max(self.days[number] for number in sources)
        parts = [
            f":st-{number} a al:Statement",
            f'rdfs:label "Actor {subject} {relation.replace("_", " ")} actor {target}."@en',
            f"al:subject :actor-{subject}",
            f"al:relation al:{relation}",
            f"al:object :actor-{target}",
            f"al:start {self.date(start)}",
            f'al:grade "{self.grade()}"',
            f"prov:wasDerivedFrom {', '.join(f':source-{number}' for number in sources)}",
            *self.extras(number, start if tie else None, told),
            *([] if basis is None else [f"al:basis :st-{basis}"]),
        ]
        return start.year, " ;\n    ".join(parts) + " .\n"

    def extras(self, number: int, start: dt.date | None, told: dt.date) -> Iterator[str]:
        """What only some statements have: an end (ties), remarks, denials, conflicts."""
        recipe = self.recipe
        if start is not None and self.chance(recipe.ended):
            yield f"al:end {self.date(start + dt.timedelta(days=self.random.randint(400, 3000)))}"
        if self.chance(recipe.recorded):
            later = dt.timedelta(days=self.random.randint(0, RECORDING_DAYS))
            yield f'al:recorded "{told + later}"^^xsd:date'
        if self.chance(recipe.remarked):
            yield f'al:attribution "Spokesman {number % 70}"@en'
        if self.chance(recipe.denied):
            grade = f'al:grade "{self.grade()}" ; ' if self.chance(0.5) else ""
            denier = f":actor-{self.random.randrange(recipe.actors)}"
            voice = f"al:by {denier} ; {grade}prov:wasDerivedFrom {self.source()}"
            yield f"al:denial [ a al:Denial ; {voice} ]"
        if number and self.chance(recipe.conflicting):
            yield f"al:conflictsWith :st-{self.random.randrange(number)}"

    def day(self) -> dt.date:
        """Any day of the dossier's window."""
        first = dt.date(FIRST_YEAR, 1, 1)
        days = (dt.date(LAST_YEAR + 1, 1, 1) - first).days
        return first + dt.timedelta(days=self.random.randrange(days))

    def date(self, day: dt.date) -> str:
        """``day`` as Turtle, at times only its month or its year."""
        if not self.chance(self.recipe.partial_dates):
            return f'"{day}"^^xsd:date'
        if self.chance(0.3):
            return f'"{day.year}"^^xsd:gYear'
        return f'"{day:%Y-%m}"^^xsd:gYearMonth'

    def grade(self) -> str:
        """An Admiralty grade."""
        return self.one_of(RELIABILITY) + self.one_of(CREDIBILITY)

    def source(self) -> str:
        """The name of a source, of whatever day."""
        return f":source-{self.random.randrange(self.recipe.sources)}"

    def source_after(self, day: dt.date) -> int:
        """The number of a source that may tell of what happened on ``day``."""
        first = bisect_left(self.days, day)
        last = bisect_left(self.days, day + dt.timedelta(days=NEWS_DAYS))
        return self.random.randrange(first, max(last, first + 1))

    def one_of(self, shares: Mapping[str, int]) -> str:
        """One of the keys, drawn by its share."""
        return self.random.choices(list(shares), list(shares.values()))[0]

    def chance(self, share: float) -> bool:
        """True in ``share`` of the cases."""
        return self.random.random() < share


def main() -> None:
    """Write a dossier as the command line asks for it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--statements", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    write_dossier(options.folder, Recipe(options.statements, seed=options.seed))


if __name__ == "__main__":
    main()
