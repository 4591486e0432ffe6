"""An inn that does not take 'no' for an answer, and lets one book all the same."""

from __future__ import annotations

import re

from qraudit.samples.visit import Reply, Visit

ROOMS = [
    {"id": 1, "name": "听松大床房", "price": 368},
    {"id": 2, "name": "观云双床房", "price": 398},
    {"id": 3, "name": "溪畔家庭房", "price": 528},
]


def handle(visit: Visit) -> Reply | None:
    match visit.method, visit.path:
        case "GET", "/":
            return visit.page()
        case "GET", "/api/rooms":
            return visit.json(ROOMS, after=0.25)
        case "POST", "/api/book":
            if not visit.text("guest"):
                return visit.refuse("请填写入住人")
            if not re.fullmatch(r"1\d{10}", visit.text("phone")):
                return visit.refuse("请填写正确的联系电话")
            return visit.json(visit.payment(), after=0.3)
        case "GET", "/privacy":
            return visit.page("privacy")
    return None
