# The first and the last day that each start and end can mean, beside the date as written.
# A day means itself, a month its days, a year its months; a day that does not exist is no date to
# the engine, so of 31, 30, 29 and 28 the first that does is a month's last. Dates in EDTF are not
# for the engine: graph/store/edtf.py sees to them.
PREFIX al: <https://w3id.org/allegiance/ns#>
PREFIX edtf: <http://id.loc.gov/datatypes/edtf/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT { GRAPH ?file { ?node ?earliest ?first ; ?latest ?last } }
WHERE {
    VALUES (?property ?earliest ?latest) {
        (al:start al:startEarliest al:startLatest)
        (al:end al:endEarliest al:endLatest)
    }
    GRAPH ?file { ?node ?property ?written }
    BIND(REPLACE(STR(?written), "\\s", "") AS ?text)
    FILTER(STRLEN(?text) IN (4, 7, 10) && DATATYPE(?written) != edtf:EDTF)
    BIND(COALESCE(
        xsd:date(?text), xsd:date(CONCAT(?text, "-01")), xsd:date(CONCAT(?text, "-01-01"))
    ) AS ?first)
    BIND(COALESCE(
        xsd:date(?text),
        xsd:date(CONCAT(?text, "-31")), xsd:date(CONCAT(?text, "-30")),
        xsd:date(CONCAT(?text, "-29")), xsd:date(CONCAT(?text, "-28")),
        xsd:date(CONCAT(?text, "-12-31"))
    ) AS ?last)
}
