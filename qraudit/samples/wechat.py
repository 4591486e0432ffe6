"""What WeChat's own servers hand to a merchant's: the merchant's server side would get these from there."""

from __future__ import annotations

import hashlib
import random
import secrets
import time
from urllib.parse import urlencode

__all__ = ["authorize_url", "jsapi_payment", "sdk_config", "tenpay_url"]


def _appid(slug: str) -> str:
    return "wx" + hashlib.sha256(slug.encode()).hexdigest()[:16]


def authorize_url(slug: str, redirect_uri: str, scope: str, state: str) -> str:
    """Where a merchant sends a browser for its customer's identity (`snsapi_base`) or profile (`snsapi_userinfo`)."""
    query = {
        "appid": _appid(slug),
        "redirect_uri": redirect_uri,
        "response_type": "code",
        "scope": scope,
        "state": state,
    }
    return f"https://open.weixin.qq.com/connect/oauth2/authorize?{urlencode(query)}#wechat_redirect"


def jsapi_payment(slug: str) -> dict[str, str]:
    """The parameters of `getBrandWCPayRequest`, as a unified order gives them."""
    return {
        "appId": _appid(slug),
        "timeStamp": str(int(time.time())),
        "nonceStr": secrets.token_hex(16),
        "package": f"prepay_id=wx{time.strftime('%d%H%M%S')}{secrets.token_hex(13)}",
        "signType": "RSA",
        "paySign": secrets.token_urlsafe(96),
    }


def tenpay_url() -> str:
    """Where WeChat's H5 payment sends a browser outside WeChat (`h5_url` of a unified order)."""
    query = {
        "prepay_id": f"wx{time.strftime('%Y%m%d%H%M%S')}{secrets.token_hex(9)}",
        "package": random.SystemRandom().randrange(10**8, 4 * 10**9),
    }
    return f"https://wx.tenpay.com/cgi-bin/mmpayweb-bin/checkmweb?{urlencode(query)}"


def sdk_config(slug: str) -> dict[str, str | int]:
    """The parameters of `wx.config`, signed with a ticket that is not one."""
    stamp, nonce = int(time.time()), secrets.token_hex(8)
    signature = hashlib.sha256(f"{nonce}{stamp}".encode()).hexdigest()[:40]
    return {"appId": _appid(slug), "timestamp": stamp, "nonceStr": nonce, "signature": signature}
