"""A page that is one drawing: the words drawn on it are what a finger finds there."""

from __future__ import annotations

from qraudit.models import Box, Control, Picture, Snapshot, TextLine
from qraudit.walk.observe.settings import drawing_settings

__all__ = ["drawn_controls"]

_TAG = "canvas"


def drawn_controls(snapshot: Snapshot) -> list[Control]:
    """A control for each line that is drawn on a canvas that listens and is nearly all there is of the page."""
    limits = drawing_settings()
    if len("".join(snapshot.text.split())) > limits.words_beside:
        return []
    viewport = snapshot.viewport[0] * snapshot.viewport[1]
    boards = [one for one in snapshot.controls if one.tag == _TAG and one.listeners and one.in_viewport]
    for board in boards:
        picture = next((one for one in snapshot.pictures if one.source == "canvas" and _same(one.box, board.box)), None)
        if picture is not None and board.box[2] * board.box[3] >= limits.share * viewport:
            return [_control(number, line, board, picture) for number, line in enumerate(picture.lines)]
    return []


def _same(one: Box, other: Box) -> bool:
    return all(abs(a - b) <= 2 for a, b in zip(one, other, strict=True))


def _control(number: int, line: TextLine, board: Control, picture: Picture) -> Control:
    x, y, width, height = line.box
    return Control(
        id=f"drawn:{number}",
        kind="button",
        tag=_TAG,
        name=line.text,
        text=line.text,
        label_from="picture",
        box=line.box,
        point=(x + width / 2, y + height / 2),
        listeners=board.listeners,
        overlay=board.overlay,
        frame=board.frame,
        selector=picture.selector or board.selector,
    )
