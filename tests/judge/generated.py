"""What is made from the rules and kept in the repository.

python -m tests.judge.generated    # writes the catalogue pages and the editors' schema
"""

from __future__ import annotations

import json
from pathlib import Path

from qraudit.judge import load_rules
from qraudit.judge.catalogue import PAGES, page
from qraudit.judge.editor_schema import rule_schema

ROOT = Path(__file__).resolve().parents[2]


def files() -> dict[Path, str]:
    """Every generated file with its text."""
    rules = load_rules()
    pages = {ROOT / ".github" / name: page(rules, lang) for name, lang in PAGES.items()}
    return {
        **pages,
        ROOT / "rules" / "rule.schema.json": json.dumps(rule_schema(), ensure_ascii=False, indent=2) + "\n",
    }


if __name__ == "__main__":
    for file, text in files().items():
        file.write_text(text, encoding="utf-8")
