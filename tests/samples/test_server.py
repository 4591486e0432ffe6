"""The sample merchants' server: what a browser may rely on, and that walls hold whatever the browser does."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator

import httpx
import pytest

from qraudit.errors import UsageError
from qraudit.samples import Sample, SampleServer, load_samples

SAMPLES = load_samples()
PLAIN = httpx.Client(verify=False)
WECHAT = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/146.0 Mobile Safari/537.36 MicroMessenger/8.0.76"


@pytest.fixture(scope="module")
def server() -> Iterator[SampleServer]:
    with SampleServer() as running:
        yield running


def customer(server: SampleServer, slug: str) -> httpx.Client:
    return httpx.Client(
        base_url=f"{server.base_url}/m/{slug}", headers={"User-Agent": WECHAT}, follow_redirects=True, verify=False
    )


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.slug)
def test_every_code_opens_something(server: SampleServer, sample: Sample) -> None:
    reply = PLAIN.get(sample.address(server.base_url), headers={"User-Agent": WECHAT})
    assert reply.status_code in (200, 302)
    assert reply.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.slug)
def test_every_file_that_a_page_names_is_there(server: SampleServer, sample: Sample) -> None:
    sources = [file.read_text(encoding="utf-8") for file in (sample.folder / "pages").glob("*.html")]
    names = {part.split('"')[0].split(")")[0] for text in sources for part in text.split("/static/")[1:]}
    kit = {part.split('"')[0] for text in sources for part in text.split('"/kit/')[1:]}
    paths = {f"/m/{sample.slug}/static/{name}" for name in names} | {f"/kit/{name}" for name in kit}
    missing = [path for path in sorted(paths) if PLAIN.get(server.base_url + path).status_code != 200]
    assert not missing


def test_every_browser_context_is_a_new_customer(server: SampleServer) -> None:
    with customer(server, "beiyu") as first, customer(server, "beiyu") as second:
        first.post("/query", data={"plate": "京A12345", "mobile": "19900000000"})
        assert first.post("/pay", follow_redirects=False).headers["location"].startswith("https://wx.tenpay.com/")
        assert second.post("/pay", follow_redirects=False).headers["location"] == "/m/beiyu/"


def test_contacts_are_counted(server: SampleServer) -> None:
    before = server.contacts["GET /m/muxi/"]
    PLAIN.get(f"{server.base_url}/m/muxi/")
    assert server.contacts["GET /m/muxi/"] == before + 1


def test_a_slow_server_is_late_every_time() -> None:
    with SampleServer(slow=7) as server:
        started = time.monotonic()
        PLAIN.get(f"{server.base_url}/m/muxi/api/enter")
        assert time.monotonic() - started >= 0.3


def test_a_port_that_is_taken_is_said() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(UsageError, match="--port"):
            SampleServer(taken.getsockname()[1])


@pytest.mark.parametrize(
    "path", ["/m/nobody/", "/m/..%2F..%2Fpyproject/", "/kit/..%2Fbeiyu%2Fmerchant.py", "/m/beiyu/x"]
)
def test_there_is_nothing_else(server: SampleServer, path: str) -> None:
    assert PLAIN.get(server.base_url + path).status_code == 404


@pytest.mark.parametrize("body", [b"{", b"[1]", b"\xff\xfe", b'{"cart": 3}', b"a=%FF", b"x" * 2_000_000])
def test_a_malformed_body_never_breaks_a_merchant(server: SampleServer, body: bytes) -> None:
    assert PLAIN.post(f"{server.base_url}/m/qingmi/api/order", content=body).json()["code"] != 0


class TestWalls:
    def test_a_follow_wall_holds_behind_the_page(self, server: SampleServer) -> None:
        with customer(server, "laochai") as person:
            assert person.get("/api/menu").json()["code"] == 40301
            assert person.post("/api/order", json={"cart": {"0": 1}}).json()["code"] == 40301
        with customer(server, "muxi") as person:
            assert person.get("/checkout").url.path == "/m/muxi/"
            assert person.post("/api/pay").json()["code"] == 403

    def test_a_datum_that_is_demanded_is_refused_when_empty_and_taken_when_made_up(self, server: SampleServer) -> None:
        with customer(server, "beiyu") as person:
            assert "请输入正确的手机号" in person.post("/query", data={"plate": "京A12345", "mobile": ""}).text
            assert "15.00" in person.post("/query", data={"plate": "京A12345", "mobile": "19912345678"}).text

    @pytest.mark.parametrize(
        ("slug", "path", "form"),
        [
            ("shuwu", "/api/order", {"cart": [0]}),
            ("yijia", "/api/checkout", {}),
            ("supiao", "/api/issue", {"title": "个人"}),
            ("hangting", "/api/pay", {}),
            ("zhunzhun", "/api/open", {"slot": "A1", "code": "0000"}),
            ("mandian", "/api/rent", {}),
            ("dayang", "/api/order", {}),
            ("huafang", "/api/fee", {"plate": "京A12345"}),
        ],
    )
    def test_the_server_refuses_whatever_the_page_does(
        self, server: SampleServer, slug: str, path: str, form: dict[str, object]
    ) -> None:
        with customer(server, slug) as person:
            for _ in range(2):
                assert person.post(path, json=form).json()["code"] != 0

    def test_a_code_by_sms_reaches_nobody(self, server: SampleServer) -> None:
        with customer(server, "shuwu") as person:
            sent = person.post("/api/sms", json={"phone": "19900000000"})
            assert "data" in sent.json()
            assert sent.json()["data"] is None
            assert person.post("/api/join", json={"phone": "19900000000", "code": ""}).json()["code"] == 1

    def test_a_profile_is_demanded_until_it_is_granted(self, server: SampleServer) -> None:
        with customer(server, "mandian") as person:
            asked = person.get("/rent", follow_redirects=False).headers["location"]
            assert "scope=snsapi_userinfo" in asked
            assert "重新授权" in person.get("/back").text
            assert "支付押金" in person.get("/back", params={"code": "test"}).text


class TestBreakage:
    def test_an_order_that_fails(self, server: SampleServer) -> None:
        with customer(server, "linjia") as person:
            assert "合计" in person.post("/cart", data={"g1": "1"}).text
            assert person.post("/submit").status_code == 500

    def test_a_code_that_expired(self, server: SampleServer) -> None:
        assert PLAIN.get(f"{server.base_url}/m/guoqi/api/table").json()["code"] == 410

    def test_nothing_to_pay(self, server: SampleServer) -> None:
        with customer(server, "wuge") as person:
            assert "无需缴费" in person.post("/fee", data={"plate": "京A12345"}).text


class TestCleanPaths:
    def test_noodles(self, server: SampleServer) -> None:
        with customer(server, "qingmi") as person:
            reply = person.post("/api/order", json={"people": 2, "cart": {"1": 1}}).json()
            assert reply["data"]["package"].startswith("prepay_id=")

    def test_parking(self, server: SampleServer) -> None:
        with customer(server, "lvyin") as person:
            assert person.post("/api/bill", json={"plate": "京A12345"}).json()["code"] == 0
            assert "12.00" in person.get("/bill").text
            assert person.post("/api/pay", json={}).json()["data"]["paySign"]

    def test_delivery(self, server: SampleServer) -> None:
        with customer(server, "xiangwai") as person:
            assert "填写收货地址" in person.post("/cart", data={"n0": "1"}).text
            address = {"name": "测试", "phone": "19900000000", "address": "测试路 1 号"}
            assert "请阅读并同意" in person.post("/address", data=address).text
            assert "¥36" in person.post("/address", data={**address, "agree": "1"}).text
            assert person.post("/api/prepay", json={}).json()["code"] == 0

    def test_invoice(self, server: SampleServer) -> None:
        with customer(server, "piaoyi") as person:
            form = {"kind": "person", "title": "个人", "email": "a@example.com"}
            assert person.post("/api/apply", json={**form, "email": ""}).json()["code"] == 1
            assert person.post("/api/apply", json=form).json()["code"] == 0
