"""A Word document as Chinese authorities are used to it: A4, song and hei type, tables, page numbers."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qraudit.models import Bilingual, Lang
from qraudit.report.escaping import xml_text
from qraudit.report.pictures import Album
from qraudit.report.words import translate

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph

__all__ = ["Paper", "Text"]

Text = Bilingual | str
_BODY, _HEAD, _LATIN, _MONO = "宋体", "黑体", "Times New Roman", "Courier New"
_LABEL_CM = 4.0
_WIDTH_CM = 16.6
_PICTURES_A_ROW = 3


class Paper:
    """A document that is written from top to bottom."""

    def __init__(self, lang: Lang, *, foot: Text | None = None) -> None:
        """Begin; `foot` stands at the foot of every page, for what must be signed page by page."""
        import docx

        self._lang: Lang = lang
        self._document: Document = docx.Document()
        self._set_up()
        self._foot(foot)

    def title(self, text: Text) -> None:
        """The document's own title."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH

        paragraph = self._document.add_paragraph(style="Title")
        _without_rule(paragraph)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        self._run(paragraph, text, font=_HEAD, size=20, bold=True)

    def heading(self, text: Text) -> None:
        """A section's heading."""
        paragraph = self._document.add_paragraph(style="Heading 1")
        self._run(paragraph, text, font=_HEAD, size=14, bold=True)

    def subheading(self, text: Text) -> None:
        """A heading within a section."""
        paragraph = self._document.add_paragraph(style="Heading 2")
        self._run(paragraph, text, font=_HEAD, size=12, bold=True)

    def paragraph(self, text: Text, *, small: bool = False) -> None:
        """Running text."""
        self._run(self._document.add_paragraph(), text, size=9 if small else 11)

    def bullets(self, texts: Sequence[Text]) -> None:
        """A plain list."""
        for text in texts:
            self._run(self._document.add_paragraph(style="List Bullet"), text, size=10.5)

    def facts(self, rows: Sequence[tuple[Text, Text]], *, together: bool = False) -> None:
        """A table of labels and what they label; `together` keeps it on one page."""
        widths = [_LABEL_CM, _WIDTH_CM - _LABEL_CM]
        table = self._table(widths, [list(row) for row in rows], size=10.5, first_bold=True)
        for row in table.rows[:-1] if together else ():
            for cell in row.cells:
                cell.paragraphs[0].paragraph_format.keep_with_next = True

    def table(self, head: Sequence[Text], rows: Sequence[Sequence[Text]], widths: Sequence[float]) -> None:
        """A table with a heading row that repeats on every page; widths in centimetres."""
        self._headed(self._table(widths, [list(head), *map(list, rows)], size=8.5))

    def hashes(self, head: Sequence[Text], rows: Sequence[Sequence[Text]], widths: Sequence[float]) -> None:
        """The same for file names and hashes, each in one line of letters that cannot be mistaken."""
        self._headed(self._table(widths, [list(head), *map(list, rows)], size=7, font=_MONO, gap=0.5))

    def _headed(self, made: Any) -> None:
        _repeat_on_every_page(made.rows[0])
        for cell in made.rows[0].cells:
            for paragraph in cell.paragraphs:
                for run in paragraph.runs:
                    run.bold = True

    def pictures(self, run: Path | None, names: Sequence[tuple[str, Text]]) -> None:
        """Screenshots of the run with their captions, three a row."""
        album = Album(run)
        shown = [(picture, caption) for name, caption in names if (picture := album.use(name)) is not None]
        for start in range(0, len(shown), _PICTURES_A_ROW):
            row = shown[start : start + _PICTURES_A_ROW]
            table = self._document.add_table(rows=1, cols=_PICTURES_A_ROW)
            _keep_together(table.rows[0])
            for cell, (picture, caption) in zip(table.rows[0].cells, row, strict=False):
                self._picture(cell, picture.jpeg(), caption)

    def save(self) -> bytes:
        """The finished file."""
        stream = io.BytesIO()
        self._document.save(stream)
        return stream.getvalue()

    def _picture(self, cell: _Cell, data: bytes, caption: Text) -> None:
        from docx.shared import Cm

        cell.paragraphs[0].add_run().add_picture(io.BytesIO(data), width=Cm(4.6))
        self._run(cell.add_paragraph(), caption, size=8)

    def _table(
        self,
        widths: Sequence[float],
        rows: list[list[Text]],
        *,
        size: float,
        first_bold: bool = False,
        font: str = _LATIN,
        gap: float = 2,
    ) -> Any:
        from docx.shared import Cm, Pt

        table = self._document.add_table(rows=0, cols=len(widths), style="Table Grid")
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width)
        for row in rows:
            added = table.add_row()
            _keep_together(added)
            for number, (cell, text, width) in enumerate(zip(added.cells, row, widths, strict=True)):
                cell.width = Cm(width)
                cell.paragraphs[0].paragraph_format.space_before = Pt(gap)
                cell.paragraphs[0].paragraph_format.space_after = Pt(gap)
                self._run(cell.paragraphs[0], text, size=size, bold=first_bold and number == 0, latin=font)
        after = self._document.add_paragraph().paragraph_format
        after.space_after, after.line_spacing = Pt(0), Pt(6)  # else two tables become one
        return table

    def _run(
        self,
        paragraph: Paragraph,
        text: Text,
        *,
        font: str = _BODY,
        size: float = 11,
        bold: bool = False,
        latin: str = _LATIN,
    ) -> None:
        from docx.oxml.ns import qn
        from docx.shared import Pt, RGBColor

        said = text if isinstance(text, str) else (text.zh if self._lang == "zh" else text.en)
        run = paragraph.add_run(xml_text(said))
        run.font.name, run.font.size, run.bold = latin, Pt(size), bold
        run.font.color.rgb = RGBColor(0, 0, 0)
        run.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)

    def _set_up(self) -> None:
        from docx.oxml.ns import qn
        from docx.shared import Cm, Pt

        section = self._document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.2)
        section.top_margin, section.bottom_margin = Cm(2.2), Cm(2)
        normal: Any = self._document.styles["Normal"]
        normal.font.name, normal.font.size = _LATIN, Pt(11)
        normal.paragraph_format.space_after = Pt(4)
        normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _BODY)
        _speak_chinese(self._document)

    def _foot(self, text: Text | None) -> None:
        from docx.shared import Pt

        footer = self._document.sections[0].footer
        if text is not None:
            paragraph = footer.paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(6)
            self._run(paragraph, text, size=10)
        self._number_pages(footer.paragraphs[0] if text is None else footer.add_paragraph())

    def _number_pages(self, paragraph: Paragraph) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH

        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        page = translate("paper.page", page="{PAGE}")
        pages = translate("paper.of-pages", pages="{NUMPAGES}")
        for text in (page, pages):
            before, _, rest = (text.zh if self._lang == "zh" else text.en).partition("{")
            field, _, after = rest.partition("}")
            self._run(paragraph, before, size=9)
            _add_field(paragraph, field)
            self._run(paragraph, f"{after} ", size=9)


def _speak_chinese(document: Document) -> None:
    """Say that the Chinese is that of the mainland: word processors choose the shapes of characters by it."""
    from docx.oxml.ns import qn

    for element in document.styles.element.iter(qn("w:lang")):
        element.set(qn("w:eastAsia"), "zh-CN")


def _without_rule(paragraph: Paragraph) -> None:
    """Without the coloured line that the template draws under a title."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    border, line = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    line.set(qn("w:val"), "nil")
    border.append(line)
    paragraph._p.get_or_add_pPr().append(border)


def _add_field(paragraph: Paragraph, name: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for kind, text in (("begin", None), (None, name), ("end", None)):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        paragraph.add_run()._r.append(element)


def _keep_together(row: Any) -> None:
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _repeat_on_every_page(row: Any) -> None:
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
