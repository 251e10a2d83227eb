"""Files in memory, and the only place that writes them.

Stages make `File` objects; `write_tree` puts them into a folder that is made
beside the old one, and `swap` renames it into place. A build that fails or is
killed leaves the old folder whole.
"""
