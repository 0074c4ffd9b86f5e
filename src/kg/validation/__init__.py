"""The judgement of a graph, new triples included: what is not as it should be, all in one report.

judgement          a project, files and texts in, the report out
report             the report and its findings, as values
shapes, hints      SHACL shapes; what to write instead of a value of the wrong kind
checks             rules across entities, as queries
terms              unknown names
evidence           passages held against the lines that they name
copied_text        values that repeat a sentence of a report
coverage, claims   texts held against the statements, and the claims that they make
printed_*          what is printed: text, names, figures, dates, and of what a passage states
sample             statements drawn for a blind reading, and what came of it
knowledge          what the graph knows that print can be held against
locators           the passages of a finding
file_places        its files and lines
"""
