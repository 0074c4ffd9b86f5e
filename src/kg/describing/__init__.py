"""Descriptions for a reader: one thing, figure, term or passage, and the counts of the whole graph."""
