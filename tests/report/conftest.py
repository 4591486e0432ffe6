from __future__ import annotations

from pathlib import Path

import pytest

from tests.report.sample_run import sample_run


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample audit's folder; a test that changes it copies it first."""
    return sample_run(tmp_path_factory.mktemp("sample") / "run").path
