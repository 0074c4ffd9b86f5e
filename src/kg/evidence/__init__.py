"""What the reports say and where: their statements, each with its passages, and their texts where they are at hand.

statements  triples with the places where they stand
reports     what one report says
sections    which parts of two reports tell of the same
dates       what held on a day
sources     the texts of the reports, where they are at hand
"""
