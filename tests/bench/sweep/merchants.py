"""Generated merchants: what number N is like follows from N alone, so that every run meets the same district."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Literal

__all__ = ["Character", "Merchant", "merchant", "page"]

Character = Literal["clean", "follow", "phone", "advert", "dead", "slow", "hostile"]

_USUAL: tuple[Character, ...] = ("clean", "clean", "clean", "follow", "phone", "advert")
_HOSTILE = ("loop", "dialogs", "flood", "spin")
_DISTRICTS = ("东城区", "西城区", "南山区", "滨江区", "雁塔区")
_TRADES = ("面馆", "停车场", "奶茶店", "药房", "自助售货", "充电站")


@dataclass(frozen=True)
class Merchant:
    """One merchant, and how its server treats its customers (times in seconds)."""

    number: int
    character: Character
    trick: str
    name: str
    place: str
    delay: float


def merchant(number: int) -> Merchant:
    """5 % dead, 5 % slow, 2 % hostile; every other one answers as quickly as shops do."""
    dice = random.Random(number * 7919)
    throw = dice.random()
    character: Character = dice.choice(_USUAL)
    if throw < 0.12:
        character = "dead" if throw < 0.05 else "slow" if throw < 0.10 else "hostile"
    delay = 1.5 if character == "slow" else dice.uniform(0.05, 0.35)
    name = f"{dice.choice(_TRADES)} {number:04d}"
    return Merchant(number, character, dice.choice(_HOSTILE), name, dice.choice(_DISTRICTS), delay)


def page(one: Merchant, step: str) -> str:
    """What it shows at a step: the menu, the order."""
    if one.character == "hostile":
        return _hostile(one)
    body = _order(one) if step == "order" else _menu(one)
    return _document(one.name, body)


def _menu(one: Merchant) -> str:
    goods = "".join(f"<li>{dish} <b>¥{8 + n}.00</b></li>" for n, dish in enumerate(("牛肉面", "凉皮", "酸梅汤")))
    advert = _ADVERT if one.character == "advert" else ""
    return f"<h1>{one.name}</h1><ul>{goods}</ul><a class=go href=order>去结算</a>{advert}"


def _order(one: Merchant) -> str:
    if one.character == "follow":
        return "<p>请先关注公众号</p><p>长按识别二维码关注后继续支付</p>"
    asked = (
        '<label>手机号<input name=phone type=tel placeholder="请输入手机号（必填）"></label>'
        if one.character == "phone"
        else ""
    )
    return (
        f"<h1>确认订单</h1><p>牛肉面 ×1</p><p>合计 ¥8.00</p>{asked}"
        f"<button class=go onclick=\"{_CHECK if asked else _PAY}\">去支付</button><p id=said></p>"
    )  # fmt: skip


_PAY = "location.href='https://wx.tenpay.com/cgi-bin/mmpayweb-bin/checkmweb?prepay_id=wx1&amp;package=1'"
_CHECK = (
    "const v=document.querySelector('[name=phone]').value;"
    f"if(!/^1[0-9]{{10}}$/.test(v)){{said.textContent='请输入正确的手机号'}}else{{{_PAY}}}"
)
_ADVERT = (
    "<div id=ad style='position:fixed;inset:0;background:#000c;color:#fff;z-index:9;padding:30vh 20vw'>"
    "<p>广告 新人专享红包 立即领取</p><button style='width:44px;height:44px;position:absolute;right:16px;top:16px'"
    " onclick='ad.remove()' aria-label=关闭>×</button></div>"
)


def _hostile(one: Merchant) -> str:
    scripts = {
        "loop": "location.replace(location.pathname+'?'+Math.random())",
        "dialogs": "setInterval(()=>alert('请关注'),1)",
        "flood": "for(let i=0;i<2e4;i++)document.body.append(document.createElement('p').textContent=i,' ')",
        "spin": "setTimeout(()=>{for(;;);},300)",
    }
    return _document(one.name, f"<h1>{one.name}</h1><script>{scripts[one.trick]}</script>")


def _document(title: str, body: str) -> str:
    style = (
        "body{font:16px sans-serif;margin:16px}.go{display:block;padding:14px;background:#07c160;color:#fff;border:0}"
    )
    view = '<meta charset=utf-8><meta name=viewport content="width=device-width,initial-scale=1">'
    return f"<!doctype html><html lang=zh>{view}<title>{title}</title><style>{style}</style><body>{body}</body></html>"
