"""Phone screens of a fictional restaurant, drawn with Pillow: 390 x 844 CSS pixels at two device pixels each."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache
from pathlib import Path

import segno
from PIL import Image, ImageDraw, ImageFont

SCALE = 2
WIDTH, HEIGHT = 390, 844
_FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/System/Library/Fonts/PingFang.ttc",
    "C:/Windows/Fonts/msyh.ttc",
)
_INK, _GREY, _GREEN, _ORANGE = "#1f2430", "#8a8f99", "#07a35a", "#ef6b2d"


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    found = next((path for path in _FONTS if Path(path).is_file()), None)
    return ImageFont.truetype(found, size * SCALE, index=2) if found else ImageFont.load_default(size * SCALE)


class Screen:
    """A canvas in CSS pixels."""

    def __init__(self, title: str) -> None:
        self.image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), "#f5f6f8")
        self.pen = ImageDraw.Draw(self.image)
        self.box(0, 0, WIDTH, 52, "#ffffff")
        self.words(WIDTH / 2, 26, title, 16, _INK, centre=True)

    def box(self, x: float, y: float, w: float, h: float, fill: str, radius: float = 0) -> None:
        self.pen.rounded_rectangle([x * SCALE, y * SCALE, (x + w) * SCALE, (y + h) * SCALE], radius * SCALE, fill)

    def words(self, x: float, y: float, text: str, size: int, fill: str = _INK, *, centre: bool = False) -> None:
        self.pen.text((x * SCALE, y * SCALE), text, fill, _font(size), anchor="mm" if centre else "lm")

    def button(self, y: float, text: str, fill: str = _GREEN) -> None:
        self.box(24, y, WIDTH - 48, 46, fill, 23)
        self.words(WIDTH / 2, y + 23, text, 16, "#ffffff", centre=True)

    def toast(self, y: float, text: str) -> None:
        self.box(95, y, 200, 52, "#2b2b2b", 10)
        self.words(WIDTH / 2, y + 26, text, 15, "#ffffff", centre=True)

    def veil(self) -> None:
        dark = Image.new("RGB", self.image.size, "#000000")
        self.image = Image.blend(self.image, dark, 0.55)
        self.pen = ImageDraw.Draw(self.image)

    def code(self, x: float, y: float, side: int) -> None:
        square = segno.make("http://weixin.qq.com/r/qinghe-fictional", error="m")
        size = square.symbol_size(border=2)[0]
        picture = Image.new("1", (size, size), 1)
        for row, line in enumerate(square.matrix_iter(border=2)):
            for column, dark in enumerate(line):
                picture.putpixel((column, row), 0 if dark else 1)
        picture = picture.resize((side * SCALE, side * SCALE), Image.Resampling.NEAREST)
        self.image.paste(picture.convert("RGB"), (round(x * SCALE), round(y * SCALE)))


def landing() -> Screen:
    screen = Screen("青禾小馆 · 扫码点餐")
    screen.box(0, 52, WIDTH, 190, "#dfeee3")
    screen.words(WIDTH / 2, 130, "青禾小馆", 30, "#2f6b46", centre=True)
    screen.words(WIDTH / 2, 176, "A07 桌 · 请选择就餐人数", 14, _GREY, centre=True)
    for number, x in enumerate((40, 126, 212, 298), 1):
        screen.box(x, 280, 56, 56, "#ffffff", 10)
        screen.words(x + 28, 308, str(number), 20, centre=True)
    screen.button(380, "开始点餐")
    return screen


def advert() -> Screen:
    screen = landing()
    screen.veil()
    screen.box(45, 210, 300, 380, _ORANGE, 18)
    screen.words(WIDTH / 2, 300, "新客大礼包", 34, "#ffffff", centre=True)
    screen.words(WIDTH / 2, 356, "立减 28 元", 22, "#ffe9c9", centre=True)
    screen.box(95, 480, 200, 48, "#ffd34d", 24)
    screen.words(WIDTH / 2, 504, "立即领取", 18, "#a33c00", centre=True)
    screen.words(332, 222, "×", 10, "#f7a27c", centre=True)
    return screen


def menu() -> Screen:
    screen = Screen("青禾小馆 · A07 桌")
    dishes = (
        ("清炒时蔬", "¥ 26"),
        ("葱油拌面", "¥ 18"),
        ("糖醋小排", "¥ 58"),
        ("酒酿圆子", "¥ 22"),
        ("桂花乌龙", "¥ 16"),
    )
    for row, (dish, price) in enumerate(dishes):
        top = 70 + row * 122
        screen.box(12, top, WIDTH - 24, 110, "#ffffff", 10)
        screen.box(24, top + 12, 86, 86, ("#cfe3d4", "#f0ddc0", "#e7c7bd", "#e9e1f0", "#d9e6c8")[row], 8)
        screen.words(126, top + 32, dish, 17)
        screen.words(126, top + 78, price, 17, _ORANGE)
        screen.words(342, top + 78, "＋", 20, _GREEN, centre=True)
    screen.button(770, "选好了 ¥ 44")
    return screen


def form() -> Screen:
    screen = Screen("确认订单")
    screen.box(12, 70, WIDTH - 24, 150, "#ffffff", 10)
    for row, line in enumerate(("清炒时蔬 × 1    ¥ 26", "葱油拌面 × 1    ¥ 18", "合计    ¥ 44")):
        screen.words(28, 100 + row * 44, line, 16)
    screen.box(12, 236, WIDTH - 24, 116, "#ffffff", 10)
    screen.words(28, 264, "手机号 *", 16)
    screen.box(28, 288, WIDTH - 56, 46, "#f2f3f5", 8)
    screen.words(42, 311, "请输入手机号", 15, _GREY)
    screen.box(28, 376, 18, 18, "#ffffff", 4)
    screen.words(56, 385, "同意接收新品与优惠短信（可不选）", 14, _GREY)
    screen.button(430, "提交订单 ¥ 44")
    return screen


def left_empty() -> Screen:
    screen = form()
    screen.toast(540, "请输入手机号")
    return screen


def follow() -> Screen:
    screen = form()
    screen.veil()
    screen.box(35, 180, 320, 440, "#ffffff", 16)
    screen.words(WIDTH / 2, 224, "关注公众号后付款", 20, centre=True)
    screen.code(95, 256, 200)
    screen.words(WIDTH / 2, 486, "长按识别二维码，关注后自动返回", 14, _GREY, centre=True)
    screen.box(67, 530, 256, 46, _GREEN, 23)
    screen.words(WIDTH / 2, 553, "我已关注，继续", 16, "#ffffff", centre=True)
    return screen


def refused() -> Screen:
    screen = follow()
    screen.toast(640, "未检测到关注")
    return screen


CORNERS = [(250.0, 330.0), (650.0, 330.0), (650.0, 730.0), (250.0, 730.0)]
"""Of the code on the photograph, upright."""


def draw_photograph(run: Path) -> None:
    """A table card with its code, lying on wood."""
    screen = Screen("")
    screen.box(0, 0, WIDTH, HEIGHT, "#8a6a4c")
    for row in range(0, HEIGHT, 46):
        screen.box(0, row, WIDTH, 2, "#7c5d41")
    screen.box(75, 70, 300, 400, "#fbf8f0", 14)
    screen.words(225, 112, "青禾小馆", 26, "#2f6b46", centre=True)
    screen.code(125, 165, 200)
    screen.words(225, 410, "扫码点餐 A07", 20, centre=True)
    screen.image.crop((0, 0, WIDTH * SCALE, 560 * SCALE)).save(run / "photo.jpg", quality=88)


SCREENS: dict[str, Callable[[], Screen]] = {
    "steps/00.png": advert,
    "steps/00-close.png": advert,
    "steps/00-mask.png": landing,
    "steps/01.png": landing,
    "steps/02.png": menu,
    "steps/03.png": form,
    "steps/03-empty.png": left_empty,
    "steps/04.png": follow,
    "steps/04-back.png": follow,
    "steps/04-claim.png": refused,
}


def draw_all(run: Path) -> None:
    (run / "steps").mkdir(parents=True, exist_ok=True)
    for name, data in _drawn().items():
        (run / name).write_bytes(data)


@cache
def _drawn() -> dict[str, bytes]:
    once: dict[Callable[[], Screen], bytes] = {}
    for draw in SCREENS.values():
        if draw not in once:
            stream = io.BytesIO()
            draw().image.save(stream, "PNG", compress_level=1)
            once[draw] = stream.getvalue()
    return {name: once[draw] for name, draw in SCREENS.items()}
