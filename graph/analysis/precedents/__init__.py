"""Precedents: earlier sequences of steps in others that resemble one, and what followed them."""
