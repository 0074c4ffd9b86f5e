"""Networks: a graph in, a networkx graph out, every edge with the passages that it rests on.

kinds                the networks that can be asked for by name
scope                what counts in a network
platforms_provinces  the bipartite network of the links that `queries/platform-province-links.rq` defines
projection           the ties that a bipartite network makes within one of its layers
paths                the shortest chains of statements between two things
summary              a bipartite network as tables
comparison           two reports, as far as their sections are comparable: what one names and the other does not
changes              what such a comparison finds, as plain data
sides                what a report says in the sections compared, and what elsewhere
mentions             what each passage names, ties and prints
succession           what stands in the place of what: editions, successors
renaming             the names that two reports print for one thing
endings              where a report says that a thing has ended
figure_changes       comparable figures of two reports side by side
"""
