"""Edits of a dossier as its writer may make them, drawn by a seed."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path

WORDS = re.compile(r"(?<=[ :\"])[A-Za-z][\w-]*|\d+")


class Editor:
    """Someone who edits the Turtle files of a dossier, well and badly."""

    def __init__(self, folder: Path, prefixes: str, seed: int) -> None:
        self.folder, self.prefixes = folder, prefixes
        self.drawn = random.Random(seed)
        self.number = 0

    def edit(self) -> None:
        """One edit of any kind."""
        kinds: list[Callable[[], object]] = [
            self.swap_words,
            self.drop_line,
            self.take_block,
            self.move_block,
            self.rename_file,
            self.say_more,
            self.say_more,
            self.say_more,
            self.change_letter,
            self.change_letter,
            self.change_kind,
            self.remark,
            self.copy_block,
        ]
        for _ in range(self.drawn.randint(1, 2)):
            self.drawn.choice(kinds)()

    def swap_words(self) -> None:
        path, text = self.one_file()
        places = list(WORDS.finditer(text, text.find("\n\n")))
        if places:
            one, other = self.drawn.choice(places), self.drawn.choice(places)
            self.write(path, text[: one.start()] + other[0] + text[one.end() :])

    def drop_line(self) -> None:
        path, text = self.one_file()
        lines = text.splitlines(keepends=True)
        if len(lines) > 9:
            del lines[self.drawn.randrange(8, len(lines))]
            self.write(path, "".join(lines))

    def move_block(self) -> None:
        block = self.take_block()
        path, text = self.one_file()
        self.write(path, f"{text}\n\n{block}")

    def copy_block(self) -> None:
        _, text = self.one_file()
        path, other = self.one_file()
        self.write(path, f"{other}\n\n{self.drawn.choice(text.split(chr(10) * 2)[1:] or [''])}")

    def rename_file(self) -> None:
        path, _ = self.one_file()
        self.number += 1
        path.rename(path.with_name(f"renamed-{self.number}.ttl"))

    def change_letter(self) -> None:
        self.change(r'al:reliability "[A-F]"', lambda: f'al:reliability "{self.letter()}"')

    def change_kind(self) -> None:
        kinds = ["State", "Organisation", "Place", "InsurgentGroup"]
        self.change(r"a al:(State|Organisation|Place)\b", lambda: f"a al:{self.one_of(kinds)}")

    def remark(self) -> None:
        path, text = self.one_file()
        self.write(path, f"# {self.drawn.random()}\n{text}")

    def say_more(self) -> None:
        """Add something to a file, at times to a new one."""
        self.number += 1
        more = self.one_of(list(self.sayings()))
        path, text = self.one_file()
        if self.drawn.random() < 0.3:
            path, text = self.folder / f"more-{self.number}.ttl", self.prefixes
        self.write(path, f"{text}\n\n{more}\n")

    def sayings(self) -> Iterator[str]:
        """What may be said of nodes that are there; not all of it is right."""
        one, other = self.name("st"), self.name("st")
        side, target, source = self.name("actor"), self.name("actor"), self.name("source")
        new = f":new-{self.number}"
        grade = f'al:grade "{self.letter()}{self.drawn.randint(1, 6)}"'
        year = self.drawn.randint(2000, 2019)
        sides = f"al:subject {side} ; al:object {target} ; {grade} ; prov:wasDerivedFrom {source}"
        yield f"{one} al:conflictsWith {other} ."
        yield f"{one} al:basis {other} ."
        yield f"{one} al:denial [ a al:Denial ; al:by {side} ; prov:wasDerivedFrom {source} ] ."
        yield (
            f"{new} a al:Denial ; al:by {side} ; {grade} ; prov:wasDerivedFrom {source} ."
            f"\n{one} al:denial {new} ."
        )
        yield f"{one} prov:wasDerivedFrom {source} ."
        yield f'{one} al:end "{year}"^^xsd:gYear .'
        yield f"{one} al:weight 0.50 ."
        yield f'{one} al:weight "1"^^xsd:int .'
        yield f'{side} rdfs:label "A name {self.number}"@de ; al:activeFrom "{year}"^^xsd:gYear .'
        yield f'{side} al:activeUntil "{year}~"^^<http://id.loc.gov/datatypes/edtf/EDTF> .'
        yield f'{source} dcterms:date "{year}"^^xsd:gYear .'
        yield f":agency-0 rdfs:label 'Another {self.number}'@fr ."
        yield f"{new} a al:Link ; al:relation al:part_of ; {sides} ."
        for relation in ("stationed_in", "stationed_in", "supports"):
            yield (
                f'{new} a al:Statement ; rdfs:label "New"@en ; al:relation al:{relation} ;'
                f' al:start "{year}"^^xsd:gYear ; {sides} .'
            )
        if self.drawn.random() < 0.2:
            yield (
                f'{new} a al:TieRelation ; rdfs:label "new"@en ;'
                " al:channel al:defence ; al:weight 1.0 ."
            )
            yield (
                f"{new} a al:Merge ; al:kept {side} ; al:dropped {target} ;"
                ' al:mergedOn "2020-01-01"^^xsd:date .'
            )

    def change(self, pattern: str, new: Callable[[], str]) -> None:
        """Put something new in one place of those that fit a pattern."""
        paths = [p for p in self.files() if re.search(pattern, p.read_text(encoding="utf-8"))]
        if paths:
            path = self.drawn.choice(paths)
            text = path.read_text(encoding="utf-8")
            place = self.drawn.choice(list(re.finditer(pattern, text)))
            self.write(path, text[: place.start()] + new() + text[place.end() :])

    def take_block(self) -> str:
        path, text = self.one_file()
        blocks = text.split("\n\n")
        if len(blocks) < 2:
            return ""
        block = blocks.pop(self.drawn.randrange(1, len(blocks)))
        self.write(path, "\n\n".join(blocks))
        return block

    def name(self, kind: str) -> str:
        texts = "".join(path.read_text(encoding="utf-8") for path in self.files())
        return self.one_of(re.findall(rf"^(:{kind}-\d+) a ", texts, re.MULTILINE) or [":nobody"])

    def one_of(self, listed: list[str]) -> str:
        return self.drawn.choice(listed)

    def letter(self) -> str:
        return self.one_of(list("ABCDEF"))

    def files(self) -> list[Path]:
        return sorted(self.folder.glob("*.ttl"))

    def one_file(self) -> tuple[Path, str]:
        path = self.drawn.choice(self.files())
        return path, path.read_text(encoding="utf-8")

    def write(self, path: Path, text: str) -> None:
        path.write_text(text, encoding="utf-8")
