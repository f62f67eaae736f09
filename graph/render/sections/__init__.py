"""Sections of the brief that stand by themselves, one finding a file."""
