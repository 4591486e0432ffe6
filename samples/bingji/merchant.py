"""An ice locker: two advertisements that close, a choice, the payment."""

from __future__ import annotations

from qraudit.samples.visit import Reply, Visit

ICES = {"1": ("海盐冰棒", 5), "2": ("可可脆筒", 8), "3": ("荔枝雪泥", 12), "4": ("酸奶杯", 9)}


def handle(visit: Visit) -> Reply | None:
    match visit.method, visit.path:
        case "GET", "/":
            return visit.page(ices=ICES, locker=visit.query.get("m", ""))
        case "POST", "/api/buy":
            return visit.json(visit.payment()) if visit.text("id") in ICES else visit.refuse("请选择商品")
    return None
