"""What the graph is about: terms, statements, dates, grades, opinions, errors."""
