"""The canonical form of an RDF file: stable order, one fact one line, comments kept.

form        a file in, its canonical text out, which is checked to say the same
graphs      the statements of the file in order to be written
layout      these and the comments as text
order       which statement comes first
comments    what stands beside which statement
terms       one term as Turtle
"""
