"""WeChat's login: nothing is sent there, and what stands in for its answer is given only where it may be."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from urllib.parse import quote, urlsplit

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from qraudit.walk.browser.documents import OAuthPolicy
from tests.walk.browser.sessions import chromium, opened, session_in
from tests.walk.little_server import Answer, Site, page, served

AUTHORIZE = (
    "https://open.weixin.qq.com/connect/oauth2/authorize?appid=wx1&redirect_uri={back}"
    "&response_type=code&scope={scope}&state=table-7#wechat_redirect"
)


def authorize(back: str, scope: str = "snsapi_base") -> str:
    return AUTHORIZE.format(back=quote(back, safe=""), scope=scope)


@pytest.mark.parametrize(
    ("policy", "back", "answer"),
    [
        (OAuthPolicy(), "https://shop.example/in", "stopped"),
        (OAuthPolicy(allow_hosts=("shop.example",)), "https://shop.example/in", "completed"),
        (OAuthPolicy(allow_hosts=("shop.example:8443",)), "https://shop.example/in", "stopped"),
        (OAuthPolicy(allow_hosts=("shop.example:8443",)), "https://shop.example:8443/in", "completed"),
        (OAuthPolicy(allow_private=True), "http://127.0.0.1:8000/in", "completed"),
        (OAuthPolicy(allow_private=True), "https://shop.example/in", "stopped"),
        (OAuthPolicy(allow_private=True), "http://localhost/in", "completed"),
        (OAuthPolicy(test_code="mine"), "https://shop.example/in", "completed"),
        (OAuthPolicy(test_code="mine"), "javascript:alert(1)", "stopped"),
        (OAuthPolicy(test_code="mine"), "", "stopped"),
    ],
)
def test_the_silent_login_is_completed_only_with_a_code(policy: OAuthPolicy, back: str, answer: str) -> None:
    assert policy.answer(authorize(back))[0] == answer


def test_the_answer_carries_the_code_and_the_state_that_was_asked_with() -> None:
    policy = OAuthPolicy(test_code="mine")
    assert policy.answer(authorize("https://shop.example/in?a=1"))[1] == (
        "https://shop.example/in?a=1&code=mine&state=table-7"
    )


def test_the_profile_is_declined_until_it_is_conceded() -> None:
    policy = OAuthPolicy(test_code="mine")
    asked = authorize("https://shop.example/in", "snsapi_userinfo")
    assert policy.answer(asked) == ("declined", "")
    assert policy.declined == [asked]
    policy.grant_profile = True
    assert policy.answer(asked)[0] == "completed"


@pytest.fixture(scope="module")
def shop() -> Iterator[Site]:
    def door(site: Site) -> Answer:
        return 302, {"Location": authorize(f"{site.url}/in")}, ""

    def inside(site: Site) -> Answer:
        return page(f"<h1>小店</h1><p>{urlsplit(site.contacts[-1].split(' ')[1]).query}")

    def framed(site: Site) -> Answer:
        return page(f"<h1>小店</h1><iframe src='{authorize(site.url + '/in')}'></iframe>")

    def asking(site: Site) -> Answer:
        return page(f"<h1>小店</h1><script>location = '{authorize(site.url + '/in', 'snsapi_userinfo')}'</script>")

    follow = "https://mp.weixin.qq.com/mp/profile_ext?action=home&__biz=MzA=="
    pages = {"/": door, "/in": inside, "/framed": framed, "/profile": asking}
    with served({**pages, "/follow": (302, {"Location": follow}, "")}) as site:
        yield site


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as launched:
        yield launched


@pytest.mark.browser
@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("path", ["/", "/framed"])
async def test_a_redirect_or_a_frame_to_the_login_comes_back_with_the_code(
    browser: Browser, shop: Site, path: str
) -> None:
    async with session_in(browser, policy=OAuthPolicy(allow_private=True)) as session:
        assert "code=qraudit-test-code&state=table-7" in await opened(session, shop.url + path)
        (asked,) = session.events.oauth
        assert (asked.appid, asked.scope, asked.handled) == ("wx1", "snsapi_base", "completed")
        assert (asked.redirect_host, asked.before_any_tap) == ("127.0.0.1", True)


@pytest.mark.browser
@pytest.mark.asyncio(loop_scope="module")
async def test_a_login_that_nobody_can_make_leaves_the_page_where_it_is(browser: Browser, shop: Site) -> None:
    policy = OAuthPolicy()
    async with session_in(browser, policy=policy) as session:
        assert await opened(session, f"{shop.url}/profile") == "小店"
        assert [one.handled for one in session.events.oauth] == ["stopped"]
        assert len(policy.stopped) == 1
        assert not [host for host in session.wire.hosts if "weixin" in host and host != "open.weixin.qq.com"]


@pytest.mark.browser
@pytest.mark.asyncio(loop_scope="module")
async def test_a_redirect_off_the_web_is_recorded_and_stopped(browser: Browser, shop: Site) -> None:
    async with session_in(browser) as session:
        assert "ERR_ABORTED" in await session.open(f"{shop.url}/follow")
        assert [one.kind for one in session.events.departures] == ["official-account"]
