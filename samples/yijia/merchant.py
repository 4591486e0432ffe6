"""A supermarket that shows its goods on the web and takes money only in its app."""

from __future__ import annotations

from qraudit.samples.visit import Reply, Visit

GOODS = {
    "1": ("东北大米 5kg", 39.9),
    "2": ("鲜鸡蛋 30 枚", 25.8),
    "3": ("纯牛奶 12 盒", 45.0),
    "4": ("抽纸 10 包", 19.9),
}


def handle(visit: Visit) -> Reply | None:
    cart = visit.customer.setdefault("cart", [])
    match visit.method, visit.path:
        case "GET", "/":
            return visit.page(goods=GOODS, count=len(cart))
        case "POST", "/add":
            if visit.text("id") in GOODS:
                cart.append(visit.text("id"))
            return visit.redirect("/?mall=6")
        case "GET", "/cart":
            lines = [GOODS[key] for key in cart]
            return visit.page("cart", lines=lines, total=f"{sum(price for _, price in lines):.2f}")
        case "POST", "/api/checkout":
            return visit.refuse("仅支持在颐家 App 内结算", 4601)
    return None
