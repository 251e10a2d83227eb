"""Words of official documents -> values: pure functions of strings.

Nothing here raises on any string, reads a file or knows the clock; every reader
takes time in proportion to the length of what it reads.
"""
