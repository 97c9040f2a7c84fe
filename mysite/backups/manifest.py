"""The manifest of a backup: what it contains, with checksums, signed with the portal's ``SECRET_KEY``."""

import json
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.crypto import constant_time_compare, salted_hmac

#: Raised when an older version of the portal cannot read what this one writes.
FORMAT = 1
_SALT = "mysite.backups.manifest"


class BackupError(Exception):
    """A backup cannot be made, or is refused; the message is for the administrator."""


@dataclass(frozen=True)
class StoredFile:
    """A file in the archive. ``modified`` is in seconds since the epoch."""

    size: int
    sha256: str
    modified: float


@dataclass
class Manifest:
    """The content of a backup."""

    made_at: str
    #: ``vendor`` of Django's database connection: sqlite or postgresql.
    database: str
    #: The applied migrations, as pairs of app label and name.
    migrations: list[list[str]]
    #: Media files to which the database refers and which did not exist any more when the backup was made.
    missing: list[str] = field(default_factory=list)
    #: Every file in the archive, by name, except the manifest and its signature.
    files: dict[str, StoredFile] = field(default_factory=dict)
    format: int = FORMAT

    def to_json(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1).encode()

    @classmethod
    def from_json(cls, data: bytes) -> "Manifest":
        """Parse a manifest; raises ``BackupError`` if it is malformed or has a newer format."""
        try:
            fields: dict[str, Any] = json.loads(data)
            version = fields["format"]
            if type(version) is not int:
                raise TypeError
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise BackupError("The manifest of this backup is malformed") from error
        if version > FORMAT:
            raise BackupError("A newer version of the portal has made this backup: install that version first")
        try:
            files = {str(name): _parse_file(values) for name, values in fields.pop("files").items()}
            migrations = [[str(app), str(name)] for app, name in fields.pop("migrations")]
            missing = [str(name) for name in fields.pop("missing")]
            fields = {name: fields[name] for name in ("made_at", "database", "format")}
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BackupError("The manifest of this backup is malformed") from error
        return cls(migrations=migrations, missing=missing, files=files, **fields)


def _parse_file(values: dict[str, Any]) -> StoredFile:
    stored = StoredFile(**values)
    if type(stored.size) is not int or not isinstance(stored.sha256, str):
        raise TypeError
    return StoredFile(stored.size, stored.sha256, float(stored.modified))


def sign(manifest: bytes) -> bytes:
    """Return the HMAC of a manifest, which has the checksums of everything else in the archive."""
    return salted_hmac(_SALT, manifest, algorithm="sha256").hexdigest().encode()


def is_signed(manifest: bytes, signature: bytes) -> bool:
    return constant_time_compare(signature, sign(manifest))
