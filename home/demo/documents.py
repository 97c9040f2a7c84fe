"""Create Word files from lines of text, so that the demo has documents to download."""

import io
import zipfile
from xml.sax.saxutils import escape

_TYPES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
</Types>"""
_RELATIONS = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Target="word/document.xml"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/>
</Relationships>"""
_DOCUMENT = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>"""
_FONT = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/><w:sz w:val="26"/>'
_FIXED_TIMESTAMP = (1980, 1, 1, 0, 0, 0)  # a fixed timestamp: the same text gives the same bytes


def build_docx(lines: list[str]) -> bytes:
    """Return a Word document with one paragraph per line; lines in capitals become centred headings."""
    body = "".join(_build_paragraph(line) for line in lines)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in (
            ("[Content_Types].xml", _TYPES),
            ("_rels/.rels", _RELATIONS),
            ("word/document.xml", _DOCUMENT.format(body)),
        ):
            archive.writestr(zipfile.ZipInfo(name, _FIXED_TIMESTAMP), text, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _build_paragraph(line: str) -> str:
    heading = line.isupper()
    layout = '<w:pPr><w:jc w:val="center"/></w:pPr>' if heading else ""
    bold = "<w:b/>" if heading else ""
    return f'<w:p>{layout}<w:r><w:rPr>{bold}{_FONT}</w:rPr><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>'
