"""`qraudit schema`: the JSON Schema of report.json."""

from __future__ import annotations

import json

import typer

__all__ = ["schema"]


def schema() -> None:
    """Print the JSON Schema that every report.json is valid against."""
    from qraudit.models import Report

    tree = Report.model_json_schema(mode="serialization")
    tree = {"$schema": "https://json-schema.org/draft/2020-12/schema", **tree, "title": "qraudit report"}
    typer.echo(json.dumps(tree, ensure_ascii=False, indent=2))
