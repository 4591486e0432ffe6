"""An invoice page in a frame that saves what is typed as it is typed."""

from __future__ import annotations

import re

from qraudit.samples.visit import Reply, Visit


def handle(visit: Visit) -> Reply | None:
    match visit.method, visit.path:
        case "GET", "/":
            return visit.page(order=visit.query.get("o", ""))
        case "GET", "/form":
            return visit.page("form")
        case "POST", "/api/draft":
            visit.customer["draft"] = visit.form
            return visit.json(after=0.05)
        case "POST", "/api/apply":
            return _apply(visit)
        case "GET", "/privacy":
            return visit.page("privacy")
    return None


def _apply(visit: Visit) -> Reply:
    if not visit.text("title"):
        return visit.refuse("请填写发票抬头")
    if visit.text("kind") == "company" and not re.fullmatch(r"[0-9A-Z]{15,20}", visit.text("tax")):
        return visit.refuse("请填写正确的税号")
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", visit.text("email")):
        return visit.refuse("请填写正确的邮箱")
    return visit.json({"number": "2611240088"}, after=0.3)
