"""Scenarios: hypothetical statements laid over a dossier, from a file to a store."""
