"""The GitHub action: its own shell steps, run here as GitHub's runner runs them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.reference import ROOT

ACTION = ROOT / ".github" / "actions" / "qraudit" / "action.yml"
PINNED = re.compile(r"^[\w.-]+(/[\w.-]+)+@[0-9a-f]{40}$")
EXPRESSION = re.compile(r"\$\{\{\s*([\w.-]+)\s*\}\}")
FOLLOW_CODE = "http://weixin.qq.com/r/qraudit-example"
CONFIGURATION = """
[[targets]]
payload = "{code}"
lang = "en"

[[targets]]
payload = "just words"
"""


def files() -> list[Path]:
    return [*(ROOT / ".github").glob("workflows/*.yml"), *(ROOT / ".github").glob("actions/*/*.yml")]


def steps() -> list[Any]:
    return list(yaml.safe_load(ACTION.read_text(encoding="utf-8"))["runs"]["steps"])


@dataclass
class Runner:
    """As much of GitHub's runner as a composite action's shell steps need."""

    inputs: dict[str, str]
    workspace: Path
    outputs: dict[str, str] = field(default_factory=dict)
    status: int = 0

    @property
    def summary(self) -> str:
        return (self.workspace / "summary.md").read_text(encoding="utf-8")

    def run(self) -> None:
        for step in steps():
            if "run" in step and self.wanted(step) and self.status == 0:
                self.step(step)

    def wanted(self, step: dict[str, Any]) -> bool:
        found = re.fullmatch(r"inputs\.([\w-]+) != '(\w*)'", step.get("if", "inputs.lang != ''"))
        assert found, step["if"]
        return self.inputs[found[1]] != found[2]

    def step(self, step: dict[str, Any]) -> None:
        output = self.workspace / "output"
        output.write_text("", encoding="utf-8")
        given = {name: EXPRESSION.sub(self.value, value) for name, value in step.get("env", {}).items()}
        surroundings = {
            "GITHUB_OUTPUT": str(output),
            "GITHUB_STEP_SUMMARY": str(self.workspace / "summary.md"),
            "RUNNER_TEMP": str(self.workspace),
            "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        }
        command = [shutil.which("bash") or "bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
        ended = subprocess.run(command, env=os.environ | surroundings | given, cwd=self.workspace, check=False)
        self.status = ended.returncode
        for line in output.read_text(encoding="utf-8").splitlines():
            name, _, value = line.partition("=")
            self.outputs[f"steps.{step['id']}.outputs.{name}"] = value

    def value(self, found: re.Match[str]) -> str:
        name = found[1]
        return self.inputs[name.removeprefix("inputs.")] if name.startswith("inputs.") else self.outputs[name]


def runner(workspace: Path, **given: str) -> Runner:
    stated = yaml.safe_load(ACTION.read_text(encoding="utf-8"))["inputs"]
    defaults = {name: one["default"] for name, one in stated.items()}
    inputs = {name.replace("_", "-"): value for name, value in given.items()}
    assert set(inputs) <= set(defaults)
    return Runner(defaults | {"install": "no"} | inputs, workspace)


def test_what_others_made_is_pinned_by_commit() -> None:
    steps = [line.split("uses:")[1].split("#")[0].strip() for file in files() for line in _uses(file)]
    assert steps
    assert all(PINNED.match(one) or one.startswith("./") for one in steps), steps


def _uses(file: Path) -> list[str]:
    lines = file.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if re.match(r"\s*(- )?uses:", line) and "OWNER/" not in line]


def test_nothing_that_a_caller_gives_is_pasted_into_a_script() -> None:
    for file in files():
        tree = yaml.safe_load(file.read_text(encoding="utf-8"))
        jobs = tree["jobs"].values() if "jobs" in tree else [tree["runs"]]
        for step in (step for job in jobs for step in job["steps"]):
            assert "${{" not in step.get("run", ""), (file.name, step)


def test_red_with_summary_reports_and_sarif_of_every_target(tmp_path: Path) -> None:
    (tmp_path / "qraudit.toml").write_text(CONFIGURATION.format(code=FOLLOW_CODE), encoding="utf-8")
    ended = runner(tmp_path, lang="en")
    ended.run()
    assert (ended.status, ended.outputs["steps.audit.outputs.status"]) == (1, "1")
    assert "`follow-wall`" in ended.summary
    folder = Path(ended.outputs["steps.audit.outputs.folder"])
    assert ended.outputs["steps.audit.outputs.sarif"] == "true"
    kept = {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}
    assert {"runs/01/report.html", "runs/02/report.html", "sarif/qraudit-01.sarif", "junit/qraudit-02.xml"} <= kept


@pytest.mark.parametrize(
    ("given", "status"),
    [({"fail_on": "never"}, "0"), ({"options": "--rules\nnowhere"}, "2"), ({"options": "$(touch pasted)"}, "2")],
)
def test_its_inputs_reach_the_audit_as_they_are(tmp_path: Path, given: dict[str, str], status: str) -> None:
    (tmp_path / "qraudit.toml").write_text(f'[[targets]]\npayload = "{FOLLOW_CODE}"\n', encoding="utf-8")
    ended = runner(tmp_path, **given)
    ended.outputs["steps.version.outputs.browsers"] = ""
    (audit,) = [step for step in steps() if step.get("id") == "audit"]
    ended.step(audit)
    assert ended.outputs["steps.audit.outputs.status"] == status
    assert not (tmp_path / "pasted").exists()
