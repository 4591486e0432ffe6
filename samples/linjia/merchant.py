"""A store whose checkout is broken."""

from __future__ import annotations

from qraudit.samples.visit import Reply, Visit

GOODS = {"1": ("挂面", 7.5), "2": ("酱油", 12.9), "3": ("雪糕", 4.0)}


def handle(visit: Visit) -> Reply | None:
    match visit.method, visit.path:
        case "GET", "/":
            return visit.page(goods=GOODS, tip="")
        case "POST", "/cart":
            lines = [GOODS[key] for key in GOODS if visit.text(f"g{key}")]
            if not lines:
                return visit.page(goods=GOODS, tip="请至少勾选一件商品")
            return visit.page("cart", lines=lines, total=sum(price for _, price in lines))
        case "POST", "/submit":
            return visit.page("busy", status=500, after=0.6)
    return None
