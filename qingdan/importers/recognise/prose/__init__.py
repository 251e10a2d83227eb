"""Prose 条文: paragraphs whose units stand in brackets, after labels or on lines of their own -> entries."""
