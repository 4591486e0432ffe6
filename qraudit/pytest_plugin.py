"""The fixture `qraudit` for a merchant's own tests; nothing is loaded before a test asks for it.

def test_ordering_page(qraudit, live_server):
    qraudit.assert_clean(f"{live_server.url}/table/7", scenario="dine-in", allow_private=True)

What qraudit.toml in pytest's root folder says for all targets (options, waivers, rules) holds here too.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from qraudit.audit import AuditResult
    from qraudit.configuration import Configuration

__all__ = ["Auditor", "qraudit"]


class Auditor:
    """Audits pages from within a test. Run folders go under `folder` unless `out` is given.

    The configuration is that of `root`, unless `config` names another.
    """

    def __init__(self, folder: Path, root: Path | None = None) -> None:
        self.folder = folder
        self.root = root
        self._count = 0

    def audit(self, url: str, **options: Any) -> AuditResult:
        """Audit a page (or a photograph) with the options of `qraudit audit`, with underscores."""
        from qraudit.audit import audit
        from qraudit.options import options_from

        self._count += 1
        options.setdefault("out", self.folder / f"run-{self._count:02d}")
        settings = self._settings(options.pop("config", None))
        chosen = options_from(options).over(settings.defaults())
        return audit(url, chosen, waivers=settings.waivers, rule_settings=settings.rule_settings)

    def assert_clean(self, url: str, **options: Any) -> AuditResult:
        """Fail the test where the audit finds something at or above `fail_on`, or could not be done."""
        __tracebackhide__ = True
        result = self.audit(url, **options)
        if result.status != 0:
            pytest.fail(_told(url, result, options.get("lang")), pytrace=False)
        return result

    def _settings(self, file: str | Path | None) -> Configuration:
        from qraudit.configuration import Configuration, find, load

        found = Path(file) if file else find(self.root) if self.root else None
        return load(found) if found else Configuration()


@pytest.fixture
def qraudit(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Auditor]:
    """Audits a page as `qraudit audit` does: `qraudit.assert_clean(url, scenario="dine-in")`."""
    yield Auditor(tmp_path_factory.mktemp("qraudit"), request.config.rootpath)


def _told(url: str, result: AuditResult, lang: str | None) -> str:
    from qraudit.cli.language import language
    from qraudit.text import say

    spoken: Any = lang or language()
    lines = [say("cli.pytest.found" if result.failing else "cli.pytest.not-audited", spoken, url=url)]
    for finding in result.failing:
        name = f"{finding.rule} ({finding.subject})" if finding.subject else finding.rule
        lines.append(f"  {name}: {getattr(finding.message, spoken)}")
        if finding.remedy is not None:
            lines.append(f"    {getattr(finding.remedy, spoken)}")
    lines += [f"  {say('cli.audit.waiver-expired', spoken, **one.model_dump(mode='json'))}" for one in result.expired]
    if not result.failing and result.report.reason_text is not None:
        lines.append(f"  {getattr(result.report.reason_text, spoken)}")
    return "\n".join([*lines, f"  {result.folder / 'report.html'}"])
