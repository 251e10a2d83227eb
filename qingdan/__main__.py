"""`python -m qingdan` is `qingdan`."""

from qingdan.cli import command

command()
