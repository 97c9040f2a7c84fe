"""Atomic file system storage for uploaded files: a file is stored completely or not at all."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from django.core.files import File
from django.core.files.storage import FileSystemStorage
from django.utils.encoding import filepath_to_uri
from django.utils.translation import gettext_lazy as _

from .deletion import is_backup_running, move_aside

WRITE_ERROR_MESSAGE = _(
    "The file could not be saved: the server's disk is full or not writable. Nothing was changed. "
    "Inform the server administrator, then try again."
)


class MediaWriteError(OSError):
    """Raised if a file cannot be written: the disk is full, read-only or defective."""


class AtomicFileSystemStorage(FileSystemStorage):
    """``FileSystemStorage`` that writes to a temporary file first, so that a failed write leaves no file behind."""

    def url(self, name: str | None) -> str:
        """Return the URL as Django does, which parses it each time: a list of images needs a hundred."""
        return f"{self.base_url}{filepath_to_uri(name)}"

    def _save(self, name: str, content: File) -> str:
        try:
            temporary = self._write_temporary(os.path.dirname(self.path(name)), content)
        except OSError as error:
            raise MediaWriteError(*error.args) from error
        try:
            path = self._reserve(name)
        except OSError as error:
            self._remove(temporary)
            raise MediaWriteError(*error.args) from error
        os.replace(temporary, path)
        self._ensure_location_group_id(path)
        return os.path.relpath(path, self.location).replace("\\", "/")

    def delete(self, name: str) -> None:
        """Delete a file; while a backup runs, move it to where the backup finds it."""
        if name and is_backup_running():
            move_aside(Path(self.path(name)), name)
        super().delete(name)

    def replace(self, name: str, content: File) -> None:
        """Atomically replace the content of the file ``name``."""
        path = self.path(name)
        try:
            temporary = self._write_temporary(os.path.dirname(path), content)
            os.replace(temporary, path)
        except OSError as error:
            raise MediaWriteError(*error.args) from error

    def _write_temporary(self, directory: str, content: File) -> str:
        os.makedirs(directory, mode=self.directory_permissions_mode or 0o777, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(prefix=".upload-", dir=directory)
        try:
            with os.fdopen(descriptor, "wb") as out:
                for chunk in content.chunks():
                    out.write(chunk.encode() if isinstance(chunk, str) else chunk)
                out.flush()
                os.fsync(out.fileno())  # before the row that refers to it is committed
            os.chmod(temporary, self.file_permissions_mode or 0o644)
        except BaseException:
            self._remove(temporary)
            raise
        return temporary

    def _reserve(self, name: str) -> str:
        """Create an empty file under ``name`` or an available variant, so that no other upload can take that name."""
        while True:
            path = self.path(name)
            with suppress(FileExistsError):
                os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL))
                return path
            name = self.get_available_name(name)

    @staticmethod
    def _remove(path: str) -> None:
        with suppress(OSError):
            os.unlink(path)
