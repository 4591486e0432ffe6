"""SARIF against the official schema, which a package of Microsoft's carries."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from qraudit.report import render
from tests.report.npm_package import npm_package
from tests.report.sample_run import sample_report, sample_walk

pytestmark = pytest.mark.npm


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Any:
    package = npm_package("@microsoft/jest-sarif", "1.0.0-beta.0", tmp_path_factory.mktemp("npm"))
    return json.loads((package / "lib/schemas/sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", ["sarif", "sarif-github"])
def test_both_profiles_are_valid(run: Path, schema: Any, name: str, lang: Any) -> None:
    log = json.loads(str(render(sample_report(), sample_walk(), run, name, lang)))

    jsonschema.validators.validator_for(schema)(schema, format_checker=jsonschema.FormatChecker()).validate(log)


def test_a_report_of_a_code_without_a_page_is_valid_too(schema: Any) -> None:
    walk = sample_walk().model_copy(update={"steps": [], "outcome": "not-followable", "reason": "not-followable-wifi"})
    walk.target.payload = "WIFI:S:x y\u202e;;"

    for name in ("sarif", "sarif-github"):
        jsonschema.validate(json.loads(str(render(sample_report(walk), walk, None, name, "zh"))), schema)
