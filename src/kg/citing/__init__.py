"""Citing: an answer in, the passages that each of its rows rests on out.

reader, patterns, paths   a query's text as data: its scopes, patterns and paths
witnesses                 the triples that suffice for each row
walks                     the triples on the way along a path
places                    where a triple stands: passages, files, or what it was inferred from
citations                 all of it together: a citation a row
lookup                    triples in a store, whatever terms are asked for
"""
