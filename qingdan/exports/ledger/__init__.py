"""Ledgers 台账: the tasks of one page as a table to print and to fill in, as a workbook and as a text
document. `content` says what stands in it, `xlsx` and `docx` how each format writes that; what one task
gives to a format is made once, however many ledgers list it.

Import reads them back: `qingdan.text.reports` is the grammar of their last column, and
`importers.recognise.tables.ledger` knows their columns.
"""
