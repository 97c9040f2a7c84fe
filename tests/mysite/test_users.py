"""User accounts: names are in Vietnamese order, with the family name first."""

from mysite.models import User


def test_the_family_name_comes_first() -> None:
    assert User(first_name="Ngọc Diệp", last_name="Hà Thị").get_full_name() == "Hà Thị Ngọc Diệp"
    assert User(first_name="Diệp").get_full_name() == "Diệp"
