"""A kitchen that delivers, with an advertisement on every page and a birthday to be given."""

from __future__ import annotations

import re

from qraudit.samples.visit import Reply, Visit

DISHES = {"1": ("黄豆焖鸡", 36), "2": ("豆花鱼片", 42), "3": ("家常豆腐", 24), "4": ("米饭", 3)}


def handle(visit: Visit) -> Reply | None:
    cart = visit.customer.setdefault("cart", [])
    match visit.method, visit.path:
        case "GET", "/":
            return visit.page(dishes=DISHES, count=len(cart), advert=True)
        case "POST", "/add":
            if visit.text("id") in DISHES:
                cart.append(visit.text("id"))
            return visit.json({"count": len(cart)}, after=0.1)
        case "GET", "/address":
            return _form(visit, "") if cart else visit.redirect("/")
        case "POST", "/address":
            tip = _wrong(visit)
            if tip:
                return _form(visit, tip)
            visit.customer["address"] = visit.text("where")
            total = sum(DISHES[key][1] for key in cart)
            return visit.page("order", lines=[DISHES[key] for key in cart], total=total, advert=True)
        case "POST", "/api/prepay":
            return visit.json(visit.payment()) if visit.customer.get("address") else visit.refuse("请填写地址")
        case "GET", "/snack":
            return visit.page("snack", advert=False)
        case "GET", "/terms":
            return visit.page("terms", advert=False)
    return None


def _form(visit: Visit, tip: str) -> Reply:
    return visit.page("address", tip=tip, form=visit.form, advert=not tip)


def _wrong(visit: Visit) -> str:
    if not visit.text("name") or not visit.text("where"):
        return "请填写收货人和地址"
    if not re.fullmatch(r"1\d{10}", visit.text("phone")):
        return "请填写正确的手机号"
    if not re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", visit.text("birthday")):
        return "请填写生日，如 1990-01-01"
    return "" if visit.text("agree") == "1" else "请同意用户协议"
