"""``python -m search.text_extraction FILE`` prints the text of a PDF, Word or text file. Does not import Django.

Exit codes: 3 if the file is damaged or cannot be read, 4 if it is protected by a password.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

#: Limits on bytes of memory and characters of text.
MEMORY_LIMIT, MAX_CHARACTERS = 280 * 1024**2, 300_000
BROKEN, LOCKED = 3, 4
#: The dotted or ruled lines of a form, which are no text.
_BLANKS = re.compile(r"[.…_]{4,}")


def main(name: str) -> int:
    """Print the text of the file ``name``; return the exit code."""
    limit_memory()
    readers = {".pdf": read_pdf, ".docx": read_docx, ".txt": read_plain_text}
    written = 0
    try:
        for text in readers[Path(name).suffix.lower()](name):
            text = _BLANKS.sub("…", text.replace("\0", " "))[: MAX_CHARACTERS - written]
            sys.stdout.buffer.write(text.encode("utf-8", "replace") + b"\n")
            written += len(text)
            if written >= MAX_CHARACTERS:
                break
    except PermissionError:
        return LOCKED
    except Exception as error:  # libraries raise all kinds of exceptions on broken files
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        return BROKEN
    return 0


def limit_memory() -> None:
    try:
        import resource
    except ImportError:  # not on Windows
        return
    # Data, not the address space, in which libraries are mapped that take no memory.
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_LIMIT, MEMORY_LIMIT))


def read_pdf(name: str) -> Iterator[str]:
    import logging

    from pypdf import PdfReader

    logging.disable(logging.CRITICAL)  # pypdf logs every irregularity of a file
    reader = PdfReader(name)
    if reader.is_encrypted and not reader.decrypt(""):
        raise PermissionError
    for page in reader.pages:
        yield page.extract_text()


def read_docx(name: str) -> Iterator[str]:
    from docx import Document
    from docx.table import Table

    for part in Document(name).iter_inner_content():
        if isinstance(part, Table):
            for row in part.rows:
                yield " ".join(dict.fromkeys(cell.text for cell in row.cells))
        else:
            yield part.text


def read_plain_text(name: str) -> Iterator[str]:
    from mysite.text.decoding import decode_text

    size = 4 * MAX_CHARACTERS
    with Path(name).open("rb") as file:
        content = file.read(size + 1)
    yield decode_text(content[:size], is_truncated=len(content) > size)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
