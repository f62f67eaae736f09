"""Terms put in the place of variables, as tokens, so that a value can never become syntax.

Oxigraph's own substitutions reach only variables that the outermost SELECT projects: a query that
counts, groups or filters on an unprojected parameter fails. Here each variable token is exchanged
for the term as the engine itself writes it, and the text that results passes the guard again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pyoxigraph import Literal, NamedNode

from allegiance.graph.model.errors import InputError
from allegiance.graph.store.tokens import Token, place, tokens

_C1_CONTROL = re.compile(r"[\x80-\x9f]")  # which the engine writes as they are
_ENDS_CLAUSE = frozenset({"where", "from", "having", "limit", "offset"})


def bind(text: str, parameters: Mapping[str, NamedNode | Literal]) -> str:
    """The query with every variable that ``parameters`` names replaced by its term.

    Parameters
    ----------
    text
        A SPARQL query.
    parameters
        Terms by variable name, without the question mark.

    Raises
    ------
    InputError
        For a name that the query does not use, and for a variable that the query itself binds.

    Examples
    --------
    >>> bind("SELECT ?n { ?who ex:name ?n }", {"who": NamedNode("http://example.org/mali")})
    'SELECT ?n { <http://example.org/mali> ex:name ?n }'
    >>> bind("SELECT ?who { ?who ex:name ?n }", {"who": NamedNode("http://example.org/mali")})
    'SELECT (<http://example.org/mali> AS ?who) { <http://example.org/mali> ex:name ?n }'
    """
    pieces, done, seen = [], 0, set()
    for token, clause in _variables(text):
        name = token.text[1:]
        if name not in parameters:
            continue
        seen.add(name)
        if clause == "binds":
            where = place(text, token.start)
            message = f"The query itself sets {token.text} at {where}. Rename one of the two."
            raise InputError(message)
        pieces += [text[done : token.start], _written(parameters[name], token, clause)]
        done = token.start + len(token.text)
    if missing := [name for name in parameters if name not in seen]:
        names = ", ".join(f"?{name}" for name in missing)
        message = f"The query has no variable {names}. Leave the parameter out, or use it."
        raise InputError(message)
    return "".join([*pieces, text[done:]])


def _written(term: NamedNode | Literal, token: Token, clause: str) -> str:
    """The term as SPARQL; in SELECT it keeps its column, in GROUP BY and ORDER BY its brackets."""
    written = _C1_CONTROL.sub(lambda found: f"\\u{ord(found[0]):04X}", str(term))
    if clause == "select":
        return f"({written} AS {token.text})"
    if clause == "inner select":  # a name that no outer SELECT uses, or both would bind it
        return f"({written} AS {token.text}_{token.start})"
    return f"({written})" if clause == "by" else written


def _variables(text: str) -> Iterator[tuple[Token, str]]:
    """Each variable with its place: (inner) select, by, binds or pattern.

    Within parentheses a variable of SELECT or BY is part of an expression, hence a ``pattern``;
    ``binds`` is what follows AS, heads VALUES, or is asked about by BOUND.
    """
    clause, before = "pattern", ("", "")
    brackets: list[str] = []
    for token in tokens(text):
        word = token.text.lower() if token.kind == "word" else token.text
        if token.kind == "variable":
            if before[1] == "as" or before == ("bound", "(") or clause == "values":
                yield token, "binds"
            else:
                yield token, "pattern" if brackets[-1:] == ["("] else clause
        elif token.kind == "word" and word in ("by", "values"):
            clause = word
        elif token.kind == "word" and word == "select":
            clause = "inner select" if brackets else "select"
        elif word in ("{", "}") or (token.kind == "word" and word in _ENDS_CLAUSE):
            clause = "pattern"
        if word in ("{", "("):
            brackets.append(word)
        elif word in ("}", ")") and brackets:
            brackets.pop()
        before = (before[1], word)
