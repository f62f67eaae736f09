"""A dossier in sheets: CSV files and workbooks, read into Turtle and written from triples."""
