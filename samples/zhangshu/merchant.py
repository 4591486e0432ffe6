"""A convenience store whose first page looks like a follow-wall and is none."""

from __future__ import annotations

from qraudit.samples.visit import Reply, Visit

GOODS = [("矿泉水", 2), ("饭团", 6), ("酸奶", 5), ("关东煮", 9), ("纸巾", 4)]


def handle(visit: Visit) -> Reply | None:
    match visit.method, visit.path:
        case "GET", "/":
            return visit.page()
        case "GET", "/shop" | "/shop/cart":
            return visit.page("shop", goods=GOODS)
        case "POST", "/api/order":
            lines = visit.form.get("lines")
            prices = dict(GOODS)
            if not isinstance(lines, list) or not lines or any(name not in prices for name in lines):
                return visit.refuse("请先选购商品")
            visit.customer["total"] = sum(prices[name] for name in lines)
            return visit.json({"no": visit.session[:8]})
        case "GET", "/cashier":
            total = visit.customer.get("total")
            return visit.page("cashier", total=total) if total else visit.redirect("/shop")
        case "POST", "/api/pay":
            return visit.json(visit.payment()) if visit.customer.get("total") else visit.refuse("订单不存在")
    return None
