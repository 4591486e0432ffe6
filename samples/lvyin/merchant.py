"""A car park as it should be: the plate, the fee, the payment."""

from __future__ import annotations

import re
import time

from qraudit.samples.visit import Reply, Visit


def handle(visit: Visit) -> Reply | None:
    match visit.method, visit.path:
        case "GET", "/":
            return visit.page()
        case "POST", "/api/bill":
            plate = visit.text("plate")
            if not re.fullmatch(r"[\u4e00-\u9fa5][A-Z][A-Z0-9学警港澳]{5,6}", plate):
                return visit.refuse("车牌号不完整")
            visit.customer["plate"] = plate
            return visit.json({"plate": plate}, after=0.35)
        case "GET", "/bill":
            plate = visit.customer.get("plate")
            entered = time.strftime("%Y-%m-%d %H:%M", time.localtime(time.time() - 6_480))
            return visit.page("bill", plate=plate, entered=entered) if plate else visit.redirect("/")
        case "POST", "/api/pay":
            return visit.json(visit.payment()) if visit.customer.get("plate") else visit.refuse("账单已过期")
        case "GET", "/privacy":
            return visit.page("privacy")
    return None
