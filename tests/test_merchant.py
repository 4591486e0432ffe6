"""A merchant's own repository: red with the finding's name while the page is wrong, green once it is mended."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.conftest import Call

pytest_plugins = ["pytester"]

HEAD = """<!doctype html><html lang="zh-CN"><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>小面馆</title>
<style>button {width: 90%; height: 48px; border: 0; background: #07c160; color: #fff; font-size: 18px}</style>"""

MENU = HEAD + '<h1>小面馆 7 号桌</h1><p>牛肉面 ¥18.00</p><form action="/order"><button>点一份，去结算</button></form>'

TICKED = '<label><input type="checkbox" checked> 我已阅读并同意<a href="/privacy">《隐私政策》</a></label>'

ORDER = """<h1>确认订单</h1><p>牛肉面 × 1</p><p>合计 ¥18.00</p>{agreement}
<button onclick="WeixinJSBridge.invoke('getBrandWCPayRequest', {{package: 'x'}}, () => 0)">微信支付</button>"""

PRIVACY = HEAD + "<h1>隐私政策</h1><p>小面馆不收集个人信息。</p>"


class Shop(ThreadingHTTPServer):
    agreement = TICKED

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/"

    def page(self, path: str) -> str:
        order = HEAD + ORDER.format(agreement=self.agreement)
        return {"/": MENU, "/order": order, "/privacy": PRIVACY}.get(path.partition("?")[0], "")


class Till(BaseHTTPRequestHandler):
    server: Shop

    def do_GET(self) -> None:
        page = self.server.page(self.path).encode()
        self.send_response(200 if page else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *_: object) -> None:
        """Servers in tests are silent."""


@pytest.fixture
def shop() -> Iterator[Shop]:
    with Shop(("127.0.0.1", 0), Till) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.mark.browser
def test_on_the_command_line_through_qraudit_toml(
    call: Call, shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert call("init").status == 0
    file = Path("qraudit.toml")
    file.write_text(file.read_text(encoding="utf-8").replace("http://127.0.0.1:8000/", shop.url), encoding="utf-8")
    red = call("audit", "--verbose", "--format", "terminal")
    assert red.status == 1
    assert "consent-preticked" in red.out
    assert "because: its words say: check out" in red.err, "each action is told with its reason"

    shop.agreement = ""
    green = call("audit", "--format", "json")
    report = json.loads(green.out)
    assert (green.status, report["verdict"], report["reached"]) == (0, "clean", "payment")
    assert [handoff["way"] for handoff in report["handoffs"]] == ["wechat-jsapi"]


@pytest.mark.browser
def test_in_the_merchants_own_tests(pytester: pytest.Pytester, shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QRAUDIT_LANG", "en")
    pytester.makefile(".toml", qraudit='scenario = "dine-in"\nallow_private = true\n')
    pytester.makepyfile(f"def test_ordering_page(qraudit):\n    qraudit.assert_clean({shop.url!r})\n")
    red = pytester.runpytest_subprocess("-q")
    red.assert_outcomes(failed=1)
    red.stdout.fnmatch_lines(["*consent-preticked: *", "*report.html*"])

    shop.agreement = ""
    pytester.runpytest_subprocess("-q").assert_outcomes(passed=1)
