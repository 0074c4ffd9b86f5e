"""Names: what people call a thing in, its IRI out, and the other way round; the vocabulary is named in the same way.

names        what a person types in, the thing out
labels       a thing in, what it is called out
suggestions  the known names nearest to one that is not known
vocabulary   the classes and properties of the ontology
"""
