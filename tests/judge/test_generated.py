"""The catalogue pages and the editors' schema are current, and the schema accepts what the loader does."""

from __future__ import annotations

from pathlib import Path

import jsonschema
import pytest
import yaml

from qraudit.judge import check, load_rules
from qraudit.judge.catalogue import PAGES
from qraudit.judge.editor_schema import rule_schema
from tests.judge.generated import ROOT, files


def test_what_is_generated_is_current() -> None:
    stale = [file.name for file, text in files().items() if file.read_text(encoding="utf-8") != text]
    assert stale == [], "python -m tests.judge.generated"


@pytest.mark.parametrize("name", PAGES)
def test_the_example_of_the_page_is_a_valid_rule(name: str, tmp_path: Path) -> None:
    example = (ROOT / ".github" / name).read_text(encoding="utf-8").split("```")[-2].removeprefix("yaml\n")
    (tmp_path / "ours.yaml").write_text(example, encoding="utf-8")
    assert check([tmp_path]) == []


@pytest.mark.parametrize("rule_id", [rule.id for rule in load_rules().rules])
def test_the_schema_accepts_every_rule(rule_id: str) -> None:
    rule = load_rules().rule(rule_id)
    assert rule is not None
    jsonschema.validate(yaml.safe_load(rule.source.text), rule_schema())


def test_the_schema_accepts_the_short_form_and_refuses_a_misspelt_key() -> None:
    short = {"id": "ours", "law": ["cpl-26"], "title": "我们的", "condition": "true", "message": "x"}
    jsonschema.validate(short, rule_schema())
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**short, "titel": "x"}, rule_schema())
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"id": "ours", "law": ["cpl-26"]}, rule_schema())
