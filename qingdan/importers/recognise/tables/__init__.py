"""Tables 表格: printed tables, whatever their layout, -> grids (rows by columns) -> entries of a list."""
