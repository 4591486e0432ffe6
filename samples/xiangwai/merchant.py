"""A kitchen that delivers: goods, an address, the payment."""

from __future__ import annotations

import re

from qraudit.samples.visit import Reply, Visit

GOODS = [("梅菜扣肉饭", 32), ("香菇滑鸡饭", 28), ("三杯豆腐饭", 24), ("老火例汤", 12), ("凉拌黄瓜", 10)]


def handle(visit: Visit) -> Reply | None:
    match visit.method, visit.path:
        case "GET", "/":
            return visit.page(goods=GOODS)
        case "POST", "/cart":
            counts = [int(visit.text(f"n{i}") or 0) if visit.text(f"n{i}").isdigit() else 0 for i in range(len(GOODS))]
            visit.customer["counts"] = counts
            return visit.redirect("/address") if any(counts) else visit.redirect("/")
        case "GET", "/address":
            return _address(visit, "") if visit.customer.get("counts") else visit.redirect("/")
        case "POST", "/address":
            return _check(visit)
        case "GET", "/privacy" | "/terms":
            return visit.page(visit.path[1:])
        case "POST", "/api/prepay":
            return visit.json(visit.payment()) if visit.customer.get("address") else visit.refuse("请先填写收货地址")
    return None


def _check(visit: Visit) -> Reply:
    tips = {
        "name": "请填写收货人",
        "phone": "请填写正确的手机号" if not re.fullmatch(r"1\d{10}", visit.text("phone")) else "",
        "address": "请填写收货地址",
    }
    wrong = next((tip for field, tip in tips.items() if not visit.text(field) or (field == "phone" and tip)), "")
    if wrong:
        return _address(visit, wrong)
    if not visit.text("agree"):
        return _address(visit, "请阅读并同意配送服务协议")
    visit.customer["address"] = visit.text("address")
    return visit.page("confirm", lines=_lines(visit), total=_total(visit), address=visit.text("address"))


def _address(visit: Visit, tip: str) -> Reply:
    return visit.page("address", tip=tip, form=visit.form, total=_total(visit))


def _lines(visit: Visit) -> list[tuple[str, int, int]]:
    return [(name, price, n) for (name, price), n in zip(GOODS, visit.customer["counts"], strict=True) if n]


def _total(visit: Visit) -> int:
    return sum(price * n for _, price, n in _lines(visit)) + 4
