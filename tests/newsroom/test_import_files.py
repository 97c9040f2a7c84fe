"""The files that saved articles are read from: JSON Lines, folders, and files without articles. No database."""

import datetime
import gzip
import json
import os
import tracemalloc

import pytest

from newsroom.importing.readers.text import parse_text
from newsroom.importing.records import (
    Gallery,
    Paragraph,
    ReadFailure,
    SavedArticle,
)
from tests.support.saved_articles import (
    FIXTURES,
    VIETNAM,
    get_block_types,
    get_failure_reason,
    read_articles,
    read_one,
    record,
    write_source,
)

# --- JSON Lines ---------------------------------------------------------------------------------------------


def test_json_lines_are_read():
    first, second = read_articles(FIXTURES / "tin.jsonl")
    assert first.source_url == "http://cu.example/tin/1.html"
    assert first.section == ("Tin tức", "Giáo dục phổ thông")
    assert first.published_at == datetime.datetime(2017, 9, 5, 7, 0, tzinfo=VIETNAM)
    assert first.updated_at == datetime.datetime(2017, 9, 6, 8, 30, tzinfo=VIETNAM)
    assert get_block_types(first) == [Paragraph, Paragraph, Gallery]
    assert second.title == "Hòa nhạc gây quỹ học bổng huyện An Sơn"  # the input has NUL and zero-width characters
    assert [article.origin.line for article in (first, second)] == [1, 2]


def test_gzipped_json_lines_are_read():
    assert [article.source_url for article in read_articles(FIXTURES / "tin.jsonl.gz")] == [
        f"http://cu.example/tin/{number}.html" for number in (11, 12, 13)
    ]


def test_invalid_lines_are_reported_and_skipped():
    items = read_articles(FIXTURES / "loi.jsonl")
    assert [item.origin.line for item in items if isinstance(item, SavedArticle)] == [1, 14]
    failures = {item.origin.line: item.reason for item in items if isinstance(item, ReadFailure)}
    assert "not valid JSON" in failures[2]
    assert "must be an object" in failures[3]
    assert "“title” must be text, not a number" in failures[4]
    assert "“body” must be a list" in failures[5]
    assert "no such date" in failures[6]
    assert "before 1990" in failures[7]
    assert "in the future" in failures[8]
    assert "no title" in failures[9]
    assert "“gallery”" in failures[10]
    assert "the source URL is not valid" in failures[11]
    assert "no text" in failures[13]


def test_truncated_gzip_is_read_as_far_as_possible_and_reported(tmp_path):
    lines = "\n".join(json.dumps(record(title=f"{n} " + os.urandom(40).hex())) for n in range(2000))
    whole = gzip.compress(lines.encode())
    *articles, last = read_articles(write_source(tmp_path, "tin.jsonl.gz", whole[: len(whole) // 2]))
    assert len(articles) > 100
    assert all(isinstance(article, SavedArticle) for article in articles)
    assert "damaged or cut off" in last.reason
    assert "damaged" in get_failure_reason(write_source(tmp_path, "khong.jsonl.gz", "không phải gzip".encode()))


def test_oversized_line_is_skipped_without_buffering(tmp_path):
    path = tmp_path / "tin.jsonl"
    with path.open("wb") as file:
        file.write(json.dumps(record()).encode() + b'\n{"title": "')
        for _ in range(50):
            file.write(b"a" * 1024 * 1024)
        file.write(b'"}\n' + json.dumps(record()).encode())
    tracemalloc.start()
    first, huge, last = read_articles(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert isinstance(first, SavedArticle)
    assert isinstance(last, SavedArticle)
    assert huge.reason == "the line is longer than 4 MB"
    assert last.origin.line == 3
    assert peak < 32 * 1024 * 1024


def test_deeply_nested_json_is_one_invalid_line(tmp_path):
    path = write_source(tmp_path, "tin.jsonl", "[" * 200_000 + "\n" + json.dumps(record()))
    bad, good = read_articles(path)
    assert isinstance(bad, ReadFailure)
    assert isinstance(good, SavedArticle)


# --- Files without articles ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("rong.txt", b"", "empty"),
        ("rong.html", b"  \n ", "empty"),
        ("rong.jsonl", b"", "empty"),
        ("anh.txt", bytes(range(256)) * 40, "binary"),
        ("anh.html", b"\x89PNG\r\n\x1a\n" + b"\x00\x01\x02" * 900, "binary"),
        ("to.txt", b"a" * (50 * 1024 * 1024), "larger than 10 MB"),
        ("hong.txt", "Hội nghị đánh giá kết quả năm học của ngành".encode() + b"\xe1\xbb", "damaged"),
        ("khong.html", b"chi co chu", "no HTML"),
        ("sau.html", b"<div>" * 100_000 + "chữ".encode(), "200 levels"),
        ("nhieu.html", b"<br>" * 200_000, "40,000 elements"),
        ("trong.html", b"<html><body><p></p></body></html>", "no title"),
        ("tieu-de.html", "<h1>Chỉ có tiêu đề mà thôi</h1>".encode(), "no text"),
        ("dai.html", "<h1>{}</h1><p>Đoạn văn của bài.</p>".format("dài " * 2500).encode(), "9,999 characters"),
        ("loai.docx", b"PK", "this type of file"),
        ("nen.gz", b"x", "this type of file"),
    ],
)
def test_rejected_file_has_reason(tmp_path, name, content, expected):
    assert expected in get_failure_reason(write_source(tmp_path, name, content))


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("12:00 31/02/2014", "there is no such date"),
        ("29:00 01/02/2014", "there is no such date"),
        ("12:00 01/01/0001", "before 1990"),
        ("12:00 01/01/2095", "in the future"),
    ],
)
def test_invalid_date_makes_a_draft_with_a_note(tmp_path, date, expected):
    text = f"Tin tức\n\nCập nhật lúc : {date}\n\nTiêu đề bài\n\nĐoạn văn."
    article = read_one(write_source(tmp_path, "ngay.txt", text))
    assert article.published_at is None
    assert article.doubts == ("no valid date was found",)
    assert expected in article.notes[0]
    assert article.lead == "Đoạn văn."


def test_unreadable_paths_are_reported(tmp_path):
    empty = tmp_path / "rong"
    empty.mkdir()
    assert "no such file" in get_failure_reason(tmp_path / "khong-co.txt")
    assert "no saved articles" in get_failure_reason(empty)
    os.mkfifo(tmp_path / "ong.txt")
    assert "neither a file nor a folder" in get_failure_reason(tmp_path / "ong.txt")


def test_folder_articles_are_read_once_without_companion_files(tmp_path):
    write_source(tmp_path, "a.txt", "Tiêu đề thứ nhất\n\nĐoạn văn thứ nhất.")
    (tmp_path / "b_files").mkdir()
    write_source(tmp_path / "b_files", "quang-cao.html", "<h1>Quảng cáo quảng cáo</h1><p>Mua ngay.</p>")
    (tmp_path / "sau").mkdir()
    write_source(tmp_path / "sau", "c.jsonl", json.dumps(record()))
    write_source(tmp_path, "anh.jpg", b"x")
    titles = [article.title for article in read_articles(tmp_path, tmp_path / "a.txt", tmp_path / "sau")]
    assert titles == ["Tiêu đề thứ nhất", "Bản tin tuần"]


def test_symlink_out_of_folder_is_not_followed(tmp_path):
    secret = write_source(tmp_path, "bi-mat.txt", "Mật khẩu của quản trị\n\nĐây là điều không ai được biết.")
    folder = tmp_path / "tin"
    folder.mkdir()
    (folder / "tin.txt").symlink_to(secret)
    assert "symbolic link points outside" in get_failure_reason(folder)


def test_a_very_long_lead_loses_no_word():
    lead = "Câu văn này khá dài và nói rất nhiều điều. " * 40
    article = parse_text(f"Tiêu đề bài viết\n\n{lead}\n\nĐoạn cuối.", origin=read_one(FIXTURES / "hoi-thi.txt").origin)
    assert len(article.lead) <= 1000
    assert article.lead.endswith("nhiều điều.")
    assert f"{article.lead} {article.blocks[0].markup}" == lead.strip()
