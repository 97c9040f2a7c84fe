"""The media disk of a drill: a small file system of its own, which can be full or read-only."""

import os
import resource
import shutil
import subprocess
from pathlib import Path

SIZE = "8m"


class MediaDisk:
    """A mounted ``tmpfs``; where mounting is not allowed, processes may write no files instead (``RLIMIT_FSIZE``)."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=755", "tmpfs", str(folder)]
        self.is_mounted = os.getuid() == 0 and subprocess.run(mount, capture_output=True, check=False).returncode == 0

    def fill(self, processes: list[int]) -> None:
        if not self.is_mounted:
            limit_files(processes, 0)
            return
        with (self.folder / "filler").open("wb", buffering=0) as filler:
            while shutil.disk_usage(self.folder).free:
                filler.write(b"x" * 4096)

    def make_read_only(self, processes: list[int]) -> None:
        if not self.is_mounted:
            limit_files(processes, 0)
            return
        subprocess.run(["mount", "-o", "remount,ro", str(self.folder)], check=True)

    def repair(self, processes: list[int]) -> None:
        if not self.is_mounted:
            limit_files(processes, resource.RLIM_INFINITY)
            return
        subprocess.run(["mount", "-o", "remount,rw", str(self.folder)], check=True)
        (self.folder / "filler").unlink(missing_ok=True)

    def close(self) -> None:
        if self.is_mounted:
            subprocess.run(["umount", "--lazy", str(self.folder)], check=True)


def limit_files(processes: list[int], size: int) -> None:
    for process in processes:
        resource.prlimit(process, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
