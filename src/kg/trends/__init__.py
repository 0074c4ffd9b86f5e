"""Trends: an indicator in, its figures over the years out, joined only where they are comparable.

indicators      what can be asked for: the indicators, found by name
observations    one figure of an indicator, with what decides which others it makes a series with
series          the figures as series, each of one thing, one part of it, one unit and one measure
comparisons     which figures of a series are comparable, by whose reading, and which of them a line joins
doubts          the open doubts on a figure
table           a series as the rows of a table
axes            the days and the values that a chart spans, with units and ticks
chart           what every chart of a series shares: which are drawn, its axis, marks and their labels
placing         labels beside marks, none over another
terminal_chart  a series as lines for a terminal
svg_chart       series as one SVG picture
svg_panel       one series in it: axes, lines, marks, words
svg_text        the words of a picture: how wide, where broken, what tooltips say
svg_cleaning    the SVG of matplotlib without styles, dates and random names, and with tooltips
"""
