"""What `setup` does on machines of all kinds; the machine is made up, the decisions are real."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from qraudit.environment import Ran, Runner, preparation, prepare
from qraudit.environment.distribution import Distribution
from qraudit.errors import EnvironmentNotReadyError
from qraudit.models import Bilingual
from qraudit.walk.browser import installed_chromium

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="scripts stand in for programs")


@dataclass
class Machine(Runner):
    """A made-up machine: which programs and packages it has, and who is asking."""

    bin: Path
    downloads: Path
    programs: tuple[str, ...] = ()
    packages: tuple[str, ...] = ()
    root: bool = False
    font: bool = True
    zbar: bool = True
    download_works: bool = True
    commands: list[str] = field(default_factory=list)

    def which(self, name: str) -> str | None:
        return name if name in self.programs else None

    def is_root(self) -> bool:
        return self.root

    def run(self, command: Sequence[str], *, seconds: float, environment: Mapping[str, str] | None = None) -> Ran:
        assert seconds > 0
        if command[0] == "fc-list":
            return Ran(0, "Noto Sans CJK" if self.font else "")
        self.commands.append(" ".join(command))
        if "playwright" in command:
            return self._download()
        if command[:2] == ["sudo", "-n"] and command[2:] == ["true"]:
            return Ran(0 if "sudo" in self.programs else 1)
        return self._manage(list(command))

    def _download(self) -> Ran:
        if not self.download_works:
            return Ran(1, "Error: getaddrinfo ENOTFOUND\n")
        folder = self.downloads / installed_chromium._wanted_revisions()[0]
        self.put(folder / "chrome-linux64/chrome")
        (folder / "INSTALLATION_COMPLETE").touch()
        return Ran(0)

    def _manage(self, command: list[str]) -> Ran:
        if "update" in command:
            return Ran(100, "one of many sources is down")
        name = command[-1]
        if name not in self.packages:
            return Ran(100, f"E: Unable to locate package {name}\n")
        if name.startswith("chromium"):
            self.put(self.bin / "chromium")
        self.font |= "font" in name
        self.zbar |= "zbar" in name
        return Ran(0)

    def put(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("#!/bin/sh\necho Chromium 140.0.1.2\n", encoding="utf-8")
        path.chmod(0o755)

    def changes(self) -> list[str]:
        return [one for one in self.commands if one.split()[-1] != "true"]


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Machine:
    """Nothing but a font and zbar; Playwright's servers can be reached."""
    made = Machine(tmp_path / "bin", tmp_path / "downloads")
    monkeypatch.delenv("QRAUDIT_CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(made.bin))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(made.downloads))
    monkeypatch.setattr(installed_chromium, "_MAC_BUNDLES", ())
    monkeypatch.setattr(preparation, "zbar_is_here", lambda: made.zbar)
    monkeypatch.setattr(preparation, "reachable", lambda: True)
    return made


def set_up(machine: Machine) -> str:
    said: list[Bilingual] = []
    prepare(said.append, runner=machine)
    return "\n".join(one.en for one in said)


def refusal(machine: Machine) -> EnvironmentNotReadyError:
    with pytest.raises(EnvironmentNotReadyError) as raised:
        prepare(lambda news: None, runner=machine)
    return raised.value


def test_where_all_is_here_nothing_is_run(machine: Machine) -> None:
    machine.put(machine.bin / "chromium")
    said = set_up(machine)
    assert machine.commands == []
    assert "140.0.1.2" in said
    assert "qraudit demo" in said


def test_playwrights_download_is_preferred(machine: Machine) -> None:
    machine.programs, machine.packages, machine.root = ("apt-get",), ("chromium",), True
    said = set_up(machine)
    assert len(machine.changes()) == 1
    assert "playwright install" in machine.changes()[0]
    assert str(machine.downloads) in said


def test_a_second_time_does_nothing(machine: Machine) -> None:
    set_up(machine)
    before = list(machine.commands)
    set_up(machine)
    assert machine.commands == before


def test_a_failed_download_falls_back_to_the_distribution(machine: Machine) -> None:
    machine.programs, machine.packages, machine.root = ("apt-get",), ("chromium",), True
    machine.download_works = False
    said = set_up(machine)
    assert machine.changes()[-1].endswith("--no-install-recommends chromium")
    assert "ENOTFOUND" in said


def test_unreachable_servers_are_not_waited_for(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparation, "reachable", lambda: False)
    machine.programs, machine.packages, machine.root = ("apt-get",), ("chromium",), True
    set_up(machine)
    assert not any("playwright" in one for one in machine.changes())


def test_font_and_zbar_come_along_and_the_lists_are_refreshed_once(machine: Machine) -> None:
    machine.put(machine.bin / "chromium")
    machine.programs, machine.root = ("apt-get",), True
    machine.packages = ("fonts-noto-cjk", "libzbar0t64")
    machine.font = machine.zbar = False
    said = set_up(machine)
    assert sum("update" in one for one in machine.changes()) == 1
    assert machine.changes()[-1].endswith("libzbar0t64"), "the name of newer releases, after the older one's"
    assert "Got a Chinese font" in said
    assert "Got zbar's library" in said


def test_sudo_is_used_where_it_asks_nothing(machine: Machine) -> None:
    machine.programs, machine.packages = ("apt-get", "sudo"), ("chromium",)
    machine.download_works = False
    set_up(machine)
    assert machine.changes()[-1].startswith("sudo -n env DEBIAN_FRONTEND=noninteractive apt-get")


@pytest.mark.parametrize(
    ("manager", "typed"),
    [
        ("apt-get", "sudo apt-get install -y --no-install-recommends chromium"),
        ("dnf", "sudo dnf install -y chromium"),
        ("apk", "sudo apk add --no-cache chromium"),
        ("pacman", "sudo pacman -Sy --noconfirm --needed chromium"),
        ("brew", "playwright install chromium"),
    ],
)
def test_without_the_right_to_install_it_fails_with_the_command_to_type(
    machine: Machine, manager: str, typed: str
) -> None:
    machine.programs, machine.download_works = (manager,), False
    error = refusal(machine)
    assert error.exit_status == 4
    assert typed in error.tell("en")
    assert typed in error.tell("zh")
    assert not any(manager in one for one in machine.changes())


def test_everything_missing_is_one_command(machine: Machine) -> None:
    machine.programs, machine.download_works, machine.zbar = ("apt-get",), False, False
    message = refusal(machine).tell("en")
    assert "a browser and zbar's library" in message
    assert message.endswith("chromium libzbar0")


def test_a_missing_font_is_told_and_forgiven(machine: Machine) -> None:
    machine.put(machine.bin / "chromium")
    machine.programs, machine.font = ("apt-get",), False
    said = set_up(machine)
    assert "empty boxes" in said
    assert "sudo apt-get install -y --no-install-recommends fonts-noto-cjk" in said


def test_without_any_manager_playwrights_command_is_left(machine: Machine) -> None:
    machine.download_works = False
    assert "playwright install chromium" in refusal(machine).tell("zh")


def test_a_program_that_hangs_is_ended_with_what_it_started() -> None:
    ran = Runner().run(["sh", "-c", "echo begun; sleep 60 & sleep 60"], seconds=0.3)
    assert ran.status is None
    assert "begun" in ran.output


def test_a_program_that_does_not_exist_is_a_failure_and_no_crash() -> None:
    assert not Runner().run(["qraudit-no-such-program"], seconds=1).ok


def test_this_machines_manager_is_read_without_changing_anything() -> None:
    found = Distribution.found(Runner())
    assert found is None or found.has("zbar")
