"""Runs one benchmark by its name."""

from __future__ import annotations

import sys
from importlib import import_module

from typer import echo

from tests.bench import names


def main(argv: list[str]) -> int:
    """Run the benchmark that `argv` names with the rest of `argv`; the exit status."""
    if not argv or argv[0] not in names():
        echo(f"usage: python -m tests.bench {'|'.join(names())} [options]", err=True)
        return 2
    return int(import_module(f"tests.bench.{argv[0]}").run(argv[1:]) or 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
