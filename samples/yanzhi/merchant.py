"""A beauty counter that sells its customers' numbers."""

from __future__ import annotations

import re

from qraudit.samples.visit import Reply, Visit

GOODS = [("丝绒口红 03", 129), ("玫瑰气垫", 218), ("眼影四色盘", 99)]


def handle(visit: Visit) -> Reply | None:
    match visit.method, visit.path:
        case "GET", "/":
            return visit.page(goods=GOODS)
        case "POST", "/api/order":
            if not visit.form.get("lines"):
                return visit.refuse("请先选购")
            if not re.fullmatch(r"1\d{10}", visit.text("phone")):
                return visit.refuse("请填写手机号")
            return visit.json(visit.payment())
        case "GET", "/privacy":
            return visit.page("privacy")
    return None
