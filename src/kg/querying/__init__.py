"""Questions: a SPARQL text or a name of the catalogue in, an answer out, within limits.

catalogue, parameters   the questions kept in `queries/`, and the terms that a reader sets in them
tags                    what a question is about
headings                what the columns of answers are called
sparql                  tokens of a query
guard                   what must not run
sandbox                 a child process with limits of time, memory and rows
answers                 rows, truth or triples
complaints              what is wrong with a query, and where
plan                    the algebra of a query, with what each pattern matches
"""
