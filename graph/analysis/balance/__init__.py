"""Structural balance: triads, walks and the frustration index of a signed network."""
