"""Yearly measures from public data sets: one module a measure, listed in ``known``."""
