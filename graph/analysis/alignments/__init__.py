"""How alike two actors are by year: a module a kind of data, one protocol for all."""
