"""Word, mail and archive files are what their readers expect."""

from __future__ import annotations

import email
import email.policy
import hashlib
import io
import json
import re
import zipfile
from pathlib import Path

import docx
import pytest

from qraudit.errors import RunError, UsageError
from qraudit.report import render
from qraudit.report.complaint import draft
from tests.report.sample_run import sample_report, sample_walk


def words_of(data: bytes) -> str:
    document = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_the_record_says_what_the_provisions_ask_for(run: Path) -> None:
    made = render(sample_report(), sample_walk(), run, "record", "zh")
    assert isinstance(made, bytes)
    words = words_of(made)

    assert words.startswith("电子数据提取笔录")
    for part in (
        "提取起止时间",
        "提取地点",
        "取证人员",
        "时间来源",
        "提取方法",
        "order.qinghe-xiaoguan.example",
        "并未关注而点",
    ):
        assert part in words
    for name in ("manifest.json", "walk.json", "steps/02.png"):
        assert hashlib.sha256((run / name).read_bytes()).hexdigest() in words
    assert len(docx.Document(io.BytesIO(made)).inline_shapes) >= 5


@pytest.mark.parametrize(("option", "typed"), [("", "填写虚构数据"), (" --identity me.yaml", "填写使用者给出的信息")])
def test_the_record_says_whose_data_were_typed(run: Path, option: str, typed: str) -> None:
    report = sample_report()
    report.tool.command += option
    made = render(report, sample_walk(), run, "record", "zh")
    assert isinstance(made, bytes)

    assert typed in words_of(made)


def test_each_page_of_the_record_can_be_signed_and_is_numbered(run: Path) -> None:
    made = render(sample_report(), sample_walk(), run, "record", "zh")
    assert isinstance(made, bytes)
    foot = docx.Document(io.BytesIO(made)).sections[0].footer

    assert "取证人员签名：＿＿" in foot.paragraphs[0].text
    assert "NUMPAGES" in foot.paragraphs[1]._p.xml


def test_its_chinese_is_that_of_the_mainland(run: Path) -> None:
    made = render(sample_report(), sample_walk(), run, "record", "zh")
    assert isinstance(made, bytes)
    styles = docx.Document(io.BytesIO(made)).styles.element.xml

    assert set(re.findall(r'w:eastAsia="([a-z]{2}-[A-Z]{2})"', styles)) == {"zh-CN"}


def test_the_record_gives_the_addresses_at_which_hosts_answered_or_a_blank(run: Path) -> None:
    walk = sample_walk()
    blank = render(sample_report(walk), walk, run, "record", "zh")
    walk.addresses = {"order.qinghe-xiaoguan.example": ["203.0.113.7", "2001:db8::7"]}
    filled = render(sample_report(walk), walk, run, "record", "zh")
    assert isinstance(blank, bytes)
    assert isinstance(filled, bytes)

    assert "网络地址（IP）\n＿＿" in words_of(blank)
    assert "网络地址（IP）\norder.qinghe-xiaoguan.example (203.0.113.7, 2001:db8::7)" in words_of(filled)


def test_the_mail_says_by_itself_what_it_is_about(run: Path) -> None:
    message = email.message_from_bytes(
        draft(sample_report(), sample_walk(), run, b"%PDF-1.7", "zh").mail, policy=email.policy.default
    )
    body = message.get_body(("plain",))
    assert body is not None

    assert message["Subject"] == "投诉材料：青禾小馆 · 扫码点餐，涉嫌不关注公众号就不能继续等 4 项"
    assert "https://order.qinghe-xiaoguan.example/t/A07" in body.get_content()


@pytest.mark.parametrize(
    ("rules", "to"), [({"follow-wall", "data-required"}, "ccaxfjd@cca.org.cn"), ({"data-required"}, None)]
)
def test_the_mailbox_on_forced_following_gets_what_it_is_for(run: Path, rules: set[str], to: str | None) -> None:
    report = sample_report()
    report.findings = [finding for finding in report.findings if finding.rule in rules]
    made = draft(report, sample_walk(), run, b"%PDF-1.7", "zh")

    assert email.message_from_bytes(made.mail, policy=email.policy.default)["To"] == to
    assert ("监督邮箱" in words_of(made.letter)) == (to is not None)
    assert "12315" in words_of(made.letter)


def test_the_complaint_is_a_draft_with_its_evidence(run: Path) -> None:
    made = draft(sample_report(), sample_walk(), run, b"%PDF-1.7", "zh")

    message = email.message_from_bytes(made.mail, policy=email.policy.default)
    attached = {part.get_filename(): part.get_content() for part in message.iter_attachments()}
    assert message["From"] is None
    assert message["X-Unsent"] == "1"
    assert attached["report.pdf"] == b"%PDF-1.7"
    assert attached["complaint.docx"] == made.letter
    assert attached["report.json"] == (run / "report.json").read_bytes()
    words = words_of(made.letter)
    for part in (
        "涉嫌不关注公众号就不能继续",
        "联系电话",
        "第十二条（大意：不得强制订阅关注）",
        "是否违法由主管部门认定",
    ):
        assert part in words
    assert "联系电话\n＿＿" in words


def test_there_is_nothing_to_complain_about_in_a_clean_run(run: Path) -> None:
    report = sample_report()
    report.findings = [finding for finding in report.findings if finding.outcome == "pass"]

    with pytest.raises(UsageError):
        draft(report, sample_walk(), run, b"", "zh")


def test_the_archive_is_a_valid_wacz_with_the_report_inside(run: Path, tmp_path: Path) -> None:
    wacz = pytest.importorskip("wacz.main")
    archive = tmp_path / "run.wacz"
    made = render(sample_report(), sample_walk(), run, "wacz", "zh")
    assert isinstance(made, bytes)
    archive.write_bytes(made)

    assert wacz.main(["validate", "-f", str(archive)]) == 0
    with zipfile.ZipFile(archive) as opened:
        assert json.loads(opened.read("qraudit/result.json"))["schema"] == "qraudit/report/1"
        assert opened.getinfo("archive/data.warc.gz").compress_type == zipfile.ZIP_STORED
        pages = [json.loads(line) for line in opened.read("pages/pages.jsonl").splitlines()]
        with zipfile.ZipFile(io.BytesIO(opened.read("qraudit/run.zip"))) as packed:
            assert packed.read("manifest.json") == (run / "manifest.json").read_bytes()
    assert [page["url"] for page in pages[1:]] == [step.url for step in sample_walk().steps]


def test_the_archive_replays_what_the_server_answered(run: Path, tmp_path: Path) -> None:
    pytest.importorskip("warcio")
    from warcio.archiveiterator import ArchiveIterator

    from qraudit.report.warc import write_warc

    write_warc(run, sample_report(), tmp_path / "data.warc.gz")
    with (tmp_path / "data.warc.gz").open("rb") as stream:
        found = [
            (record.rec_type, record.rec_headers.get_header("WARC-Target-URI"), record.content_stream().read())
            for record in ArchiveIterator(stream)
        ]

    host = "https://order.qinghe-xiaoguan.example"
    assert ("response", f"{host}/api/follow", b'{"subscribe":0}') in found
    assert ("request", f"{host}/api/order", b"phone=19900004321") in found
    assert ("resource", f"{host}/t/A07/order", "确认订单".encode()) in found


def test_an_archive_needs_the_folder() -> None:
    with pytest.raises(RunError):
        render(sample_report(), sample_walk(), None, "wacz", "zh")
