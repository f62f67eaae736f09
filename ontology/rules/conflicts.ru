# The way back of a conflict: it holds both ways though it is written once.
# Nothing is said of what is nowhere defined: it would look as if a file told of it.
PREFIX al: <https://w3id.org/allegiance/ns#>

INSERT { GRAPH ?file { ?other al:conflictsWith ?statement } }
WHERE {
    GRAPH ?file { ?statement al:conflictsWith ?other }
    FILTER(ISIRI(?other))
    FILTER EXISTS { GRAPH ?home { ?other a ?class } }
}
