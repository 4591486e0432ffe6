"""A water bill with a faint cross, an unneeded identity number and no notice."""

from __future__ import annotations

import re
import secrets

from qraudit.samples.visit import Reply, Visit


def handle(visit: Visit) -> Reply | None:
    match visit.method, visit.path:
        case "GET", "/":
            return visit.page(tip="", number="")
        case "GET", "/mall":
            return visit.page("mall")
        case "POST", "/bill":
            number = visit.text("number")
            if not re.fullmatch(r"\d{8,12}", number):
                return visit.page(tip="请输入 8 至 12 位户号", number=number)
            visit.customer["number"] = number
            return visit.page("bill", number=number)
        case "POST", "/pay":
            if not visit.customer.get("number"):
                return visit.redirect("/")
            visit.customer["payment"] = True
            return visit.page("gateway", trade=secrets.token_hex(8))
    return None
