"""Endpoints: a server's address and a query in, the same answer as at home out, by the SPARQL 1.1 Protocol.

protocol   a query and its parameters in, rows, a truth or triples out
exchange   one request and its reply, within limits of time and size
address    where a server is
labels     labels that only the server has
remarks    where the server's graph is another than at home
"""
