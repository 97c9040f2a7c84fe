"""Demo accounts, one per role, with random passwords."""

import json
import os
import secrets
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import Group

from mysite.models import User
from mysite.rights.groups import CONTRIBUTORS, EDITORS, MANAGING_EDITORS

#: User name, family name, given name, group; an account without a group is a superuser.
_ACCOUNTS = [
    ("quantri", "Quản trị", "Hệ thống", None),
    ("thuky", "Vũ", "Hải Yến", MANAGING_EDITORS),
    ("bientap", "Hà", "Ngọc Diệp", EDITORS),
    ("congtac", "Đặng", "Thùy Linh", CONTRIBUTORS),
]


def create_accounts() -> tuple[dict[str, User], dict[str, str]]:
    """Create the accounts that do not exist yet; return all accounts and the new passwords, by user name."""
    users, passwords = {}, {}
    for name, family, given, group in _ACCOUNTS:
        user = User.objects.filter(username=name).first()
        if user is None:
            passwords[name] = secrets.token_urlsafe(12)
            user = User(
                username=name, last_name=family, first_name=given, is_superuser=group is None, is_staff=group is None
            )
            user.set_password(passwords[name])
            user.save()
            if group:
                user.groups.add(Group.objects.get(name=group))
        users[name] = user
    return users, passwords


def get_logins_path() -> Path:
    return Path(settings.DATA_DIR) / "demo-logins.json"


def write_passwords(passwords: dict[str, str]) -> None:
    """Write the passwords to a file that ``run_local`` reads, readable for the owner of the process only."""
    path = get_logins_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".tmp")
    draft.unlink(missing_ok=True)
    with open(draft, "x", encoding="utf-8", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        json.dump(passwords, file, ensure_ascii=False, indent=2)
    draft.replace(path)
