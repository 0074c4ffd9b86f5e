"""Names: what people call a thing in, its IRI out, and the other way round; the vocabulary is named in the same way."""
