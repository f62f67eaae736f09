# The last day on which a statement can hold, and the last on which it surely does; the first of
# each is its earliest and its latest start. A tie without an end holds to the calendar's end,
# unless it lapsed. An act is over on its day; of a month or a year no day is sure.
PREFIX al: <https://w3id.org/allegiance/ns#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT { GRAPH ?file { ?statement al:holdsUntil ?last ; al:surelyUntil ?surely } }
WHERE {
    GRAPH ?file { ?statement al:startEarliest ?earliest ; al:startLatest ?latest }
    GRAPH ?a { ?statement al:relation ?relation }
    OPTIONAL { GRAPH ?b { ?relation a ?tie } FILTER(?tie = al:TieRelation) }
    OPTIONAL { GRAPH ?c { ?statement al:lapsed ?lapsed } }
    OPTIONAL { GRAPH ?d { ?statement al:endEarliest ?endEarliest ; al:endLatest ?endLatest } }
    BIND(IF(BOUND(?tie) && !BOUND(?lapsed), "9999-12-31"^^xsd:date, ?latest) AS ?open)
    BIND(IF(BOUND(?tie) && !BOUND(?lapsed), "9999-12-31"^^xsd:date, ?earliest) AS ?openSurely)
    BIND(COALESCE(?endLatest, ?open) AS ?last)
    BIND(COALESCE(?endEarliest, ?openSurely) AS ?surely)
}
