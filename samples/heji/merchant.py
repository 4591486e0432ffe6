"""An invoice as it should be had: three ways to get it, nothing ticked."""

from __future__ import annotations

import re

from qraudit.samples.visit import Reply, Visit


def handle(visit: Visit) -> Reply | None:
    match visit.method, visit.path:
        case "GET", "/":
            return _form(visit, "")
        case "POST", "/check":
            tip = _wrong(visit)
            return _form(visit, tip) if tip else visit.page("check", form=visit.form)
        case "POST", "/apply":
            return _form(visit, _wrong(visit)) if _wrong(visit) else visit.page("done", form=visit.form)
        case "GET", "/file":
            return visit.page("file")
        case "GET", "/privacy":
            return visit.page("privacy")
    return None


def _form(visit: Visit, tip: str) -> Reply:
    return visit.page(tip=tip, form=visit.form)


def _wrong(visit: Visit) -> str:
    if not visit.text("title"):
        return "请填写发票抬头"
    if visit.text("kind") == "company" and not re.fullmatch(r"[0-9A-Z]{15,20}", visit.text("tax")):
        return "企业发票请填写正确的税号"
    if visit.text("route") == "mail" and not re.fullmatch(r"\S+@\S+\.\S+", visit.text("mail")):
        return "请填写正确的邮箱"
    return ""
