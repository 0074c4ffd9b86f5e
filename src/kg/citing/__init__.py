"""Citing: an answer in, the passages that each of its rows rests on out.

citations                 all of it together: a citation a row
patterns, paths           a query's text as data: its scopes, patterns and paths
reader                    the text in, these out; at its service:
cursor                    the text, token by token
triple_reader             the triples in it
path_reader               the paths in these
provenance                triples that matched, and witnesses, as data
witnesses                 the witnesses of each row, by way of its solutions
witness_query             what is asked for these
engine, solutions         what answers, and how answers are compared
support                   the witness of one solution
walks                     the triples on the way along a path
places                    where a triple stands: passages, files, or what it was inferred from
doubts                    what the curators left open about it
lookup                    triples in a store, whatever terms are asked for
"""
