"""What characters the bytes of a code stand for, where the code does not say.

A QR code without a charset mark (ECI) may hold UTF-8, GB18030, Shift-JIS or Latin-1. zxing-cpp guesses well except
for GB18030, which it takes for Latin-1 or for half-width Japanese; zbar guesses Big5 for short UTF-8 texts.
"""

from __future__ import annotations

import re

__all__ = ["repaired", "text_of_bytes"]

_HIGH = re.compile(rb"[\x80-\xff]+")
_HALF_WIDTH = re.compile("[\uff61-\uff9f]")


def text_of_bytes(data: bytes, *, guess: str) -> str:
    """The text of unmarked bytes; `guess` is the engine's own reading, kept unless the bytes speak against it."""
    if data.isascii():
        return guess
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    doubtful = max(guess) <= "\xff" or _HALF_WIDTH.search(guess)
    return data.decode("gb18030") if doubtful and _is_common_chinese(data) else guess


def repaired(text: str) -> str | None:
    """Zbar's text with its wrong guess undone; None where it cannot be trusted."""
    if text.isascii():
        return text
    try:
        return text.encode("big5").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return None


def _is_common_chinese(data: bytes) -> bool:
    """Whether all bytes above ASCII are pairs of GB 2312's common characters or its punctuation.

    Accented Latin letters in lower case lie above those rows, so Latin-1 texts do not pass.
    """
    runs = _HIGH.findall(data)
    pairs = [run[at : at + 2] for run in runs for at in range(0, len(run), 2)]
    if any(len(run) % 2 for run in runs) or len(pairs) < 2:
        return False
    return all((0xB0 <= pair[0] <= 0xD7 or 0xA1 <= pair[0] <= 0xA3) and pair[1] >= 0xA1 for pair in pairs)
