"""From findings to what a reader sees: map, charts, brief."""
