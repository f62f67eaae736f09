"""Public data sets: how to get them, and what they say, as tables and as statements."""
