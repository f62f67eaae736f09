"""Whether an act raises the rate of the same act among neighbours: Knox, Mantel and Haenszel."""
