"""Networks: a graph in, a networkx graph out, every edge with the passages that it rests on.

kinds                the networks that can be asked for by name
scope                what counts in a network
platforms_provinces  the bipartite network of the links that `queries/platform-province-links.rq` defines
projection           the ties that a bipartite network makes within one of its layers
paths                the shortest chains of statements between two things
summary              a bipartite network as tables
"""
