"""The command line: arguments in, a call of the library, text out."""

import gc

# A command makes many objects and hardly any garbage: looking for some at every 700th object takes 6% of a start.
gc.set_threshold(50_000)
