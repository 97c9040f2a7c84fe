"""Counts what an editor's hands do in the admin: clicks, dropped files, Enter and keyboard shortcuts.

Typing is not counted, and neither is Tab, which moves to the next field without looking for it.
"""

from pathlib import Path
from typing import Any

#: A file is dropped as the browser reports it: with a list of files.
_DROP = """(target, [name, type, base64]) => {
    const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
    const files = new DataTransfer();
    files.items.add(new File([bytes], name, {type}));
    for (const event of ["dragenter", "dragover", "drop"]) {
        target.dispatchEvent(new DragEvent(event, {dataTransfer: files, bubbles: true, cancelable: true}));
    }
}"""


class CountedTab:
    """A browser tab in which every action of the editor is counted."""

    def __init__(self, tab: Any) -> None:
        self.tab = tab
        self.clicks = 0
        # The browser hands its file dialogs over from now on; expect_file_chooser() does not wait until it does.
        tab.on("filechooser", lambda chooser: None)

    def click(self, target: Any) -> None:
        self.clicks += 1
        (self.tab.locator(target) if isinstance(target, str) else target).click()

    def type(self, text: str) -> None:
        """Type into the focused field."""
        self.tab.keyboard.type(text)

    def press(self, key: str) -> None:
        """Press a key: Tab is not counted, Enter and shortcuts are."""
        self.clicks += key not in {"Tab", "Shift+Tab"}
        self.tab.keyboard.press(key)

    def choose_file(self, target: Any, path: Path) -> None:
        """Click a button or field that opens the system's file dialog, and choose a file there: two clicks."""
        with self.tab.expect_file_chooser() as chooser:
            self.click(target)
        self.clicks += 1
        chooser.value.set_files(path)

    def choose_file_by_key(self, path: Path) -> None:
        """Press Enter on the focused button, and choose a file in the system's dialog: two clicks."""
        with self.tab.expect_file_chooser() as chooser:
            self.press("Enter")
        self.clicks += 1
        chooser.value.set_files(path)

    def drop_file(self, target: Any, path: Path, media_type: str) -> None:
        """Drag a file from the desktop onto ``target``: one click."""
        from base64 import b64encode

        self.clicks += 1
        target.evaluate(_DROP, [path.name, media_type, b64encode(path.read_bytes()).decode()])
