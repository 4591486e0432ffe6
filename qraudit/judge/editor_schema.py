"""The JSON Schema of a rule file, so that an editor completes keys and marks mistakes."""

from __future__ import annotations

from typing import Any

from qraudit.judge.rule import Rule

__all__ = ["rule_schema"]

_TEXT = {"anyOf": [{"type": "string"}, {"$ref": "#/$defs/Bilingual"}]}


def rule_schema() -> dict[str, Any]:
    """The schema of a rule in its full form and in its short one (`condition` and `message`)."""
    schema = Rule.model_json_schema()
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "qraudit rule"
    schema["properties"] |= {
        "condition": {"type": "string", "description": "CEL: when it is a violation; short for one outcome."},
        "message": {**_TEXT, "description": "What to say then; {expressions} are filled in."},
    }
    _texts_may_be_plain(schema)
    schema["required"] = ["id"]
    schema["oneOf"] = [{"required": ["condition"]}, {"required": ["outcomes"]}]
    return schema


def _texts_may_be_plain(node: Any) -> None:
    """Where a text in both languages stands, one text for both will do."""
    if isinstance(node, list):
        for item in node:
            _texts_may_be_plain(item)
    if not isinstance(node, dict):
        return
    for key, value in node.items():
        if key != "anyOf" and isinstance(value, dict) and value.get("$ref") == "#/$defs/Bilingual":
            node[key] = {**value, **_TEXT}
            node[key].pop("$ref")
        else:
            _texts_may_be_plain(value)
    if {"$ref": "#/$defs/Bilingual"} in node.get("anyOf", []) and {"type": "string"} not in node["anyOf"]:
        node["anyOf"] = [{"type": "string"}, *node["anyOf"]]
