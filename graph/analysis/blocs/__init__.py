"""Who stands together, who left, and who stands between: blocs and brokers of signed networks."""
