"""The vocabulary as Python names; ontology/core.ttl says what each means."""

from __future__ import annotations

from functools import lru_cache

AL = "https://w3id.org/allegiance/ns#"
RELATIONS_GRAPH = "https://w3id.org/allegiance/relations"
CORE_GRAPH = "https://w3id.org/allegiance/ns"

RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
RDFS_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
SUB_CLASS = "http://www.w3.org/2000/01/rdf-schema#subClassOf"
ALT_LABEL = "http://www.w3.org/2004/02/skos/core#altLabel"
HIDDEN_LABEL = "http://www.w3.org/2004/02/skos/core#hiddenLabel"
SAME_AS = "http://www.w3.org/2002/07/owl#sameAs"
DIFFERENT_FROM = "http://www.w3.org/2002/07/owl#differentFrom"
DERIVED_FROM = "http://www.w3.org/ns/prov#wasDerivedFrom"
TITLE = "http://purl.org/dc/terms/title"
PUBLISHER = "http://purl.org/dc/terms/publisher"
DATE = "http://purl.org/dc/terms/date"
URL = "https://schema.org/url"
XSD = "http://www.w3.org/2001/XMLSchema#"
EDTF = "http://id.loc.gov/datatypes/edtf/EDTF"

PREFIXES: dict[str, str] = {
    "al": AL,
    "dcterms": "http://purl.org/dc/terms/",
    "edtf": "http://id.loc.gov/datatypes/edtf/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": XSD,
}

# The kinds of commitments that are no promises: who keeps one does its other side no favour.
THREATS = frozenset({"threat", "ultimatum"})

# The kinds of entities by the word a reader meets, each with its class.
KINDS: dict[str, str] = {
    "state": "State",
    "government": "Government",
    "armed_force": "ArmedForce",
    "pmsc": "PrivateMilitaryCompany",
    "insurgent": "InsurgentGroup",
    "igo": "Organisation",
    "bloc": "Bloc",
    "operation": "Operation",
    "person": "Person",
    "company": "Company",
    "place": "Place",
    "resolution": "Resolution",
}
# Kinds that statements are about but that do not act.
PASSIVE_KINDS = frozenset({"place", "resolution"})

CHANNELS: tuple[str, ...] = ("defence", "diplomacy", "economy", "politics", "information")
OUTCOMES: tuple[str, ...] = ("met", "missed", "moved", "open")
# What stands before a number; anything else that is said about it stands after it.
BOUNDS = frozenset({"about", "at least", "at most", "more than"})

# The relation of roll-up links.
PART_OF = "part_of"
# The relation of a successor to whom it follows.
SUCCEEDS = "succeeds"


@lru_cache(maxsize=1024)  # the same text again is quickly looked up
def al(name: str) -> str:
    """The full IRI of a term of Allegiance's own vocabulary.

    >>> al("subject")
    'https://w3id.org/allegiance/ns#subject'
    """
    return AL + name


# The classes whose members act.
ACTING = frozenset(
    al(name) for name in ("Actor", *(KINDS[kind] for kind in KINDS if kind not in PASSIVE_KINDS))
)
