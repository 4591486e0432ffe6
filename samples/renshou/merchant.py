"""Outpatient fees as they should be paid."""

from __future__ import annotations

import re

from qraudit.samples.visit import Reply, Visit


def handle(visit: Visit) -> Reply | None:
    match visit.method, visit.path:
        case "GET", "/":
            return visit.page(tip="", form={})
        case "POST", "/fees":
            if not re.fullmatch(r"[A-Za-z0-9]{6,12}", visit.text("card")):
                return visit.page(tip="请输入 6 至 12 位就诊卡号", form=visit.form)
            if not visit.text("name"):
                return visit.page(tip="请输入就诊人姓名", form=visit.form)
            visit.customer["card"] = visit.text("card")
            return visit.page("fees", card=visit.text("card"))
        case "POST", "/api/pay":
            return visit.json(visit.payment(), after=0.4) if visit.customer.get("card") else visit.refuse("请先查询")
        case "GET", "/privacy":
            return visit.page("privacy")
    return None
