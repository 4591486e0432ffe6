"""A car park where nothing is due."""

from __future__ import annotations

import re

from qraudit.samples.visit import Reply, Visit


def handle(visit: Visit) -> Reply | None:
    match visit.method, visit.path:
        case "GET", "/":
            return visit.page(tip="", plate="")
        case "POST", "/fee":
            plate = visit.text("plate").upper()
            if not re.fullmatch(r"[\u4e00-\u9fa5][A-Z][A-Z0-9]{5,6}", plate):
                return visit.page(tip="请输入正确的车牌号", plate=plate)
            return visit.page("fee", plate=plate)
        case "GET", "/pass" | "/privacy":
            return visit.page(visit.path[1:])
    return None
