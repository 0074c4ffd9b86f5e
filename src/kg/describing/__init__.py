"""Descriptions for a reader: one thing, figure, term or passage, and the counts of the whole graph.

description  a thing, a term or a passage as plain data
by_report    what of a thing one report says
figures      an observation in words and numbers
remarks      why a statement is a reading or is in doubt
usage        the uses of a term, and in which reports
census       how much the whole graph holds
"""
