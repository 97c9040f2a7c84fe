"""What word processors put on the clipboard for one document; Word's and Google's by hand, after what they send.

The document has two headings, bold text that is not marked as such, m² and CO₂, a footnote, a numbered list with a
nested one, a bulleted list, a table, two pictures and a centred line.
"""

import base64
import io
from pathlib import Path

from PIL import Image

RED, BLUE = "#b3261e", "#2a6f97"


def draw_png(color: str, size: tuple[int, int] = (60, 40)) -> bytes:
    output = io.BytesIO()
    Image.new("RGB", size, color).save(output, "PNG")
    return output.getvalue()


def draw_jpeg(color: str, size: tuple[int, int] = (60, 40)) -> bytes:
    output = io.BytesIO()
    Image.new("RGB", size, color).save(output, "JPEG")
    return output.getvalue()


def build_data_url(content: bytes, kind: str = "png") -> str:
    return f"data:image/{kind};base64,{base64.b64encode(content).decode()}"


def build_word_item(marker: str, text: str, level: int = 1, place: str = "Middle") -> str:
    return (
        f"<p class=MsoListParagraphCxSp{place} style='margin-left:.5in;text-indent:-.25in;"
        f"mso-list:l0 level{level} lfo1'>"
        "<![if !supportLists]><span lang=VI style='mso-fareast-font-family:Calibri'><span style='mso-list:Ignore'>"
        f"{marker}<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>"
        f"<span lang=VI>{text}<o:p></o:p></span></p>\r\n"
    )


def _word_picture(number: int, alt: str) -> str:
    shape = f"_x0000_i10{number}"
    return (
        f"<p class=MsoNormal><span lang=VI style='mso-no-proof:yes'><!--[if gte vml 1]><v:shape id=\"{shape}\" "
        "type=\"#_x0000_t75\" style='width:45pt;height:30pt;visibility:visible'>"
        f'<v:imagedata src="file:///C:/Users/Lan/AppData/Local/Temp/msohtmlclip1/01/clip_image00{number}.png" '
        f'o:title=""/></v:shape><![endif]--><![if !vml]><img width=60 height=40 '
        f'src="file:///C:/Users/Lan/AppData/Local/Temp/msohtmlclip1/01/clip_image00{number}.png" alt="{alt}" '
        f'v:shapes="{shape}"><![endif]></span><o:p></o:p></p>\r\n'
    )


def _word_cell(text: str, bold: bool = False) -> str:
    run = f"<b><span lang=VI>{text}</span></b>" if bold else f"<span lang=VI>{text}</span>"
    style = "width:155.8pt;border:solid windowtext 1.0pt;padding:0in 5.4pt 0in 5.4pt"
    return f"<td width=208 valign=top style='{style}'><p class=MsoNormal>{run}<o:p></o:p></p></td>"


WORD_HTML = (
    """<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40">
<head><meta http-equiv=Content-Type content="text/html; charset=utf-8"><meta name=Generator content="Microsoft Word 15">
<!--[if gte mso 9]><xml><o:OfficeDocumentSettings><o:AllowPNG/></o:OfficeDocumentSettings></xml><![endif]-->
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->
<style><!-- /* Font Definitions */ @font-face {font-family:Calibri;} p.MsoNormal {margin:0in;font-size:11.0pt;}
--></style></head>
<body lang=EN-US style='tab-interval:.5in'><!--StartFragment-->
<h1><span lang=VI>Kế hoạch năm học<o:p></o:p></span></h1>
<p class=MsoNormal align=center style='text-align:center'><span lang=VI>Năm học 2026 – 2027<o:p></o:p></span></p>
<p class=MsoNormal><span lang=VI>Trường rộng <span style='font-weight:bold'>1.200 m<sup>2</sup></span>, lượng
CO<sub>2</sub> đã giảm</span><a style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1" title=""><span
class=MsoFootnoteReference><span lang=VI><span style='mso-special-character:footnote'><![if !supportFootnotes]><span
class=MsoFootnoteReference><span lang=VI
style='font-size:11.0pt'>[1]</span></span><![endif]></span></span></span></a><span
lang=VI>.<o:p></o:p></span></p>
<h2><span lang=VI>Nhiệm vụ<o:p></o:p></span></h2>
"""
    + build_word_item("1.", "Tuyển sinh", place="First")
    + build_word_item("a)", "Lớp 6", level=2)
    + build_word_item("2.", "Khai giảng", place="Last")
    + build_word_item("<span style='font-family:Symbol'>·</span>", "Đồng phục", place="First")
    + build_word_item("<span style='font-family:Symbol'>·</span>", "Sách vở", place="Last")
    + "<table class=MsoTableGrid border=1 cellspacing=0 cellpadding=0 style='border-collapse:collapse'>\r\n"
    + f"<tr style='mso-yfti-irow:0'>{_word_cell('Phòng', True)}{_word_cell('Diện tích', True)}</tr>"
    + f"<tr style='mso-yfti-irow:1'>{_word_cell('A1')}{_word_cell('48 m<sup>2</sup>')}</tr></table>\r\n"
    + _word_picture(1, "Cổng trường")
    + _word_picture(2, "Sân trường&#10;&#10;Description automatically generated")
    + """<!--EndFragment--><div style='mso-element:footnote-list'><![if !supportFootnotes]><br clear=all>
<hr align=left size=1 width="33%"><![endif]><div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText><a
style='mso-footnote-id:ftn1' href="#_ftnref1" name="_ftn1" title=""><span class=MsoFootnoteReference><![if
!supportFootnotes]>
<span class=MsoFootnoteReference>[1]</span><![endif]></span></a><span lang=VI> So với năm 2020.<o:p></o:p></span></p>
</div></div>
</body></html>"""
)


def build_rtf_picture(content: bytes, kind: str, width: int = 60, height: int = 40) -> str:
    """Return a picture as Word writes it: once as it is, and once as a metafile for old readers."""
    digits = content.hex()
    lines = "\r\n".join(digits[start : start + 128] for start in range(0, len(digits), 128))
    size = rf"\picscalex100\picscaley100\piccropl0\picw1588\pich1058\picwgoal{width * 15}\pichgoal{height * 15}"
    return (
        rf"{{\*\shppict{{\pict{{\*\picprop\shplid1025{{\sp{{\sn shapeType}}{{\sv 75}}}}{{\sp{{\sn fFlipH}}{{\sv 0}}}}}}"
        rf"{size}\{kind}blip\bliptag-2032147{{\*\blipuid 86e0f3d9b1a9f1f5}}{lines}}}}}"
        rf"{{\nonshppict{{\pict{size}\wmetafile8\bliptag1 010009000003}}}}"
    )


WORD_RTF = (
    r"{\rtf1\adeflang1025\ansi\ansicpg1252\uc1{\fonttbl{\f0\fcharset0 Calibri;}}"
    r"{\*\listpicture{\pict\picwgoal180\pichgoal180\pngblip 89504e47}}"
    r"{\pard\plain K\u7871?ho\u7841?ch \{n\u259?m\}\par}"
    + build_rtf_picture(draw_png(RED), "png")
    + r"{\par }"
    + build_rtf_picture(draw_jpeg(BLUE), "jpeg")
    + r"{\par }}"
).encode()

GOOGLE_HTML = """<meta charset='utf-8'><b style="font-weight:normal;" \
id="docs-internal-guid-5d1f2f0e-7fff-1c2b-8a33-1234">\
<h1 dir="ltr" style="line-height:1.38;margin-top:20pt;margin-bottom:6pt;"><span style="font-size:20pt;font-weight:400;\
font-style:normal;vertical-align:baseline;white-space:pre-wrap;">Kế hoạch năm học</span></h1>\
<p dir="ltr" style="line-height:1.38;text-align: center;margin-top:0pt;"><span style="font-weight:400;">Năm học 2026 \
– 2027\
</span></p><p dir="ltr" style="line-height:1.38;"><span style="font-weight:400;vertical-align:baseline;">Trường rộng \
</span>\
<span style="font-weight:700;vertical-align:baseline;">1.200 m</span><span style="font-weight:700;"><span \
style="font-size:0.6em;vertical-align:super;">2</span></span><span style="font-weight:400;">, lượng CO</span><span \
style="font-weight:400;"><span style="font-size:0.6em;vertical-align:sub;">2</span></span><span \
style="font-weight:400;"> \
đã giảm</span><sup><span style="font-weight:400;">[1]</span></sup><span style="font-weight:400;">.</span></p>\
<h2 dir="ltr"><span style="font-weight:400;">Nhiệm vụ</span></h2>\
<ol style="margin-top:0;padding-inline-start:48px;"><li dir="ltr" style="list-style-type:decimal;" aria-level="1"><p \
dir="ltr" \
role="presentation"><span style="font-weight:400;">Tuyển sinh</span></p></li><ol><li dir="ltr" aria-level="2"><p \
role="presentation"><span>Lớp 6</span></p></li></ol><li dir="ltr" aria-level="1"><p role="presentation"><span>Khai \
giảng\
</span></p></li></ol><ul><li dir="ltr"><p role="presentation"><span>Đồng phục</span></p></li><li dir="ltr"><p \
role="presentation"><span>Sách vở</span></p></li></ul>\
<div dir="ltr" style="margin-left:0pt;" align="left"><table \
style="border:none;border-collapse:collapse;"><colgroup><col \
width="301" /><col width="301" /></colgroup><tbody><tr style="height:0pt"><td style="border:solid #000 1pt;"><p \
dir="ltr">\
<span style="font-weight:700;">Phòng</span></p></td><td><p dir="ltr"><span style="font-weight:700;">Diện \
tích</span></p></td>\
</tr><tr style="height:0pt"><td><p dir="ltr"><span style="font-weight:400;">A1</span></p></td><td><p \
dir="ltr"><span>48 m\
</span><span style="font-size:0.6em;vertical-align:super;">2</span></p></td></tr></tbody></table></div><br />\
<p dir="ltr"><span><span style="border:none;display:inline-block;overflow:hidden;width:60px;height:40px;"><img \
src="https://lh7-rt.googleusercontent.com/docsz/AD_4nXd1" width="60" height="40" style="margin-left:0px;" \
/></span></span></p>\
<p dir="ltr"><span><img src="https://lh7-rt.googleusercontent.com/docsz/AD_4nXd2" width="60" height="40" /></span></p>\
</b><br class="Apple-interchange-newline">"""

#: Taken from the program with ``tools/libreoffice_clipboard.py``; its table has merged cells.
_LIBREOFFICE = Path(__file__).parents[1] / "fixtures" / "paste" / "libreoffice.fodt"
LIBREOFFICE_HTML = _LIBREOFFICE.with_suffix(".html").read_text(encoding="utf-8")
LIBREOFFICE_RTF = _LIBREOFFICE.with_suffix(".rtf").read_bytes()
