"""A clinic that wants to know what its patients do for a living."""

from __future__ import annotations

import re

from qraudit.samples.visit import Reply, Visit

DEPARTMENTS = {"1": ("内科 普通门诊", 15), "2": ("儿科 普通门诊", 15), "3": ("中医科 专家门诊", 50)}


def handle(visit: Visit) -> Reply | None:
    match visit.method, visit.path:
        case "GET", "/":
            return visit.page(departments=DEPARTMENTS)
        case "GET", "/patient":
            visit.customer["dept"] = visit.query.get("d", "1")
            return visit.page("patient", tip="", form={})
        case "POST", "/patient":
            tip = _wrong(visit)
            if tip:
                return visit.page("patient", tip=tip, form=visit.form)
            name, fee = DEPARTMENTS.get(visit.customer.get("dept", "1"), DEPARTMENTS["1"])
            visit.customer["ready"] = True
            return visit.page("order", name=name, fee=fee)
        case "POST", "/api/pay":
            return visit.json(visit.payment()) if visit.customer.get("ready") else visit.refuse("请先挂号")
        case "GET", "/privacy":
            return visit.page("privacy")
    return None


def _wrong(visit: Visit) -> str:
    if not visit.text("patient"):
        return "请填写就诊人姓名"
    if not re.fullmatch(r"\d{17}[\dXx]", visit.text("idno")):
        return "请填写正确的身份证号"
    if not re.fullmatch(r"1\d{10}", visit.text("phone")):
        return "请填写正确的手机号"
    if not visit.text("job"):
        return "请填写职业"
    return "" if visit.text("agree") else "请阅读并同意隐私政策"
