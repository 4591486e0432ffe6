"""A car park that wants a phone number with the plate, behind an advertisement that is one picture."""

from __future__ import annotations

import re
import time

from qraudit.samples.visit import Reply, Visit

PLATE = re.compile(r"[\u4e00-\u9fa5][A-Z][A-Z0-9·]{5,7}")


def handle(visit: Visit) -> Reply | None:
    match visit.method, visit.path:
        case "GET", "/":
            return _form(visit, "")
        case "POST", "/query":
            return _query(visit)
        case "POST", "/pay":
            return visit.redirect(visit.tenpay()) if visit.customer.get("plate") else visit.redirect("/")
        case "GET", "/groupon":
            visit.customer["seen"] = True
            return visit.page("groupon")
        case "GET", "/privacy":
            return visit.page("privacy")
    return None


def _query(visit: Visit) -> Reply:
    plate = visit.text("plate").upper().replace(" ", "")
    if not PLATE.fullmatch(plate):
        return _form(visit, "请输入正确的车牌号，如 浙A12345")
    if not re.fullmatch(r"1\d{10}", visit.text("mobile")):
        return _form(visit, "请输入正确的手机号")
    visit.customer["plate"] = plate
    entered = time.strftime("%m-%d %H:%M", time.localtime(time.time() - 9_300))
    return visit.page("fee", plate=plate, entered=entered)


def _form(visit: Visit, tip: str) -> Reply:
    return visit.page(
        tip=tip,
        plate=visit.text("plate"),
        mobile=visit.text("mobile"),
        advert=not visit.customer.get("seen") and not tip,
    )
