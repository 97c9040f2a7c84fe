"""Titles and their slugs, in the admin's JavaScript as on the server, composed or decomposed."""

import unicodedata

#: The letters of Vietnamese beyond ASCII, 67 in each case.
LETTERS = "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ"
LETTERS += LETTERS.upper()

TITLES = {
    # Every letter
    "ăâđêôơư ĂÂĐÊÔƠƯ": "aadeoou-aadeoou",
    "àảãáạ ÀẢÃÁẠ": "aaaaa-aaaaa",
    "ằẳẵắặ ẰẲẴẮẶ": "aaaaa-aaaaa",
    "ầẩẫấậ ẦẨẪẤẬ": "aaaaa-aaaaa",
    "èẻẽéẹ ÈẺẼÉẸ": "eeeee-eeeee",
    "ềểễếệ ỀỂỄẾỆ": "eeeee-eeeee",
    "ìỉĩíị ÌỈĨÍỊ": "iiiii-iiiii",
    "òỏõóọ ÒỎÕÓỌ": "ooooo-ooooo",
    "ồổỗốộ ỒỔỖỐỘ": "ooooo-ooooo",
    "ờởỡớợ ỜỞỠỚỢ": "ooooo-ooooo",
    "ùủũúụ ÙỦŨÚỤ": "uuuuu-uuuuu",
    "ừửữứự ỪỬỮỨỰ": "uuuuu-uuuuu",
    "ỳỷỹýỵ ỲỶỸÝỴ": "yyyyy-yyyyy",
    # Typical titles
    "Đề thi tuyển sinh lớp 10 ở Đắk Lắk": "de-thi-tuyen-sinh-lop-10-o-dak-lak",
    "Đánh giá": "danh-gia",
    "ĐIỂM CHUẨN VÀO LỚP 10": "diem-chuan-vao-lop-10",
    "Lễ khai giảng năm học mới": "le-khai-giang-nam-hoc-moi",
    "Hoà giải, hòa giải, Thuý, Thúy": "hoa-giai-hoa-giai-thuy-thuy",
    "Nghỉ học vì bão số 3": "nghi-hoc-vi-bao-so-3",
    "Trường THPT chuyên Nguyễn Du": "truong-thpt-chuyen-nguyen-du",
    "Phòng GDTX&CN: kế hoạch quý I/2026": "phong-gdtx-cn-ke-hoach-quy-i-2026",
    "Ngày 20/11: tri ân thầy cô": "ngay-20-11-tri-an-thay-co",
    "Ỷ Lan, Ỡm Ờ và Ẵm": "y-lan-om-o-va-am",
    "Buôn Ma Thuột – Krông Nô, Ea H'leo": "buon-ma-thuot-krong-no-ea-h-leo",
    # Numbers
    "Quyết định số 1234/QĐ-SGDĐT": "quyet-dinh-so-1234-qd-sgddt",
    "Nghị định 100/2019/NĐ-CP (sửa đổi)": "nghi-dinh-100-2019-nd-cp-sua-doi",
    "E-mail: phòng 3.14 / tầng 2": "e-mail-phong-3-14-tang-2",
    "1 + 1 = 2": "1-1-2",
    "2026": "2026",
    "Giải 3 000 000 đ, 15,5 %": "giai-3-000-000-d-15-5",
    "Khối 10–12, 7h30’": "khoi-10-12-7h30",
    "Sân 1 200 m² và ½ giờ": "san-1-200-m2-va-12-gio",
    # Quotation marks, apostrophes
    "“Dạy một điều, học lại hai điều…”": "day-mot-dieu-hoc-lai-hai-dieu",
    "Cuộc thi ‘Em yêu biển đảo’": "cuoc-thi-em-yeu-bien-dao",
    'Phong trào "Hai tốt"': "phong-trao-hai-tot",
    "Ea H'leo và Krông Y'Nhòm": "ea-h-leo-va-krong-y-nhom",
    "«Đọc sách» cùng con": "doc-sach-cung-con",
    "Lớp học ‚mở‘ „xanh“": "lop-hoc-mo-xanh",
    # Dashes
    "Hội nghị tổng kết năm học 2025–2026": "hoi-nghi-tong-ket-nam-hoc-2025-2026",
    "Ước mơ xanh — ngày hội": "uoc-mo-xanh-ngay-hoi",
    "Nhiệt độ −3 °C": "nhiet-do-3-c",
    "Giáo dục - đào tạo": "giao-duc-dao-tao",
    "Cần‐cù, bù‑siêng ― năng": "can-cu-bu-sieng-nang",
    "---Thông báo---": "thong-bao",
    "lịch_thi__cuối_kỳ": "lich-thi-cuoi-ky",
    # White space and invisible characters
    "  Khai giảng  ": "khai-giang",
    "Khai\tgiảng\u00a0năm\u2003học": "khai-giang-nam-hoc",
    "Ho\u200bà bì\u00adnh\ufeff, thi\u2060đua": "hoa-binh-thidua",
    # Emoji
    "Giải Nhất 🏆 học sinh giỏi": "giai-nhat-hoc-sinh-gioi",
    "🎉🎉 Chúc mừng 👨‍👩‍👧 gia đình ❤️": "chuc-mung-gia-dinh",
    "Bước 1️⃣: đăng ký ✅": "buoc-1-dang-ky",
    # No letters at all
    "!!!": "",
    "…": "",
    "—“”—": "",
    "🏆": "",
    # Other languages and scripts
    "Café & Crème brûlée ở Thủ Đức": "cafe-creme-brulee-o-thu-duc",
    "Straße, Ærø, Łódź, Þór": "strasse-aero-lodz-thor",
    "Đoàn Москва và Ελλάδα": "doan-moskva-va-ellada",
    "Đoàn 北京 đến thăm": "doan-den-tham",
    "Ngày hội ประเทศไทย – ລາວ": "ngay-hoi",
    "서울 và Hà Nội": "va-ha-noi",
    "北京": "",
    # Long ones
    "Trường trung học phổ thông Đắk " * 10: "-".join(["truong-trung-hoc-pho-thong-dak"] * 6) + "-truong-trung",
    "đ" * 300: "d" * 200,
    "Ấ" * 199 + " bờ": "a" * 199,
    "Ấ" * 197 + " bờ bến": "a" * 197 + "-bo",
    "Học" + "—" * 300 + "hành": "hoc-hanh",
}

#: All titles in both normalization forms.
TITLE_SPELLINGS = [
    (unicodedata.normalize(form, title), slug) for form in ("NFC", "NFD") for title, slug in TITLES.items()
]
