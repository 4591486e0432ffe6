"""No way that a page leads on reaches an address that must not be reached, and each try is told."""

from __future__ import annotations

import pytest

from tests.walk.browser import walled_network

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not walled_network.available(), reason="needs Linux network namespaces"),
]


def test_the_whole_matrix_has_no_contact_and_every_refusal() -> None:
    from tests.walk.browser.redirect_matrix import CASES, TARGETS

    seen = walled_network.run_inside("tests.walk.browser.redirect_matrix")
    assert isinstance(seen, dict)
    assert len(seen["control"]) == 2 + len(walled_network.INNER)
    assert seen["hits"] == []
    told = {port: reason for port, reason in seen["refused"] if port in CASES}
    expected = {port: TARGETS[target] for port, (_, target) in CASES.items()}
    missing = {CASES[port]: told.get(port) for port in expected if told.get(port) != expected[port]}
    assert missing == {}
    assert set(seen["contacts"]) == {
        "shop.test",
        *(f"rebound-{port}.test" for port in CASES if CASES[port][1] == "rebound"),
    }
