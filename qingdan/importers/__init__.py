"""Importers 导入: an original -> blocks (one module a format) -> draft (the recogniser)."""
