"""``/usr/bin/python3 tools/libreoffice_clipboard.py DOCUMENT``: save what LibreOffice puts on the clipboard for it.

The HTML and RTF that other programs are offered after “select all” and “copy” are written beside the document. It needs
Debian's packages ``libreoffice-writer`` and ``python3-uno``. ``tests/fixtures/paste/libreoffice.fodt`` was made so.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import uno

FORMATS = {"text/html": ".html", "text/rtf": ".rtf"}
PIPE = "pipe,name=clipboard;urp"


def connect() -> Any:
    """Return LibreOffice's component context, as soon as it answers."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(60):
        try:
            return resolver.resolve(f"uno:{PIPE};StarOffice.ComponentContext")
        except uno.getClass("com.sun.star.connection.NoConnectException"):
            time.sleep(0.5)
    raise SystemExit("LibreOffice does not answer")


def save_clipboard(context: Any, document: Path) -> None:
    create = context.ServiceManager.createInstanceWithContext
    desktop = create("com.sun.star.frame.Desktop", context)
    read_only = uno.createUnoStruct("com.sun.star.beans.PropertyValue")  # so that it makes no lock file
    read_only.Name, read_only.Value = "ReadOnly", True
    controller = desktop.loadComponentFromURL(document.as_uri(), "_blank", 0, (read_only,)).getCurrentController()
    dispatcher = create("com.sun.star.frame.DispatchHelper", context)
    dispatcher.executeDispatch(controller.getFrame(), ".uno:SelectAll", "", 0, ())
    content = controller.getTransferable()
    for flavour in content.getTransferDataFlavors():
        if suffix := FORMATS.get(flavour.MimeType):
            document.with_suffix(suffix).write_bytes(content.getTransferData(flavour).value)


def main() -> None:
    document = Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as profile:
        options = ["--headless", "--norestore", f"-env:UserInstallation=file://{profile}", f"--accept={PIPE}"]
        office = subprocess.Popen(["soffice", *options], stdout=subprocess.DEVNULL, start_new_session=True)
        try:
            save_clipboard(connect(), document)
        finally:
            os.killpg(office.pid, signal.SIGKILL)  # “soffice” is a script that starts the program
            office.wait()


if __name__ == "__main__":
    main()
