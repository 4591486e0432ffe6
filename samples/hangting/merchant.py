"""A car park that shows the fee to all and takes it only from followers."""

from __future__ import annotations

import re

from qraudit.samples.visit import Reply, Visit


def handle(visit: Visit) -> Reply | None:
    match visit.method, visit.path:
        case "GET", "/":
            return visit.page(tip="", plate="", advert=not visit.customer.get("seen"))
        case "GET", "/lounge":
            visit.customer["seen"] = True
            return visit.page("lounge")
        case "POST", "/fee":
            plate = visit.text("plate").upper()
            if not re.fullmatch(r"[\u4e00-\u9fa5][A-Z][A-Z0-9]{5,6}", plate):
                return visit.page(tip="车牌号有误，请检查", plate=plate, advert=False)
            visit.customer["plate"] = plate
            return visit.redirect("/fee")
        case "GET", "/fee":
            return (
                visit.page("fee", plate=visit.customer["plate"]) if visit.customer.get("plate") else visit.redirect("/")
            )
        case "POST", "/api/pay":
            if not visit.customer.get("following"):
                return visit.json({"isSubscribe": 0}, code=1030, msg="关注后即可缴费")
            return visit.json(visit.payment())
        case "GET", "/privacy":
            return visit.page("privacy")
    return None
