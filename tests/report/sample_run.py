"""A realistic audit of a fictional restaurant: what every format is tested and pictured with."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from qraudit.evidence import RunFolder
from qraudit.models import (
    Action,
    Advert,
    Attempt,
    Bilingual,
    CloseControl,
    Code,
    Concession,
    Evidence,
    FieldFact,
    Finding,
    Grade,
    LawQuote,
    Prompt,
    Refusal,
    Report,
    Snapshot,
    Step,
    Target,
    Walk,
)
from qraudit.report import build
from tests.report.screens import CORNERS, draw_all, draw_photograph

HOST = "https://order.qinghe-xiaoguan.example"
PHONE = "19900004321"


def both(zh: str, en: str) -> Bilingual:
    return Bilingual(zh=zh, en=en)


CLOSE = [
    Attempt(
        kind="close",
        target="×",
        result="led-away",
        led_to="领券中心",
        step=0,
        box=(325.0, 215.0, 14.0, 14.0),
        before="steps/00.png",
        after="steps/00-close.png",
    ),
    Attempt(kind="mask", result="passed", step=0, before="steps/00.png", after="steps/00-mask.png"),
]
FOLLOW = [
    Attempt(kind="back", result="came-back", step=4, before="steps/04.png", after="steps/04-back.png"),
    Attempt(kind="mask", result="no-effect", step=4, before="steps/04.png", after="steps/04-back.png"),
    Attempt(kind="claim", target="我已关注，继续", result="refused", reply="未检测到关注", step=4,
            box=(67.0, 530.0, 256.0, 46.0), before="steps/04.png", after="steps/04-claim.png"),
    Attempt(kind="direct", target=f"{HOST}/pay", result="refused", reply='{"code":1103,"subscribe":0}', step=4,
            before="steps/04.png", after="steps/04.png"),
]  # fmt: skip
EMPTY = [
    Attempt(kind="leave-empty", target="手机号", result="refused", reply="请输入手机号", step=3,
            box=(28.0, 288.0, 334.0, 46.0), before="steps/03.png", after="steps/03-empty.png"),
]  # fmt: skip


def sample_walk() -> Walk:
    target = Target(
        source="table-A07.jpg", sha256="5b" * 32, payload=f"{HOST}/t/A07", kind="web",
        scenario="dine-in", scenario_from="inferred", scenario_reasons=["桌", "点餐"],
        code=Code(payload=f"{HOST}/t/A07", kind="web", corners=CORNERS, engine="zxing"),
    )  # fmt: skip
    return Walk(
        target=target, device="wechat-android", scenario="dine-in", outcome="blocked", reached="order",
        reason="follow-wall", end="wall", started=datetime.fromisoformat("2026-11-24T10:00:00+08:00"),
        finished=datetime.fromisoformat("2026-11-24T10:00:19+08:00"), browser="Chromium 149.0", sandboxed=True,
        steps=_steps(), prompts=[_prompt()], adverts=[_advert()], fields=[_field()],
        concessions=[Concession(kind="datum", what="手机号", category="phone", step=3, attempts=EMPTY)],
        refused=[Refusal(host="safebrowsing.example", port=443, reason="browser-service", step=0)],
        hosts=["order.qinghe-xiaoguan.example", "cdn.example.net"],
    )  # fmt: skip


def _steps() -> list[Step]:
    rows = [
        ("/t/A07", "青禾小馆 · 扫码点餐", "landing", Action(kind="open", target=f"{HOST}/t/A07"), "steps/00.png"),
        ("/t/A07", "青禾小馆 · 扫码点餐", "landing", Action(kind="dismiss", target="弹窗"), "steps/01.png"),
        ("/t/A07/menu", "青禾小馆 · A07 桌", "catalogue", Action(kind="tap", target="开始点餐"), "steps/02.png"),
        ("/t/A07/order", "确认订单", "order", Action(kind="tap", target="选好了 ¥ 44"), "steps/03.png"),
        ("/t/A07/order", "确认订单", "order", Action(kind="submit", target="提交订单 ¥ 44"), "steps/04.png"),
        ("/t/A07/order", "确认订单", "order", Action(kind="reload"), None),
    ]
    return [
        Step(index=index, url=HOST + path, title=title, milestone=milestone, action=action, screenshot=picture)  # type: ignore[arg-type]
        for index, (path, title, milestone, action, picture) in enumerate(rows)
    ]


def _prompt() -> Prompt:
    return Prompt(
        id="p1", kind="follow", step=4, form="overlay", text="关注公众号后付款 长按识别二维码，关注后自动返回",
        passed=False, attempts=FOLLOW, before_milestone="order", choices=["我已关注，继续"],
    )  # fmt: skip


def _advert() -> Advert:
    control = CloseControl(text="×", box=(325.0, 215.0, 14.0, 14.0), width=14, height=14, contrast=1.6)
    return Advert(
        id="a1", step=0, form="centre", text="新客大礼包 立减 28 元 立即领取", box=(45.0, 210.0, 300.0, 380.0),
        cover=0.99, controls=[control], attempts=CLOSE, closed=True, closed_by="mask", clicks=1,
    )  # fmt: skip


def _field() -> FieldFact:
    return FieldFact(category="phone", label="手机号", step=3, required=True, filled=True, attempts=EMPTY)


LAW = [
    LawQuote(id="cpl-16", instrument=both("消费者权益保护法", "Consumer Rights Law"),
             article=both("第十六条第三款", "art. 16(3)"), quote="不得设定不公平、不合理的交易条件，不得强制交易。",
             gloss=both("不得强制交易", "no unfair conditions, no forced trade"), source="LawRefBook", checked="text"),
    LawQuote(id="account-rules-12", instrument=both("互联网用户公众账号信息服务管理规定", "Public Account Rules"),
             article=both("第十二条", "art. 12"),
             gloss=both("不得强制订阅关注", "no forced following"), checked="number"),
    LawQuote(id="pipl-16", instrument=both("个人信息保护法", "Personal Information Protection Law"),
             article=both("第十六条", "art. 16"),
             quote="个人信息处理者不得以个人不同意处理其个人信息或者撤回同意为由，拒绝提供产品或者服务；"
                   "处理个人信息属于提供产品或者服务所必需的除外。",
             gloss=both("不得因不同意而拒绝服务", "no refusal of service for withheld consent"), checked="text"),
    LawQuote(id="ad-law-44", instrument=both("广告法", "Advertising Law"),
             article=both("第四十四条第二款", "art. 44(2)"),
             quote="在互联网页面以弹出等形式发布的广告，应当显著标明关闭标志，确保一键关闭。",
             gloss=both("一键关闭", "a plain mark that closes in one tap"), checked="text"),
]  # fmt: skip


def sample_findings() -> list[Finding]:
    return [
        Finding(
            rule="follow-wall", outcome="violation", severity="critical", proof="tested", step=4,
            title=both("不关注公众号就不能继续", "No way on without following an account"),
            message=both("“关注公众号后付款”挡在付款之前，4 种办法都没有绕过。",
                         "'关注公众号后付款' stands before the payment; four ways past it failed."),
            remedy=both("让顾客不关注也能付款；关注提示应有明显的关闭。",
                        "Let guests pay without following; give the prompt a plain way to close."),
            evidence=[Evidence(text="关注公众号后付款", selector=".follow-gate", box=(35.0, 180.0, 320.0, 440.0),
                               screenshot="steps/04.png", step=4)],
            attempts=FOLLOW, law=["cpl-16", "account-rules-12"], fingerprint="f0110wa11"),
        Finding(
            rule="data-required", outcome="violation", severity="serious", proof="tested", subject="phone", step=3,
            title=both("强制提供不需要的个人信息", "Unneeded personal data are required"),
            message=both("堂食点餐不需要手机号，留空提交被拒绝：“请输入手机号”。",
                         "Dine-in needs no phone number; leaving it empty was refused: '请输入手机号'."),
            remedy=both("去掉手机号，或标明选填。", "Remove the field, or mark it optional."),
            evidence=[Evidence(text="手机号 *", selector="#phone", box=(12.0, 236.0, 366.0, 116.0),
                               screenshot="steps/03.png", step=3)],
            attempts=EMPTY, law=["pipl-16"], fingerprint="da7a4e9"),
        Finding(
            rule="ad-close-fake", outcome="violation", severity="serious", proof="tested", step=0,
            title=both("虚假关闭", "The close control is fake"),
            message=both("点“×”没有关闭广告，反而打开了领券中心。",
                         "Tapping '×' did not close the advertisement but opened the coupon centre."),
            remedy=both("让关闭标志一次点击就关闭。", "Make the close control close with one tap."),
            evidence=[Evidence(text="×", selector=".popup .x", box=(325.0, 215.0, 14.0, 14.0),
                               screenshot="steps/00.png", step=0)],
            attempts=CLOSE, law=["ad-law-44"], fingerprint="adc105e"),
        Finding(
            rule="follow-induced", outcome="needs-review", severity="moderate", proof="observed", step=0,
            title=both("以优惠诱导关注", "Following is tied to a benefit"),
            message=both("弹窗写着“立减 28 元”，请查看是否以关注为条件。",
                         "The pop-up says '立减 28 元'; look whether following is its condition."),
            evidence=[Evidence(text="立减 28 元", box=(45.0, 330.0, 300.0, 50.0), screenshot="steps/00.png", step=0)]),
        *[_quiet(rule, zh, en, outcome) for rule, zh, en, outcome in QUIET],
    ]  # fmt: skip


QUIET = [
    ("app-wall", "不装应用就不能继续", "No way on without an app", "pass"),
    ("consent-preticked", "同意框预先勾选", "Consent ticked beforehand", "pass"),
    ("data-leak-early", "提交前已外传", "Data leave before submission", "pass"),
    ("data-third-party", "传给第三方", "Data reach a third party", "pass"),
    ("profile-wall", "强制授权微信资料", "The WeChat profile is required", "not-applicable"),
    ("addon-preticked", "默认勾选付费项", "A paid extra is chosen beforehand", "not-applicable"),
]


def _quiet(rule: str, zh: str, en: str, outcome: str) -> Finding:
    return Finding(
        rule=rule, outcome=outcome, severity="serious", proof="observed", title=both(zh, en),  # type: ignore[arg-type]
        message=both("没有看到这种情形。", "Nothing of the kind was seen."),
    )  # fmt: skip


def sample_report(walk: Walk | None = None) -> Report:
    grade = Grade(
        clean_code=False,
        because=[both("须先关注公众号", "an account must be followed first"), both("须给手机号", "a phone is needed")],
         data_given=["phone"], walls=1, adverts=1,
    )  # fmt: skip
    return build(
        walk or sample_walk(), sample_findings(), LAW, grade, "violations", "ab" * 32, "qraudit audit table-A07.jpg"
    )


def sample_run(folder: Path) -> RunFolder:
    """The sample as a finished run folder with its pictures."""
    run = RunFolder.create(folder)
    draw_all(run.path)
    draw_photograph(run.path)
    walk = sample_walk()
    for step in walk.steps:
        run.write_snapshot(step.index, Snapshot(url=step.url, title=step.title, viewport=(390, 844), text=step.title))
    run.write_text("network.har", json.dumps(sample_har()))
    run.finish(sample_report(walk), walk)
    return run


def sample_har() -> dict[str, object]:
    def entry(path: str, mime: str, text: str, method: str = "GET", body: str = "") -> dict[str, object]:
        request: dict[str, object] = {
            "method": method,
            "url": HOST + path,
            "httpVersion": "HTTP/1.1",
            "headers": [],
            "cookies": [],
        }
        if body:
            request["postData"] = {"mimeType": "application/x-www-form-urlencoded", "text": body}
        headers = [{"name": "content-type", "value": mime}]
        response = {"status": 200, "statusText": "OK", "httpVersion": "HTTP/1.1", "headers": headers, "cookies": [],
                    "content": {"mimeType": mime, "text": text, "size": len(text)}}  # fmt: skip
        return {"startedDateTime": "2026-11-24T02:00:01.000Z", "time": 12, "request": request, "response": response}

    return {"log": {"version": "1.2", "entries": [
        entry("/t/A07", "text/html; charset=utf-8", "<!doctype html><title>青禾小馆</title>"),
        entry("/api/follow", "application/json", '{"subscribe":0}'),
        entry("/api/order", "application/json", '{"ok":true}', "POST", f"phone={PHONE}"),
    ]}}  # fmt: skip
