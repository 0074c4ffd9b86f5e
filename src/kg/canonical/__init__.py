"""The canonical form of an RDF file: stable order, one fact one line, comments kept.

form        a file in, its canonical text out
order       which statement comes first
comments    what stands beside which statement
terms       one term as Turtle
"""
