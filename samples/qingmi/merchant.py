"""A noodle house: party size, bowls, cart, WeChat Pay."""

from __future__ import annotations

from qraudit.samples.visit import Reply, Visit

BOWLS = [
    {"id": 1, "name": "葱油拌面", "price": 16, "note": "现熬葱油 月售 620"},
    {"id": 2, "name": "雪菜肉丝面", "price": 22, "note": "月售 418"},
    {"id": 3, "name": "番茄牛腩面", "price": 32, "note": "会员价 ¥30"},
    {"id": 4, "name": "三鲜汤面", "price": 26, "note": "月售 233"},
    {"id": 5, "name": "卤蛋", "price": 3, "note": "加一个"},
    {"id": 6, "name": "桂花酸梅汤", "price": 9, "note": "冰"},
]


def handle(visit: Visit) -> Reply | None:
    match visit.method, visit.path:
        case "GET", "/":
            return visit.page(table=visit.query.get("t", ""))
        case "GET", "/api/menu":
            return visit.json(BOWLS, after=0.3)
        case "POST", "/api/order":
            prices = {str(bowl["id"]): bowl["price"] for bowl in BOWLS}
            cart = visit.form.get("cart") or {}
            if not isinstance(cart, dict) or not any(key in prices for key in cart):
                return visit.refuse("请先选择餐品")
            if not visit.form.get("people"):
                return visit.refuse("请选择就餐人数")
            return visit.json(visit.payment(), after=0.25)
    return None
