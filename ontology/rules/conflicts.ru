# The way back of a conflict: it holds both ways though it is written once.
PREFIX al: <https://w3id.org/allegiance/ns#>

INSERT { GRAPH ?file { ?other al:conflictsWith ?statement } }
WHERE {
    GRAPH ?file { ?statement al:conflictsWith ?other }
    FILTER(ISIRI(?other))
}
