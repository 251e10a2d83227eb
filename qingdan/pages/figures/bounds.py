"""What several of the pictures share."""

from __future__ import annotations

from qingdan.model import DeadlineKind

MOST = 12
"""Bars of one picture: more are not compared by eye."""
ROLES = ("牵头", "负责", "配合")
KINDS: tuple[DeadlineKind, ...] = ("by", "year", "ongoing", "none")
KIND_NAMES = {"by": "写明日期", "year": "全年", "ongoing": "长期坚持", "none": "未注明"}
