"""Sanctions of the European Union: who is listed, since when, under which regime and act."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from allegiance.graph.datasets.files import open_data
from allegiance.graph.datasets.protocol import Fact, Reading
from allegiance.graph.model.errors import InputError

_WHAT = "the sanctions of the European Union as OpenSanctions lists them from the Official Journal"
_NEEDED = ("programKey", "annex", "measure", "startDate", "schema", "name", "celex")
_READ = (*_NEEDED, "recordId", "alias", "weakAlias", "previousName", "nationality")
_CELEX = re.compile(r"\d{5}[A-Z]{1,2}\d{4}")
_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_KINDS = {"Person": "person", "LegalEntity": "organisation", "Vessel": "vessel"}
# A name may be followed by others: in brackets, after "a.k.a.", or after a dash in its own script.
_OTHERS = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")
_AKA = re.compile(r"^\s*(?:a\.?k\.?a\.?|alias|also known as)[:\s]*", re.IGNORECASE)
_SCRIPTS = re.compile(
    r"\s[-\u2013\u2014](?=\s*$|\s+[^\x00-\u024f])|\s(?=[^\x00-\u024f\u2010-\u2030])"
)
_QUOTED = re.compile(r"['\"\u2018\u201c](.*)['\"\u2019\u201d]")
# One record is never longer: a quotation mark that is not closed would swallow what follows.
_LONGEST: Final = 50


class EuSanctions:
    """The lists of the European Union's restrictive measures, from its Official Journal.

    The reasons of a listing are sentences of others and are not read; neither are papers, births,
    addresses and other particulars of persons. A listing that was lifted is in the file no more.
    """

    name = "eu-sanctions"
    columns: Mapping[str, str] = {
        "name": "who is listed, given name first, without other names",
        "other_names": 'other names and spellings, parted by "; "',
        "published": "the name as published",
        "kind": "person, organisation or vessel",
        "nationality": "as published, not a state's id",
        "regime": "the programme, by its key: EU-MLI is the one on Mali",
        "measure": "what is imposed: asset freeze, ...",
        "start": "the day of listing",
        "act": "the consolidated act, by its CELEX number",
        "annex": "the annex and part of the act",
        "record": "the number of the row in its list",
    }

    def read(self, files: Sequence[Path]) -> Reading:
        """The listings, a row each."""
        import pandas as pd

        found: list[dict[str, str]] = []
        left_out: Counter[str] = Counter()
        seen: set[tuple[str, ...]] = set()
        for path in files:
            for record in _records(path, left_out):
                listing = _listing(record)
                key = tuple(listing[name] for name in ("published", "act", "measure", "start"))
                if not listing["start"]:
                    left_out["no day of listing"] += 1
                elif not listing["name"]:
                    left_out["no name"] += 1
                elif key in seen:
                    left_out["the same listing again"] += 1
                else:
                    seen.add(key)
                    found.append(listing)
        table = pd.DataFrame(found, columns=list(self.columns), dtype=str)
        return Reading(table, len(table) + sum(left_out.values()), {}, dict(left_out))

    def facts(self, reading: Reading) -> Iterator[Fact]:
        """A tie a listing: the European Union sanctions the one who is listed."""
        for row in reading.table.to_dict("records"):
            name, regime = str(row["name"]), str(row["regime"])
            yield Fact(
                key=f"{row['act']}-{_slug(str(row['published']))}-{row['start']}",
                label=f"The European Union lists {name} under the regime {regime} on {row['start']}"
                f" ({row['measure'].lower()}).",
                subject="European Union",
                relation="sanctions",
                object=name,
                start=str(row["start"]),
                credibility=1,
                note=f"CELEX {row['act']}, annex {row['annex']}. In force when the file was made.",
            )


def split_names(published: str) -> tuple[str, tuple[str, ...]]:
    """The name of one who is listed, given name first, and the other names that stand with it.

    Examples
    --------
    >>> split_names("DIAW, Malick")
    ('Malick DIAW', ('DIAW, Malick',))
    >>> split_names("Al-Sayyad Company (aka 'ISIS Hunters')")
    ('Al-Sayyad Company', ('ISIS Hunters',))
    """
    others = [one or other for one, other in _OTHERS.findall(published)]
    plain = _OTHERS.sub(" ", published)
    parts = _SCRIPTS.split(plain, maxsplit=1)
    first = _trim(parts[0])
    found = [_trim(name) for one in others for name in _AKA.sub("", one).split(",")]
    if len(parts) > 1:
        found += [_trim(name) for name in re.split("[,\u060c;]", parts[1])]
    turned = re.fullmatch(r"([^,]+), ([^,]+)", first)
    if turned and turned[1].isupper():
        found.insert(0, first)
        first = f"{turned[2]} {turned[1]}"
    names = dict.fromkeys(name for name in found if _tells(name) and name != first)
    return first, tuple(names)


def _tells(name: str) -> bool:
    """Whether it is a name rather than a short form: at least two words, or another script."""
    return " " in name or (bool(name) and not name.isascii())


def _trim(name: str) -> str:
    plain = " ".join(name.strip(" \t,;-\u2013\u2014").split())
    quoted = _QUOTED.fullmatch(plain)
    return quoted[1].strip() if quoted else plain


def _listing(record: Mapping[str, str]) -> dict[str, str]:
    name, others = split_names(record["name"])
    listed = [
        " ".join(one.split())
        for column in ("alias", "weakAlias", "previousName")
        for one in record.get(column, "").split(";")
    ]
    names = dict.fromkeys([*others, *(one for one in listed if one and one != name)])
    return {
        "name": name,
        "other_names": "; ".join(names),
        "published": " ".join(record["name"].split()),
        "kind": _KINDS.get(record["schema"], record["schema"].lower()),
        "nationality": record.get("nationality", "").strip(),
        "regime": record["programKey"].strip(),
        "measure": record["measure"].strip(),
        "start": _day(record["startDate"]),
        "act": record["celex"].strip(),
        "annex": record["annex"].strip(),
        "record": record.get("recordId", "").strip(),
    }


def _day(text: str) -> str:
    """The day of a date such as 4.2.2022 or 04.02.2022 as 2022-02-04; "" if it is none."""
    found = _DATE.fullmatch(text.strip())
    if found is None:
        return ""
    day, month, year = (int(part) for part in found.groups())
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return ""


def _records(path: Path, left_out: Counter[str]) -> Iterator[dict[str, str]]:
    """The records of a file by column; a quotation mark left open costs its own record alone."""
    with open_data(path, what=_WHAT) as data:
        try:
            with io.TextIOWrapper(data, encoding="utf-8-sig", newline="") as text:
                lines = text.readlines()
        except UnicodeDecodeError as error:
            message = f"{path} is no text in UTF-8. Expected are {_WHAT}: get it anew."
            raise InputError(message) from error
    header = next(csv.reader(lines[:1]), [])
    missing = [name for name in _NEEDED if name not in header]
    if missing:
        message = (
            f"{path} has no column {', '.join(missing)} in its first line. Expected are {_WHAT},"
            " parted by commas: get it anew."
        )
        raise InputError(message)
    where = {name: header.index(name) for name in _READ if name in header}
    celex, at = where["celex"], 1
    while at < len(lines):
        cells, used = _record(lines, at, width=len(header), celex=celex)
        at += used
        if cells:
            yield {name: cells[index] for name, index in where.items()}
        elif lines[at - used].strip():
            left_out["a row that is broken (quotation marks, or the number of cells)"] += 1


def _record(lines: Sequence[str], at: int, *, width: int, celex: int) -> tuple[list[str], int]:
    """The cells of the record that begins on a line, and its lines; no cells if it is broken."""
    for used in range(1, min(_LONGEST, len(lines) - at) + 1):
        text = "".join(lines[at : at + used])
        if text.count('"') % 2:
            continue
        cells = next(csv.reader(io.StringIO(text, newline="")), [])
        sound = len(cells) == width and _CELEX.fullmatch(cells[celex].strip()) is not None
        return (cells, used) if sound else ([], 1)
    return [], 1


def _slug(name: str) -> str:
    return re.sub(r"[^\w]+", "-", name.casefold()).strip("-")
