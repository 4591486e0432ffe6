"""A table whose code has expired."""

from __future__ import annotations

from qraudit.samples.visit import Reply, Visit


def handle(visit: Visit) -> Reply | None:
    match visit.method, visit.path:
        case "GET", "/":
            return visit.page()
        case "GET", "/api/table":
            return visit.refuse("桌码已失效", 410)
    return None
