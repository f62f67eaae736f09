# The way back of a conflict with what is defined, for a look at files that may have mistakes in
# them: said of a name that is misspelt, it would look as if a file told of it.
PREFIX al: <https://w3id.org/allegiance/ns#>

INSERT { GRAPH ?file { ?other al:conflictsWith ?statement } }
WHERE {
    GRAPH ?file { ?statement al:conflictsWith ?other }
    FILTER(ISIRI(?other))
    FILTER EXISTS { GRAPH ?home { ?other a ?class } }
}
