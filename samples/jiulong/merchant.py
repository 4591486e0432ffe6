"""A Hong Kong style cafe, in traditional characters."""

from __future__ import annotations

from qraudit.samples.visit import Reply, Visit

MENU = [("凍檸茶", 18), ("乾炒牛河", 52), ("菠蘿油", 16), ("鮮油多士", 14), ("餐蛋麵", 38), ("楊枝甘露", 28)]


def handle(visit: Visit) -> Reply | None:
    match visit.method, visit.path:
        case "GET", "/":
            return visit.page(menu=MENU, table=visit.query.get("tbl", ""))
        case "GET", "/order":
            return visit.page("order", lines=_lines(visit), total=sum(price for _, price in _lines(visit)))
        case "POST", "/api/add":
            dish = visit.form.get("dish")
            if isinstance(dish, int) and 0 <= dish < len(MENU):
                visit.customer.setdefault("dishes", []).append(dish)
            return visit.json(len(visit.customer.get("dishes", [])), after=0.1)
        case "POST", "/api/pay":
            return visit.json(visit.payment(), after=0.3) if _lines(visit) else visit.refuse("未有點餐")
    return None


def _lines(visit: Visit) -> list[tuple[str, int]]:
    return [MENU[dish] for dish in visit.customer.get("dishes", [])]
