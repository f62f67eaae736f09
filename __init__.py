"""Allegiance."""
