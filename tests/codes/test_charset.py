"""What characters the bytes of a code stand for."""

from __future__ import annotations

import pytest
import segno

from qraudit.codes.charset import repaired
from qraudit.codes.engines import zxing
from tests.photographs.prints import grey_print

CHINESE, PORTUGUESE, JAPANESE = "老城面馆 欢迎光临", "Padaria São João Associação", "ラーメン一番"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (CHINESE, "utf-8"),
        (CHINESE, "gb18030"),
        ("欢迎", "gb2312"),
        (PORTUGUESE, "utf-8"),
        (PORTUGUESE, "iso-8859-1"),
        (JAPANESE, "shift_jis"),
        ("table 7", "ascii"),
    ],
)
def test_a_code_without_a_charset_mark_is_read_right(text: str, encoding: str) -> None:
    picture = grey_print(segno.make_qr(text.encode(encoding)))
    assert [reading.payload for reading in zxing.read(picture)] == [text]


def test_zbars_wrong_guess_is_undone_or_distrusted() -> None:
    assert repaired("São João".encode().decode("big5")) == "São João"
    assert repaired("plain ascii") == "plain ascii"
    assert repaired("S\ufffdo") is None
