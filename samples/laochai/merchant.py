"""A restaurant that lets only followers of its account see the menu."""

from __future__ import annotations

from qraudit.samples.visit import Reply, Visit

DISHES = [("柴火鸡", 88), ("铁锅炖鱼", 76), ("酸菜粉条", 32), ("玉米贴饼", 16), ("凉拌木耳", 18)]


def handle(visit: Visit) -> Reply | None:
    following = visit.customer.get("following", False)
    match visit.method, visit.path:
        case "GET", "/":
            return visit.page(table=visit.query.get("table", ""))
        case "GET", "/api/me":
            return visit.json({"subscribe": int(following), "nickname": ""})
        case "GET", "/api/menu":
            dishes = [{"id": i, "name": name, "price": price} for i, (name, price) in enumerate(DISHES)]
            return visit.json(dishes) if following else visit.refuse("请先关注公众号", 40301)
        case "POST", "/api/order":
            return visit.json(visit.payment()) if following else visit.refuse("请先关注公众号", 40301)
    return None
