"""The judgement of a graph: shapes, checks, terms, evidence, coverage, each in a module, all in one report."""
