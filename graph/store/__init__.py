"""Text to RDF to answers: dossier files, validation, the store, guarded SPARQL."""
