"""The photographs lead to the merchants, and can be taken again for another address."""

from __future__ import annotations

from pathlib import Path

import cv2
import pytest
import zxingcpp

from qraudit.samples import Sample, load_samples
from qraudit.samples.photograph import photograph, photographs
from qraudit.samples.server import PHOTOGRAPHED_PORT

SAMPLES = load_samples()


def payloads(file: Path) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(cv2.imread(str(file)))]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.slug)
def test_a_committed_photograph_leads_to_its_merchant(sample: Sample) -> None:
    assert payloads(sample.photograph) == [sample.address(f"http://127.0.0.1:{PHOTOGRAPHED_PORT}")]


def test_one_can_be_taken_again_for_another_port(tmp_path: Path) -> None:
    taken = photographs(SAMPLES[:2], "http://127.0.0.1:41234", tmp_path)
    assert [payloads(taken[sample.slug]) for sample in SAMPLES[:2]] == [
        [sample.address("http://127.0.0.1:41234")] for sample in SAMPLES[:2]
    ]


def test_one_seed_gives_one_photograph() -> None:
    assert photograph(SAMPLES[0], "http://127.0.0.1:1") == photograph(SAMPLES[0], "http://127.0.0.1:1")
