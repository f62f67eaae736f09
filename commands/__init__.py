"""The commands, a file for each thing one does: each parses, calls one function, and prints."""
