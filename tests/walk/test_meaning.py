"""What words mean: wordings seen in the wild, the ones that look like them and mean something else, and any text."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qraudit.walk.meaning import data_in_text, datum_of, fold, phrases
from tests.walk.builders import control, entry

WRITTEN = st.text(
    st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)
    | st.characters(min_codepoint=0x21, max_codepoint=0x7E)
    | st.characters(min_codepoint=0xFF01, max_codepoint=0xFF5E)
    | st.sampled_from(" \n\t\u3000\u200b\ue001¥￥×·《》")
)
"""What pages are written in: Chinese of both kinds, ASCII of both widths, white space, private glyphs."""


def controls(words: str) -> frozenset[str]:
    return phrases("controls").meanings(words)


def statements(text: str) -> frozenset[str]:
    return phrases("statements").meanings(text)


@pytest.mark.parametrize(
    ("words", "meaning"),
    [
        ("立即关注", "follow"),
        ("一键关注服务号", "follow"),
        ("長按識別二維碼關注", "follow"),
        ("Follow us", "follow"),
        ("我已关注，重新检测", "claim"),
        ("×", "close"),
        ("关 闭", "close"),
        ("關閉", "close"),
        ("不再提示", "close"),
        ("跳过 3s", "skip"),
        ("跳過", "skip"),
        ("暂不关注", "later"),
        ("稍後再說", "later"),
        ("下次再说", "later"),
        ("Not now", "later"),
        ("No, thanks", "later"),
        ("残忍拒绝", "leave"),
        ("忍痛放弃", "leave"),
        ("不同意", "refuse"),
        ("拒絕", "refuse"),
        ("Don't allow", "refuse"),
        ("取消", "cancel"),
        ("游客点餐", "guest"),
        ("直接支付", "guest"),
        ("免登录缴费", "guest"),
        ("Continue as guest", "guest"),
        ("知道了", "acknowledge"),
        ("同意并继续", "agree"),
        ("註冊會員", "register"),
        ("微信手机号一键登录", "register"),
        ("打开App查看", "app"),
        ("前往小程序", "mini-program"),
        ("添加店长微信", "contact"),
        ("立即领取", "promotion"),
        ("充值 200 送 50", "recharge"),
        ("获取验证码", "send-code"),
        ("去支付 ¥38.00", "pay"),
        ("確認支付", "pay"),
        ("買單", "pay"),
        ("Pay now", "pay"),
        ("提交订单", "submit"),
        ("申请开票", "submit"),
        ("选好了", "checkout"),
        ("結帳", "checkout"),
        ("查询缴费", "query"),
        ("开始点餐", "start"),
        ("Order now", "start"),
        ("下一步", "next"),
        ("加入购物车", "add"),
        ("＋", "add"),
    ],
)
def test_words_on_a_control(words: str, meaning: str) -> None:
    assert meaning in controls(words)


@pytest.mark.parametrize(
    ("words", "meaning"),
    [
        ("我的关注", "follow"),
        ("品牌关注", "follow"),
        ("无需关注", "follow"),
        ("已关注", "follow"),
        ("取消关注", "follow"),
        ("暂不关注", "follow"),
        ("关注度", "follow"),
        ("取消订单", "cancel"),
        ("取消订单", "submit"),
        ("取消订阅", "subscribe"),
        ("不同意", "agree"),
        ("免注册", "register"),
        ("暂不登录", "register"),
        ("退出登录", "register"),
        ("支付方式", "pay"),
        ("支付记录", "pay"),
        ("缴费说明", "pay"),
        ("去开票", "pay"),
        ("开票记录", "submit"),
        ("查看详情", "query"),
        ("添加车牌", "add"),
        ("添加微信好友", "add"),
        ("暂不下载", "app"),
        ("图书", "close"),
    ],
)
def test_words_that_only_look_like_it(words: str, meaning: str) -> None:
    assert meaning not in controls(words)


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("请先关注公众号", "follow-demand"),
        ("您未关注公众号，请关注后继续！", "follow-demand"),
        ("長按識別二維碼，關注公眾號後點餐", "follow-demand"),
        ("长按关注后即可点餐", "follow-demand"),
        ("Please follow our official account to order", "follow-demand"),
        ("关注公众号立减 5 元", "follow-benefit"),
        ("登录并授权手机号后即可查看商品", "member-demand"),
        ("未绑手机号，请绑定后继续！", "member-demand"),
        ("请下载APP后继续缴费", "app-demand"),
        ("请前往小程序点餐", "mini-demand"),
        ("添加店长企业微信后发送菜单", "contact-demand"),
        ("申请获取您的微信昵称、头像", "profile-demand"),
        ("需要获取您的位置信息", "location-demand"),
        ("我已阅读并同意《用户协议》和《隐私政策》", "consent"),
        ("登录即代表同意《用户协议》", "consent-implied"),
        ("同意接收营销推广信息", "marketing"),
        ("将您的信息提供给第三方合作伙伴", "sharing"),
        ("二维码已过期，请重新扫码", "expired"),
        ("本店已打烊", "closed"),
        ("系统繁忙，请稍后再试", "error-page"),
        ("请完成安全验证", "captcha"),
        ("请在微信客户端打开链接", "environment"),
        ("免费停车时长内，无需缴费", "nothing-to-pay"),
        ("应缴 0.00 元", "nothing-to-pay"),
        ("應繳金額：¥12.50", "fee-due"),
        ("停车费 8 元", "fee-due"),
        ("开票申请已提交", "applied"),
        ("约满", "unavailable"),
        ("已约满", "unavailable"),
        ("售罄", "unavailable"),
        ("Sold out", "unavailable"),
        ("请输入手机号", "complaint"),
        ("手机号不能为空", "complaint"),
        ("Phone is required", "complaint"),
    ],
)
def test_what_a_page_says(text: str, meaning: str) -> None:
    assert meaning in statements(text)


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("无需关注公众号即可点餐", "follow-demand"),
        ("不关注也可以点餐", "follow-demand"),
        ("免关注，扫码即点", "follow-demand"),
        ("无需注册，直接缴费", "member-demand"),
        ("请在微信客户端打开链接", "app-demand"),
        ("收费标准：停车费 5 元/小时", "fee-due"),
        ("停车费 5.00 元/小时", "fee-due"),
        ("应缴 0.50 元", "nothing-to-pay"),
        ("费用 10.00 元", "nothing-to-pay"),
        ("应付金额 20 元", "nothing-to-pay"),
        ("每日限量 10 份", "unavailable"),
        ("余 10", "unavailable"),
        ("订单状态通知", "marketing"),
        ("风险提示", "addon"),
    ],
)
def test_what_a_page_does_not_say(text: str, meaning: str) -> None:
    assert meaning not in statements(text)


@pytest.mark.parametrize(
    ("words", "datum"),
    [
        ("手机号", "phone"),
        ("* 聯絡電話", "phone"),
        ("Mobile number", "phone"),
        ("收货人姓名", "name"),
        ("如何称呼您", "name"),
        ("身份证号", "id-number"),
        ("邮箱地址", "email"),
        ("收货地址", "address"),
        ("车牌号", "license-plate"),
        ("生日", "birthday"),
        ("性别", "gender"),
        ("发票抬头", "company"),
        ("纳税人识别号", "tax-id"),
        ("银行卡号", "bank-card"),
        ("微信号", "wechat-id"),
        ("昵称", "wechat-profile"),
        ("过敏史", "health"),
    ],
)
def test_a_field_that_asks_for_a_personal_datum(words: str, datum: str) -> None:
    assert datum_of(entry(words)).category == datum


@pytest.mark.parametrize(
    ("words", "matter"),
    [
        ("短信验证码", "sms-code"),
        ("图形验证码", "captcha"),
        ("桌号", "table"),
        ("就餐人数", "guests"),
        ("取餐码", "order"),
        ("取餐密码", "order"),
        ("缴费户号", "account"),
        ("充值金额", "amount"),
        ("备注（口味、忌口）", "remark"),
        ("优惠码", "coupon"),
        ("搜索菜品", "search"),
        ("发票类型", "choice"),
        ("随便什么", "unknown"),
    ],
)
def test_a_field_that_asks_for_a_matter_of_the_service(words: str, matter: str) -> None:
    datum = datum_of(entry(words))
    assert (datum.category, datum.matter) == (None, matter)


@pytest.mark.parametrize("words", ["公司电话", "客服热线", "用户名", "店名", "商品名称", "门店地址", "取餐地址"])
def test_what_is_no_datum_of_the_person(words: str) -> None:
    assert datum_of(entry(words)).category not in ("phone", "name", "address")


def test_a_field_is_told_by_its_label_before_anything_else() -> None:
    assert datum_of(entry("车牌号", placeholder="手机号", input_type="tel")).category == "license-plate"
    assert datum_of(entry("", placeholder="请输入手机号", name_attribute="email")).category == "phone"
    assert datum_of(entry("", name_attribute="mobile")).category == "phone"
    assert datum_of(entry("", autocomplete="cc-number")).category == "bank-card"
    assert datum_of(entry("", input_type="tel")).category == "phone"
    assert datum_of(entry("", group="您的生日")).category == "birthday"


def test_the_data_that_a_sentence_names_come_in_its_order() -> None:
    assert [one.category for one in data_in_text("请填写手机号和收货人姓名")] == ["phone", "name"]
    assert data_in_text("请选择菜品") == []


@pytest.mark.parametrize(
    ("words", "seconds"),
    [("5秒后可关闭", 5), ("跳过 3s", 3), ("关闭 12", 12), ("8", 8), ("Skip in 5s", 5), ("关闭", None)],
)
def test_a_countdown_tells_its_seconds(words: str, seconds: int | None) -> None:
    assert phrases("statements").number(words, "countdown") == seconds


def test_folding_makes_one_of_all_spellings() -> None:
    assert fold("關 注\u200b公眾號") == fold("关注公众号") == "关注公众号"
    assert fold("Ｐａｙ　Ｎｏｗ") == "paynow"
    assert fold("一\n二") == "一\n二", "lines stay lines"


@given(WRITTEN)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(), st.sampled_from(["controls", "statements"]))
def test_any_text_has_a_meaning_or_none(text: str, kind: str) -> None:
    assert isinstance(phrases(kind).meanings(text), frozenset)
    datum_of(control(text, kind="text", placeholder=text, group=text[:39]))
    data_in_text(text)
    phrases(kind).all_in(fold(text))


@pytest.mark.parametrize(
    "alphabet", ["请先关注后才能", "0123456789元.¥应付金额合计", "registerfollowto ,.", "（《协议》同意并已阅读\n"]
)
def test_twenty_thousand_characters_take_no_time(alphabet: str) -> None:
    text = fold("".join(random.Random(alphabet).choices(alphabet, k=20_000)))
    began = time.process_time()
    phrases("controls").all_in(text)
    phrases("statements").all_in(text)
    data_in_text(text)
    assert time.process_time() - began < 3


def test_a_text_without_end_is_cut() -> None:
    assert len(fold("关" * 1_000_000)) == 20_000


@pytest.mark.parametrize(
    ("words", "category"),
    [("四位口令", None), ("取件码", None), ("", "phone"), ("方便配送员联系", "phone"), ("手机号", "phone")],
)
def test_a_telephone_field_is_a_number_pad_where_its_words_say_something_else(words: str, category: str | None) -> None:
    assert datum_of(entry(words, input_type="tel")).category == category


@pytest.mark.parametrize(
    ("text", "needed"),
    [
        ("企业账号请登录", True),
        ("请用校园统一身份认证", True),
        ("企业微信 · 已认证", False),
        ("认证企业 · 微信认证", False),
        ("长按识别 企业微信 官方认证", False),
    ],
)
def test_a_mark_of_a_verified_account_asks_for_no_login(text: str, needed: bool) -> None:
    assert ("login-needed" in phrases("statements").all_in(fold(text))) is needed
