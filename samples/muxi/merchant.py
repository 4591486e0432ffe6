"""A shop whose self-checkout opens only to followers; its page is a picture."""

from __future__ import annotations

from qraudit.samples.visit import Reply, Visit


def handle(visit: Visit) -> Reply | None:
    follower = visit.customer.get("follower", False)
    match visit.method, visit.path:
        case "GET", "/":
            return visit.redirect("/checkout") if follower else visit.page()
        case "GET", "/api/enter":
            return visit.json({"isFollow": follower})
        case "GET", "/checkout":
            return visit.page("checkout") if follower else visit.redirect("/")
        case "POST", "/api/pay":
            return visit.json(visit.payment()) if follower else visit.refuse("no access", 403)
    return None
