"""Search on one's own machine: the command line's index, kept with Whoosh in the cache folder.

schema (what Whoosh holds) -> written (entries into it) -> indexed (what the reader asks of it)
-> kept (made anew or brought up to date when the content has changed)
-> related, shown (what a person sees) -> command.

What is found, and in which order, is decided by `qingdan.search.reader`, as in the browser.
Nothing here is imported by other commands: they need not wait for Whoosh.
"""
