"""Files and the store: what is read from disk and written to it, and the engine that holds the graph.

text_files, rdf_files   bytes of a file or stream, and the quads in them
csv_files               the rows of a table that curators keep
turtle_tokens           the tokens of a Turtle or TriG file
statement_lines         the lines on which the quads of a file stand
prefixes                the one prefix table
store                   the named graphs and their merge, inferences included
prepared, damage        the same, kept on disk in the user's cache; what to do when it proves damaged
sealed, states          how it lies on disk, and how files are known to be as they were
rdflib_view             the same, for rdflib
writing                 a file, whole or not at all
"""
