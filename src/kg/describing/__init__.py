"""Descriptions for a reader: one thing, figure, term or passage, and the counts of the whole graph.

description  what describes a thing, a term, a passage or a statement
described    what comes of it, as plain data
wording      what the things and terms in it are called
readings     the readings and doubts on passages and things, in full
by_report    what of a thing one report says
figures      an observation in words and numbers
remarks      why a statement is a reading or is in doubt, in a few words
usage        the uses of a term, and in which reports
census       how much the whole graph holds
"""
