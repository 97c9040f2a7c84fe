"""The view that converts the clipboard of an editor: rights, pictures, messages."""

import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.images import get_image_model
from wagtail.models import Collection, GroupCollectionPermission

from tests.support import clipboards
from tests.support.clipboards import BLUE, RED, build_data_url, draw_png
from tests.support.editors import CONTRIBUTORS, create_editor, login_client
from tests.support.factories import UserFactory
from tests.support.odd_images import png_chunk

pytestmark = pytest.mark.django_db


def send(client, html="", rtf=b"", files=(), **data):
    parts = {"html": SimpleUploadedFile("html", html.encode()), "rtf": SimpleUploadedFile("rtf", rtf)}
    uploads = [SimpleUploadedFile("image.png", content) for content in files]
    headers = {"accept": "application/json", "x-requested-with": "XMLHttpRequest"}
    return client.post(reverse("paste"), {**parts, "files": uploads, **data}, headers=headers)


def read_response(response):
    assert response.status_code == 200, response
    return json.loads(b"".join(response.streaming_content))


def test_document_of_word_becomes_blocks():
    user = create_editor()
    result = read_response(send(login_client(user), clipboards.WORD_HTML, clipboards.WORD_RTF, title="Kế hoạch"))
    types = [block["type"] for block in result["blocks"]]
    assert types == ["heading", "paragraph", "heading", "paragraph", "table", "picture", "picture", "paragraph"]
    assert len({block["id"] for block in result["blocks"]}) == len(types)
    heading, text, _, lists, table, picture = (block["value"] for block in result["blocks"][:6])
    assert (heading["text"], heading["level"]) == ("Kế hoạch năm học", ["h2"])
    styles = [(style["style"], style["length"]) for style in json.loads(text)["blocks"][1]["inlineStyleRanges"]]
    assert {("SUPERSCRIPT", 1), ("SUBSCRIPT", 1), ("SUPERSCRIPT", 3)} <= set(styles)
    items = [(item["type"], item["depth"], item["text"]) for item in json.loads(lists)["blocks"]]
    assert items[:3] == [
        ("ordered-list-item", 0, "Tuyển sinh"),
        ("ordered-list-item", 1, "Lớp 6"),
        ("ordered-list-item", 0, "Khai giảng"),
    ]
    assert table["data"] == [["Phòng", "Diện tích"], ["A1", "48 m²"]]
    assert picture["alt_text"] == "Cổng trường"
    images = get_image_model().objects.order_by("pk")
    assert [image.title for image in images] == ["Kế hoạch"] * 2
    assert {image.uploaded_by_user for image in images} == {user}
    assert picture["image"]["id"] == images[0].pk
    assert len(result["leftOut"]) == 1


def test_picture_is_stored_once_and_only_reused_if_it_may_be_chosen():
    client = login_client(create_editor())
    html = f'<p>Một</p><img src="{build_data_url(draw_png(RED))}">'
    first = read_response(send(client, html))["blocks"][1]["value"]["image"]["id"]
    assert read_response(send(client, html + html))["blocks"][3]["value"]["image"]["id"] == first
    image = get_image_model().objects.get()
    assert image.file_hash
    GroupCollectionPermission.objects.all().delete()
    hidden = Collection.get_first_root_node().add_child(name="Riêng")
    open_collection = Collection.get_first_root_node().add_child(name="Chung")
    group = UserFactory().groups.create(name="Nhóm ảnh")
    permissions = ["add_image", "choose_image"]
    for codename in permissions:
        permission = GroupCollectionPermission._meta.get_field("permission").related_model.objects.get(
            codename=codename, content_type__app_label="wagtailimages"
        )
        GroupCollectionPermission.objects.create(group=group, collection=open_collection, permission=permission)
    image.collection = hidden
    image.save()
    user = create_editor()
    user.groups.add(group)
    second = read_response(send(login_client(user), html))["blocks"][1]["value"]["image"]["id"]
    assert second != first
    assert get_image_model().objects.get(pk=second).collection == open_collection


def test_text_without_images_for_who_may_not_add_them():
    GroupCollectionPermission.objects.all().delete()
    html = f'<p>Một</p><img src="{build_data_url(draw_png(RED))}" alt="Cổng trường"><p>Hai</p>'
    result = read_response(send(login_client(create_editor()), html))
    assert [block["type"] for block in result["blocks"]] == ["paragraph"]
    assert [line["text"] for line in json.loads(result["blocks"][0]["value"])["blocks"]] == ["Một", "Hai"]
    assert result["leftOut"] == ["1 ảnh không được dán vì bạn không có quyền thêm ảnh."]
    assert not get_image_model().objects.exists()


def test_screenshot_is_a_picture():
    result = read_response(send(login_client(create_editor()), files=[draw_png(BLUE)]))
    assert [block["type"] for block in result["blocks"]] == ["picture"]
    assert get_image_model().objects.get().title == "Ảnh dán"


def test_pictures_that_cannot_be_stored_are_named():
    huge = io.BytesIO()
    Image.new("L", (1, 1)).save(huge, "PNG")
    header = (60_000).to_bytes(4, "big") * 2 + b"\x08\x00\x00\x00\x00"
    bomb = b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header) + huge.getvalue()[33:]
    html = "".join(f"<p>Chữ</p><img src={build_data_url(content)}>" for content in (bomb, b"\x1f\x8bGZIP", b"GIF89a"))
    result = read_response(send(login_client(create_editor()), html))
    assert [block["type"] for block in result["blocks"]] == ["paragraph"]
    assert result["leftOut"][0].startswith("3 ảnh không lưu được")
    assert not get_image_model().objects.exists()


def test_too_large_content_is_refused_with_a_reason():
    response = send(login_client(create_editor()), "<div>" * 10_000)
    assert response.status_code == 422
    assert "quá lớn" in response.json()["error"]


def test_only_editors_with_a_token_may_paste():
    assert login_client(create_editor()).get(reverse("paste")).status_code == 405
    assert send(Client(), "<p>Một</p>").status_code == 403
    reader = UserFactory()
    assert send(login_client(reader), "<p>Một</p>").status_code == 403
    snippets_only = create_editor(CONTRIBUTORS)
    snippets_only.groups.get().page_permissions.all().delete()
    assert send(login_client(snippets_only), "<p>Một</p>").status_code == 403
    client = Client(enforce_csrf_checks=True)
    client.force_login(create_editor())
    assert send(client, "<p>Một</p>").status_code == 403
