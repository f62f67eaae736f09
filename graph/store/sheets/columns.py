"""Which sheets there are, and their columns: one table for reader, writer and docs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from allegiance.graph.model import terms
from allegiance.graph.model.terms import al
from allegiance.graph.store.sheets.column import Column, Sheet

# Columns that hold what a reader of the sheet wants to know and the graph does not.
REMARKS = "remarks"
_ENGLISH = "en"


def _text(name: str, prop: str, help_: str, *also: str, needed: bool = False) -> Column:
    return Column(name, prop, "text", help_, language=_ENGLISH, also=also, needed=needed)


def _word(name: str, prop: str, help_: str, *also: str, needed: bool = False) -> Column:
    return Column(name, prop, "text", help_, also=also, needed=needed)


def _date(name: str, prop: str, help_: str, *also: str, needed: bool = False) -> Column:
    return Column(name, prop, "date", f"{help_} {_DATE}", also=also, needed=needed)


def _remark(name: str, help_: str) -> Column:
    return Column(name, "", "ignored", f"{help_} Not read.")


_DATE = "Write 2022-02-17, 2022-02 or 2022; in doubt 2022-02~ or 2022-02/2022-05."
_WORDS = "Everyday words for it, parted by |: a name that is missed is told this relation."
_OTHERS = "Whom it is not: ids by |."
_SOURCES = Column(
    "sources",
    terms.DERIVED_FROM,
    "source",
    "The sources, by id, parted by |.",
    many=True,
    also=("source_id", "source"),
    needed=True,
)
_ID = Column(
    "id",
    "",
    "id",
    "A short name that stays: letters, digits, - and _.",
    needed=True,
)
_NOTE = _text("note", al("note"), "A remark that is shown with it.")
_LABEL = _text("label", terms.RDFS_LABEL, "The name, in English.", "name", needed=True)
_GRADE = Column(
    "grade",
    al("grade"),
    "grade",
    "How reliable the source is (A to F) and how credible the claim (1 to 6): A1 to F6.",
    also=("certainty",),
    needed=True,
)
_CHANNEL = Column(
    "channel", al("channel"), "channel", f"One of {', '.join(terms.CHANNELS)}; else the relation's."
)
_WEIGHT = Column("weight", al("weight"), "number", "From -1 to 1; else the relation's.")
_QUANTITY = (
    Column("value", al("value"), "quantity", "A number, without unit; a range as 800-2000."),
    Column("low_value", al("lowValue"), "number", "The low end of a range."),
    Column("high_value", al("highValue"), "number", "The high end of a range."),
    Column("unit", al("unit"), "unit", "What the number counts: persons, USD million."),
    _text("bound", al("bound"), "about, at least, at most, more than; or a remark on the number."),
)
_VOICES = (
    Column(
        "asserted_by",
        al("assertedBy"),
        "voices",
        "Who says so: actors, parted by |; other voices become the attribution.",
        many=True,
    ),
    _text("attribution", al("attribution"), "Who says so, in words."),
    Column(
        "denied_by",
        al("denial"),
        "denials",
        "Who denies it, on the statement's own sources: actors, parted by |; else a note. "
        "The sheet denials says more.",
        many=True,
    ),
)
_CLAIM = (
    Column("subject", al("subject"), "entity", "Who acts: id, name or alias.", needed=True),
    Column(
        "relation",
        al("relation"),
        "relation",
        "What happens: a relation of the ontology, or of the sheet relations.",
        needed=True,
    ),
    Column("object", al("object"), "entity", "Towards whom: id, name or alias.", needed=True),
)
_SENTENCE = "One sentence that says what happened."
_GROUNDS = (
    _GRADE,
    _SOURCES,
    *_VOICES,
    Column(
        "conflicts_with",
        al("conflictsWith"),
        "statement",
        "Other accounts that cannot be true with this one, by id, parted by |.",
        many=True,
    ),
    Column(
        "basis",
        al("basis"),
        "statement",
        "The statements that a tie is put together from, by id, parted by |.",
        many=True,
    ),
    *_QUANTITY,
    _CHANNEL,
    _WEIGHT,
    Column("recorded", al("recorded"), "day", "The day the dossier learned it: 2022-02-17."),
    _NOTE,
)
_STATEMENT = (
    _ID,
    _text("label", terms.RDFS_LABEL, f"{_SENTENCE} Made from the row if empty.", "paraphrase"),
    *_CLAIM,
    _date("start", al("start"), "The day it happens, or begins.", needed=True),
    _date("end", al("end"), "The day it ends; empty while it stands."),
    *_GROUNDS,
    Column(
        "polarity",
        "",
        "polarity",
        "+, - or 0: read only where it differs from the relation's sign; weight says more.",
    ),
    _remark("status", "How far the work on the row is."),
)

_ALL = (
    Sheet(
        "actors",
        "",
        "Who exists: everyone and everything that statements are about.",
        (
            _ID,
            Column(
                "kind",
                terms.RDF_TYPE,
                "kind",
                f"One of {', '.join(terms.KINDS)}.",
                needed=True,
            ),
            _LABEL,
            Column(
                "aliases",
                terms.ALT_LABEL,
                "text",
                "Other names, parted by |; aliases_fr for other languages.",
                many=True,
                also=("alias",),
            ),
            Column("iso3", al("iso3"), "text", "ISO 3166-1 alpha-3 code: MLI."),
            Column(
                "country_iso3",
                al("iso3"),
                "country",
                "The ISO code of the actor's country; read for states alone.",
            ),
            Column(
                "wikidata",
                terms.SAME_AS,
                "wikidata",
                "The number in Wikidata: Q912.",
                also=("wikidata_qid",),
            ),
            Column(
                "same_as",
                terms.SAME_AS,
                "iri",
                "Links to the same elsewhere, parted by |.",
                many=True,
            ),
            Column(
                "part_of",
                "",
                "part_of",
                "Whom it is part of, on the editors' word (B2); the sheet links says more.",
            ),
            Column("different_from", terms.DIFFERENT_FROM, "entity", _OTHERS, many=True),
            _date("active_from", al("activeFrom"), "Since when it exists."),
            _date("active_until", al("activeUntil"), "Until when it exists."),
            Column(
                "directed_against",
                al("directedAgainst"),
                "entity",
                "Of a resolution: the actor it is directed against.",
            ),
            _NOTE,
            _remark("used_in_statements", "A count that the graph knows."),
        ),
    ),
    Sheet(
        "links",
        al("Link"),
        "Who is part of, controlled or backed by whom: acts of the one count for the other.",
        (
            _ID,
            _text("label", terms.RDFS_LABEL, "A sentence, if one wants.", "paraphrase"),
            Column("subject", al("subject"), "entity", "The part: id, name, alias.", needed=True),
            Column(
                "relation", al("relation"), "relation", "part_of, which is what it is if empty."
            ),
            Column("object", al("object"), "entity", "The whole: id, name or alias.", needed=True),
            _date("start", al("start"), "Since when; else as long as both exist."),
            _date("end", al("end"), "Until when."),
            *_GROUNDS,
        ),
    ),
    Sheet(
        "sources",
        al("Source"),
        "Where the statements come from.",
        (
            _ID,
            _text("title", terms.TITLE, "The title.", "title_or_description", needed=True),
            _word("publisher", terms.PUBLISHER, "Who published it.", needed=True),
            Column("url", terms.URL, "url", "An http or https link."),
            _date("date", terms.DATE, "The date of publication; empty if unknown."),
            Column(
                "reliability",
                al("reliability"),
                "reliability",
                "How reliable the source is, A to F.",
                needed=True,
            ),
            Column(
                "origin",
                al("origin"),
                "origin",
                "The agency whose text it carries, from the sheet origins.",
            ),
            _NOTE,
            _remark("date_basis", "How the date is known."),
            _remark("backs", "The statements say it."),
        ),
    ),
    Sheet(
        "origins",
        al("Origin"),
        "Agencies whose text several sources carry: sources of one origin are one voice.",
        (_ID, _LABEL, _NOTE),
    ),
    Sheet("statements", al("Statement"), "Who did what to whom, a row a claim.", _STATEMENT),
    Sheet("ties", al("Statement"), "What holds over an interval; as statements.", _STATEMENT),
    Sheet(
        "denials",
        al("Denial"),
        "Who denies a statement or link, with sources and grade of their own.",
        (
            Column(
                "id", "", "id", "Made from statement and actor if empty; _: for none.", needed=False
            ),
            Column("statement", "", "denied", "The statement or link that is denied, by id."),
            Column("by", al("by"), "entity", "The actor who denies: id, name, alias.", needed=True),
            _SOURCES,
            Column(
                "grade",
                al("grade"),
                "grade",
                "A1 to F6; else from the sources.",
                also=("certainty",),
            ),
            _text("note", al("note"), "What the denial says."),
        ),
    ),
    Sheet(
        "commitments",
        al("Commitment"),
        "What was promised, until when, and what became of it.",
        (
            _ID,
            _text("label", terms.RDFS_LABEL, "One sentence that says what was promised.", "what"),
            Column(
                "promised_by",
                al("promisedBy"),
                "entity",
                "Who promised.",
                also=("who",),
                needed=True,
            ),
            Column(
                "promised_to",
                al("promisedTo"),
                "entity",
                "To whom.",
                also=("to_whom",),
                needed=True,
            ),
            _date("promised_on", al("promisedOn"), "When it was promised.", needed=True),
            _date("due", al("due"), "Until when."),
            Column(
                "outcome",
                al("outcome"),
                "outcome",
                f"One of {', '.join(terms.OUTCOMES)}.",
                needed=True,
            ),
            _date("outcome_date", al("outcomeDate"), "When that was known."),
            Column(
                "moved_to",
                al("movedTo"),
                "commitment",
                "Of one that was moved: the id of the commitment in its place.",
            ),
            _word(
                "kind",
                al("kind"),
                "A word of your own for what was promised: election, aid; a threat is none.",
            ),
            _SOURCES,
            _NOTE,
        ),
    ),
    Sheet(
        "measures",
        al("Measure"),
        "How much of what, by whom, for whom, when, by which source.",
        (
            _ID,
            _text("label", terms.RDFS_LABEL, "A sentence, if one wants."),
            Column("provider", al("provider"), "entity", "Who gives, sends, counts.", needed=True),
            Column("recipient", al("recipient"), "entity", "Who gets it, or where.", needed=True),
            _word("indicator", al("indicator"), "What is measured: aid_usd, troops.", needed=True),
            Column(
                "period", "", "period", "A date, or two parted by /, in place of start and end."
            ),
            _date("start", al("start"), "The first day it is about."),
            _date("end", al("end"), "The last day it is about."),
            *_QUANTITY,
            _SOURCES,
            _NOTE,
        ),
    ),
    Sheet(
        "relations",
        "",
        "Relations of the dossier's own, where the ontology has none that fits.",
        (
            _ID,
            Column("kind", terms.RDF_TYPE, "act_or_tie", "act or tie.", needed=True),
            _LABEL,
            Column(
                "channel",
                al("channel"),
                "channel",
                f"One of {', '.join(terms.CHANNELS)}.",
                needed=True,
            ),
            Column("weight", al("weight"), "number", "From -1 to 1.", needed=True),
            Column("words", terms.HIDDEN_LABEL, "text", _WORDS, many=True, language=_ENGLISH),
            _word("plover", al("plover"), "PLOVER event type."),
            _word("cameo", al("cameo"), "CAMEO code."),
            _NOTE,
        ),
    ),
    Sheet(
        "other",
        "",
        "Whatever else the graph holds, a triple a row, in Turtle's notation.",
        (
            Column("subject", "", "node", ":id, prefix:name, <address> or _:name.", needed=True),
            Column("property", "", "property", "a, prefix:name or <address>.", needed=True),
            Column("value", "", "term", 'As subject, or "text"@en, 5, "5"^^xsd:int.', needed=True),
            Column("value_more", "", "more", "The rest of a value too long for one cell."),
        ),
    ),
)
SHEETS: Mapping[str, Sheet] = {sheet.name: sheet for sheet in _ALL}


@cache
def sheet_of(name: str) -> Sheet | None:
    """The kind of sheet that a name says: statements, or statements-2022; None if none.

    >>> sheet_of("Statements-2022").name
    'statements'
    """
    plain = name.strip().casefold()
    return next(
        (sheet for key, sheet in SHEETS.items() if re.fullmatch(rf"{key}(?:[-_ .].*)?", plain)),
        None,
    )
