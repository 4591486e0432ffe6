"""The fixture `qraudit`, in a merchant's test suite."""

from __future__ import annotations

import pytest

pytest_plugins = ["pytester"]

FOLLOW_CODE = "http://weixin.qq.com/r/qraudit-example"


@pytest.fixture(autouse=True)
def in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QRAUDIT_LANG", "en")


def test_a_violation_fails_the_test_with_its_rule_and_where_the_report_is(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(f"def test_code(qraudit):\n    qraudit.assert_clean({FOLLOW_CODE!r})\n")
    result = pytester.runpytest_subprocess("-q")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines([f"*qraudit found at {FOLLOW_CODE}*", "*follow-wall: *", "*report.html*"])
    result.stdout.no_fnmatch_line("*pytest_plugin.py*")


def test_what_could_not_be_audited_is_no_pass(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("def test_code(qraudit):\n    qraudit.assert_clean('https://qr.alipay.com/fkx0example')\n")
    result = pytester.runpytest_subprocess("-q")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*could not pass https://qr.alipay.com/fkx0example*"])


def test_the_options_are_those_of_the_command_line_also_in_async_tests(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        f"""
        async def test_code(qraudit):
            result = qraudit.assert_clean({FOLLOW_CODE!r}, fail_on="never", device="browser", lang="zh")
            assert result.report.tool.device == "browser"
            assert (result.folder / "report.html").is_file()
        """
    )
    result = pytester.runpytest_subprocess("-q", "-o", "asyncio_mode=auto")
    result.assert_outcomes(passed=1)


def test_the_configuration_of_the_repository_holds_and_what_the_test_says_wins(pytester: pytest.Pytester) -> None:
    pytester.makefile(".toml", qraudit='device = "browser"\nfail_on = "never"\nrules_off = ["ad-not-labelled"]\n')
    pytester.makepyfile(
        f"""
        def test_code(qraudit):
            result = qraudit.assert_clean({FOLLOW_CODE!r})
            assert result.report.tool.device == "browser"
            assert "ad-not-labelled" not in {{finding.rule for finding in result.report.findings}}

        def test_stricter(qraudit):
            qraudit.assert_clean({FOLLOW_CODE!r}, fail_on="violation")
        """
    )
    pytester.runpytest_subprocess("-q").assert_outcomes(passed=1, failed=1)


def test_a_file_of_waivers_is_named_as_on_the_command_line(pytester: pytest.Pytester) -> None:
    waiver = '[[waivers]]\nrule = "follow-wall"\nreason = "on Friday"\nwho = "Wang"\nuntil = 2099-01-01\n'
    pytester.makefile(".toml", waivers=waiver)
    pytester.makepyfile(
        f"""
        from qraudit import audit

        def test_code(qraudit):
            qraudit.assert_clean({FOLLOW_CODE!r}, waivers="waivers.toml", fail_on="violation")
            assert audit({FOLLOW_CODE!r}, waivers="waivers.toml").status == 0
        """
    )
    pytester.runpytest_subprocess("-q").assert_outcomes(passed=1)


def test_nothing_is_loaded_where_nobody_uses_it(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import sys

        def test_other():
            assert not {"playwright", "cv2", "qraudit.models"} & set(sys.modules)
        """
    )
    pytester.runpytest_subprocess("-q").assert_outcomes(passed=1)
