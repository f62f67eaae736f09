"""Rows and triples as text: table, CSV, TSV, JSON, XML, Turtle, N-Triples."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

import pyoxigraph
from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
)
from rich.cells import cell_len

from allegiance.graph.model.errors import InputError

Term = NamedNode | BlankNode | Literal | Triple
Row = Sequence[Term | None]

RESULT_FORMATS = {
    "tsv": QueryResultsFormat.TSV,
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
}
GRAPH_FORMATS = {"turtle": RdfFormat.TURTLE, "ntriples": RdfFormat.N_TRIPLES}

XSD = "http://www.w3.org/2001/XMLSchema#"
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[+-]?INF|NaN")
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
_LOCAL = re.compile(r"\w[\w-]*(?:\.[\w-]+)*")
_JOINERS = "\u200c\u200d"  # Persian and Indic spelling needs them, and they move nothing


def term_text(term: Term | None) -> str:
    """The term in Turtle's notation, a triple term in ``<<( )>>``, nothing for an unbound one.

    >>> term_text(NamedNode("http://example.org/mali"))
    '<http://example.org/mali>'
    """
    if isinstance(term, Triple):
        return f"<<( {' '.join(map(term_text, term))} )>>"
    return "" if term is None else str(term)


def plain_text(term: Term | None) -> str:
    """The IRI or the literal's lexical form, without quotes, brackets, language or datatype.

    >>> plain_text(Literal("Mali", language="en"))
    'Mali'
    """
    return term.value if isinstance(term, (NamedNode, Literal)) else term_text(term)


def read_tsv(payload: bytes) -> tuple[tuple[str, ...], tuple[tuple[Term | None, ...], ...]]:
    """The variables and rows of SPARQL results in TSV, the one format that keeps every term."""
    found = pyoxigraph.parse_query_results(payload, format=QueryResultsFormat.TSV)
    if not isinstance(found, QuerySolutions):
        message = "These results are a truth value, not rows. Ask for rows with SELECT."
        raise InputError(message)
    return tuple(name.value for name in found.variables), tuple(tuple(row) for row in found)


def write_results(variables: Sequence[str], rows: Iterable[Row], *, notation: str) -> str:
    """The rows in W3C's TSV, JSON or XML, as the engine writes them.

    Raises
    ------
    InputError
        For a control character in XML, which has no way to write it.
    """
    lines = ["\t".join(f"?{name}" for name in variables)]
    lines += ["\t".join(map(term_text, row)) for row in rows]
    payload = ("\n".join(lines) + "\n").encode()
    found = pyoxigraph.parse_query_results(payload, format=QueryResultsFormat.TSV)
    written = (found.serialize(format=RESULT_FORMATS[notation]) or b"").decode()
    if notation == "xml" and (control := _NOT_IN_XML.search(written)):
        message = f"XML cannot hold the U+{ord(control[0]):04X} in this answer. Choose json or tsv."
        raise InputError(message)
    return written


def write_truth(value: bool, *, notation: str) -> str:
    """An ASK's answer: W3C's JSON or XML, the bare word ``true`` or ``false`` in the rest."""
    word = "true" if value else "false"
    if notation in ("json", "xml"):
        payload = f'{{"head":{{}},"boolean":{word}}}'.encode()
        found = pyoxigraph.parse_query_results(payload, format=QueryResultsFormat.JSON)
        return (found.serialize(format=RESULT_FORMATS[notation]) or b"").decode()
    return f"{word}\n"


def write_graph(triples: Iterable[Triple], *, notation: str, prefixes: Mapping[str, str]) -> str:
    """The triples in Turtle (with the prefixes) or N-Triples."""
    written = pyoxigraph.serialize(triples, format=GRAPH_FORMATS[notation], prefixes=dict(prefixes))
    return (written or b"").decode()


def write_csv(variables: Sequence[str], rows: Iterable[Row]) -> str:
    r"""The rows in W3C's CSV, safe to open in a spreadsheet.

    A cell that a spreadsheet would take for a formula gets a leading apostrophe, unless it is a
    number of a numeric datatype.

    >>> write_csv(["x"], [[Literal("=1+1")], [Literal(-2)]])
    "x\r\n'=1+1\r\n-2\r\n"
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(variables)
    writer.writerows([_safe_cell(term) for term in row] for row in rows)
    return out.getvalue()


def write_rows(columns: Sequence[str], rows: Iterable[Sequence[object]], *, notation: str) -> str:
    r"""Plain values as CSV, or as TSV for ``notation`` "tsv"; None and nan are empty cells.

    Text that a spreadsheet would take for a formula gets a leading apostrophe.

    >>> write_rows(["x", "n"], [["=1+1", -2.5], [None, float("nan")]], notation="csv")
    "x,n\r\n'=1+1,-2.5\r\n,\r\n"
    """
    out = io.StringIO()
    mark = "\t" if notation == "tsv" else ","
    writer = csv.writer(out, lineterminator="\r\n", delimiter=mark)
    writer.writerow(columns)
    writer.writerows([_plain_cell(value) for value in row] for row in rows)
    return out.getvalue()


def _plain_cell(value: object) -> str:
    if value is None or value != value:
        return ""
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA_STARTS) else text


def _safe_cell(term: Term | None) -> str:
    text = plain_text(term)
    return f"'{text}" if text.startswith(_FORMULA_STARTS) and not is_number(term) else text


def is_number(term: Term | None) -> bool:
    """Whether the term is a literal of an XSD datatype that is written as a number is.

    >>> is_number(Literal(-2)), is_number(Literal("-2"))
    (True, False)
    """
    if not isinstance(term, Literal) or not _NUMBER.fullmatch(term.value):
        return False
    return term.datatype.value.startswith(XSD) and term.datatype.value != f"{XSD}string"


def write_table(
    variables: Sequence[str], rows: Iterable[Row], *, prefixes: Mapping[str, str]
) -> str:
    """The rows as aligned columns for a terminal, IRIs shortened by ``prefixes``.

    What could drive the terminal or turn the text around (control characters, bidi controls)
    stands as an escape.

    >>> print(write_table(["x", "n"], [[Literal("Mali"), Literal(3)]], prefixes={}), end="")
    x     n
    ----  -
    Mali  3
    """
    spaces = sorted(prefixes.items(), key=lambda pair: len(pair[1]), reverse=True)
    cells = [[visible(shorten(term, spaces)) for term in row] for row in rows]
    columns = [visible(name) for name in variables]
    widths = [max(map(cell_len, column)) for column in zip(columns, *cells, strict=True)]
    lines = [columns, ["-" * width for width in widths], *cells]
    return "".join(f"{_aligned(line, widths)}\n" for line in lines)


def _aligned(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = [
        cell + " " * (width - cell_len(cell)) for cell, width in zip(cells, widths, strict=True)
    ]
    return "  ".join(padded).rstrip()


def shorten(term: Term | None, spaces: Iterable[tuple[str, str]]) -> str:
    """The term's plain text, an IRI as ``prefix:local`` by the first namespace that fits.

    >>> shorten(NamedNode("http://example.org/mali"), [("ex", "http://example.org/")])
    'ex:mali'
    """
    text = plain_text(term)
    if isinstance(term, NamedNode):
        for prefix, namespace in spaces:
            if text.startswith(namespace) and _LOCAL.fullmatch(text, len(namespace)):
                return f"{prefix}:{text[len(namespace) :]}"
    return text


def visible(text: str) -> str:
    r"""The text with every character that has no look of its own written as an escape.

    >>> visible("a\x1b[31m\u202eb")
    'a\\x1b[31m\\u202eb'
    """
    return "".join(map(_visible_character, text)) if not text.isprintable() else text


def _visible_character(character: str) -> str:
    hidden = unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp")
    if hidden and character not in _JOINERS:
        return ascii(character)[1:-1]
    return character
