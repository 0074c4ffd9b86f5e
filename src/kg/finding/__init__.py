"""Finding: what somebody remembers of a name in, the things that may be meant out, the likeliest first.

index    all names, with their pinyin
search   the names that a text may mean, ranked
"""
