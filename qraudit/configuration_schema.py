"""The JSON Schema of qraudit.toml, so that an editor completes its keys, explains them and marks mistakes."""

from __future__ import annotations

from typing import Any

from qraudit.configuration import Configuration
from qraudit.judge import RuleSet, load_rules
from qraudit.models import Lang
from qraudit.text import say

__all__ = ["configuration_schema"]

_SOURCES = ("url", "photo", "payload")
_KINDS: dict[type, dict[str, Any]] = {
    float: {"type": "number"},
    int: {"type": "integer"},
    str: {"type": "string"},
    list: {"type": "array", "items": {"type": "string"}},
}


def configuration_schema(lang: Lang) -> dict[str, Any]:
    """The schema, with its explanations in one language; it names the built-in rules and scenarios."""
    rules = load_rules()
    schema = Configuration.model_json_schema()
    entries = schema["$defs"]
    for part in (schema, *entries.values()):
        part["properties"] = {name: _plain(value) for name, value in part["properties"].items()}
        part.pop("title", None)
        part.pop("description", None)
    for name in ("targets", "waivers"):
        schema["properties"][name]["description"] = say(f"cli.schema.{name}", lang)
    for part in (schema, entries["TargetEntry"]):
        _explain(part["properties"], lang)
        part["properties"]["scenario"]["anyOf"] = _suggested("auto", *rules.scenarios)
    entries["TargetEntry"]["oneOf"] = [{"required": [source]} for source in _SOURCES]
    entries["WaiverEntry"]["properties"]["rule"]["anyOf"] = _suggested(*(rule.id for rule in rules.rules))
    schema["properties"] |= _of_rules(rules, lang)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "qraudit.toml",
        "description": say("cli.about", lang),
        **schema,
    }


def _plain(value: dict[str, Any]) -> dict[str, Any]:
    """TOML has no null: what may be left out is of one kind."""
    value = {name: content for name, content in value.items() if name != "title"}
    kinds = [one for one in value.pop("anyOf", []) if one != {"type": "null"}]
    if value.get("default", "") is None:
        del value["default"]
    return value | (kinds[0] if len(kinds) == 1 else {"anyOf": kinds} if kinds else {})


def _explain(properties: dict[str, Any], lang: Lang) -> None:
    """Every option in the words of its help."""
    from qraudit.report import FORMATS

    for name, value in properties.items():
        if name in _SOURCES:
            value["description"] = say(f"cli.schema.{name}", lang)
        elif "description" not in value and name not in ("rules_off", "thresholds"):
            value["description"] = say(f"cli.option.{name.replace('_', '-')}", lang, formats=", ".join(FORMATS))


def _of_rules(rules: RuleSet, lang: Lang) -> dict[str, Any]:
    """What may be switched off, and which thresholds may be set: those that are not the law's."""
    ids = [rule.id for rule in rules.rules]
    settable = {
        rule.id: {
            name: _KINDS[type(one.value)] | {"default": one.value, "description": getattr(one.source, lang)}
            for name, one in rule.stated.thresholds.items()
            if one.ours
        }
        for rule in rules.rules
    }
    tables = {rule: {"type": "object", "properties": values} for rule, values in settable.items() if values}
    return {
        "rules_off": {
            "type": "array",
            "items": {"anyOf": _suggested(*ids)},
            "description": say("cli.schema.rules-off", lang),
        },
        "thresholds": {"type": "object", "properties": tables, "description": say("cli.schema.thresholds", lang)},
    }


def _suggested(*values: str) -> list[dict[str, Any]]:
    """These are offered; others (of rules and scenarios of one's own) are no mistake."""
    return [{"enum": list(values)}, {"type": "string"}]
