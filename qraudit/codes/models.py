"""The files of WeChat's two networks: where they are looked for, what they must be, where they come from.

They are on no package registry. They are looked for in `QRAUDIT_MODELS`, then in the user's data folder, and used
only when their SHA-256 is the known one.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from qraudit.models import Bilingual

__all__ = ["FILES", "VARIABLE", "ModelName", "download", "find", "folder", "lost", "missing"]

VARIABLE = "QRAUDIT_MODELS"

ModelName = Literal["detect", "sr"]

_HOME = "https://raw.githubusercontent.com/shimat/opencvsharp/main/test/OpenCvSharp.Tests/_data/wechat_qrcode/"
"""WeChat's networks (WeChatCV/opencv_3rdparty, Apache-2.0, Tencent), as converted to ONNX by OpenCvSharp."""

_MOST_BYTES = 4_000_000


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One file, pinned."""

    name: str
    sha256: str


FILES: dict[ModelName, ModelFile] = {
    "detect": ModelFile("detect.onnx", "ef6cb8431e65c504b36baccd877eaaaafbd96c2e4bb12d02bd73bd9381bdf646"),
    "sr": ModelFile("sr.onnx", "7be18118ef9a578c93b7b7bc85a2cf3593eab8346532239ec00d3787a85d0fd4"),
}


def folder() -> Path:
    """The folder that `setup` puts the files into, and where they are looked for."""
    given = os.environ.get(VARIABLE)
    if given:
        return Path(given)
    import platformdirs

    return Path(platformdirs.user_data_dir("qraudit", appauthor=False)) / "models"


@cache
def find(name: ModelName) -> Path | None:
    """The file of one network, if it is there and is what it must be."""
    file = folder() / FILES[name].name
    try:
        if file.stat().st_size > _MOST_BYTES:
            return None
        return file if hashlib.sha256(file.read_bytes()).hexdigest() == FILES[name].sha256 else None
    except OSError:
        return None


def missing() -> list[str]:
    """The names of the files that are not there or not what they must be."""
    return [FILES[name].name for name in FILES if find(name) is None]


def lost() -> Bilingual | None:
    """What is not read for want of the files, for `doctor` to say; None where nothing is missing."""
    from qraudit.text import both

    return both("codes.models.lost", files=", ".join(missing()), folder=folder()) if missing() else None


def download(told: Callable[[str], None] = lambda line: None) -> list[Path]:
    """Fetch the missing files from their public home into `folder`; the files that were written.

    Raises:
        EnvironmentNotReadyError: they cannot be fetched, or are not what they must be.

    """
    from qraudit.errors import EnvironmentNotReadyError
    from qraudit.text import both

    written = []
    for name, file in FILES.items():
        if find(name) is not None:
            continue
        told(_HOME + file.name)
        try:
            data = _fetched(_HOME + file.name)
        except OSError as error:
            raise EnvironmentNotReadyError(
                both("codes.models.unreachable", file=file.name, detail=error, folder=folder())
            ) from None
        if hashlib.sha256(data).hexdigest() != file.sha256:
            raise EnvironmentNotReadyError(both("codes.models.altered", file=file.name))
        written.append(_stored(file.name, data))
    find.cache_clear()
    return written


def _fetched(url: str) -> bytes:
    from urllib.request import urlopen

    with urlopen(url, timeout=60) as answer:  # noqa: S310 - always the https address above
        return bytes(answer.read(_MOST_BYTES))


def _stored(name: str, data: bytes) -> Path:
    """Written beside its place and moved there whole, so that an interrupted download leaves nothing half."""
    folder().mkdir(parents=True, exist_ok=True)
    target = folder() / name
    part = target.with_suffix(".part")
    part.write_bytes(data)
    return part.replace(target)
