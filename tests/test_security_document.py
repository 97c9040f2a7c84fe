"""docs/security.md names tests that exist; the forge checks the dependencies for known vulnerabilities."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = (ROOT / "docs/security.md").read_text(encoding="utf-8")


def test_every_requirement_names_a_test_that_exists() -> None:
    rows = [line.split("|")[1:-1] for line in DOCUMENT.splitlines() if line.startswith("| ")]
    requirements = [row for row in rows if row[0].strip() != "Requirement"]
    assert len(requirements) > 50
    for requirement, holds, test in requirements:
        assert holds.strip(), requirement
        names = re.findall(r"`(tests/[\w/]+\.py)`", test)
        assert names, requirement
        for name in names:
            path = ROOT / name
            assert path.is_file(), name
            assert re.search(r"^\s*(async )?def test_", path.read_text(encoding="utf-8"), re.M), name


def test_links_of_the_document_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", DOCUMENT):
        assert (ROOT / "docs" / target).exists(), target


def test_forge_checks_the_dependencies() -> None:
    workflow = (ROOT / ".github/workflows/advisories.yml").read_text(encoding="utf-8")
    assert "schedule:" in workflow
    (audit,) = re.findall(r"run: (.*pip_audit.*)", workflow)
    assert "--require-hashes" in audit
    for name in ("requirements.txt", "requirements-dev.txt"):
        assert f"-r {name}" in audit
        assert (ROOT / name).exists()
    bot = (ROOT / ".github/dependabot.yml").read_text(encoding="utf-8")
    assert re.findall(r"package-ecosystem: (\S+)", bot) == ["pip", "github-actions"]
