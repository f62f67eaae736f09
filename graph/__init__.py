"""The knowledge graph, from its model to its pictures; each folder imports only those before it."""
