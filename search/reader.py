"""``python -m search.reader FILE``: the text of a PDF, Word or text file on standard output. Knows no Django.

Exit codes: 3, the file is damaged or cannot be read; 4, it is locked by a password.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

#: Bytes of memory, and characters of text, that a file may take.
MEMORY, MOST_CHARACTERS = 1024**3, 300_000
BROKEN, LOCKED = 3, 4


def main(name: str) -> int:
    limit_memory()
    readers = {".pdf": pdf, ".docx": docx, ".txt": plain}
    written = 0
    try:
        for text in readers[Path(name).suffix.lower()](name):
            text = text.replace("\0", " ")[: MOST_CHARACTERS - written]
            sys.stdout.buffer.write(text.encode("utf-8", "replace") + b"\n")
            written += len(text)
            if written >= MOST_CHARACTERS:
                break
    except PermissionError:
        return LOCKED
    except Exception as error:  # whatever a library raises on a broken file
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        return BROKEN
    return 0


def limit_memory() -> None:
    try:
        import resource
    except ImportError:  # not on Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def pdf(name: str) -> Iterator[str]:
    import logging

    from pypdf import PdfReader

    logging.disable(logging.CRITICAL)  # it comments on every oddity of a file
    reader = PdfReader(name)
    if reader.is_encrypted and not reader.decrypt(""):
        raise PermissionError
    for page in reader.pages:
        yield page.extract_text()


def docx(name: str) -> Iterator[str]:
    from docx import Document
    from docx.table import Table

    for part in Document(name).iter_inner_content():
        if isinstance(part, Table):
            for row in part.rows:
                yield " ".join(dict.fromkeys(cell.text for cell in row.cells))
        else:
            yield part.text


def plain(name: str) -> Iterator[str]:
    content = Path(name).read_bytes()[: 4 * MOST_CHARACTERS]
    encoding = "utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    yield content.decode(encoding, "replace")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
