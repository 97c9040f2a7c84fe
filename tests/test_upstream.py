"""Every use of another package's private or replaced names is in ``mysite/upstream.py``, and a check watches it."""

import ast
import inspect
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.urls import URLPattern, get_resolver

from mysite import checks
from mysite.dependency import Kind
from mysite.http.view_overrides import overridden_views, override_admin_views
from mysite.rights.admin_views import VIEW_CHECKS
from mysite.upstream import DEPENDENCIES
from tests.test_import_arrow import ORDER, ROOT
from tests.test_import_cycles import module_name

#: Names with one underscore that Django or the standard library documents.
DOCUMENTED = {"_meta", "_state", "_default_manager", "_base_manager", "_db", "_replace", "_asdict"}
#: The modules in which other packages' names may be assigned, and one that swaps a task backend for a moment.
PATCHING_MODULES = ("mysite.i18n.", "mysite.editing.admin_patches", "home.translations.overrides", "mysite.tasks")

TARGETS = [(owner, name) for entry in DEPENDENCIES if not entry.until for owner, name in entry.targets]


# --- The system checks ----------------------------------------------------------------------------


def errors(check_id: str) -> list[str]:
    check = checks.check_upstream_names if check_id == "mysite.E001" else checks.check_overridden_views
    return [error.msg for error in check() if error.id == check_id]


def take_away(monkeypatch: pytest.MonkeyPatch, owner: str, name: str) -> None:
    target = checks.find_object(owner)
    if isinstance(target, dict):
        monkeypatch.delitem(target, name)
        return
    classes = target.__mro__ if inspect.isclass(target) else type(target).__mro__
    holders = [holder for holder in (target, *classes) if name in getattr(holder, "__dict__", ())]
    if inspect.isfunction(target):  # an attribute that it reads or sets
        path, _, function = owner.rpartition(".")
        monkeypatch.setattr(checks.find_object(path), function, lambda: None)
    else:
        for holder in dict.fromkeys(holders):
            monkeypatch.delattr(holder, name)


@pytest.mark.parametrize(("owner", "name"), TARGETS, ids=[".".join(target) for target in TARGETS])
def test_check_reports_each_missing_name(monkeypatch: pytest.MonkeyPatch, owner: str, name: str) -> None:
    assert checks.has_name(owner, name)
    take_away(monkeypatch, owner, name)
    assert f"{owner}.{name} does not exist." in [error.msg for error in checks.check_upstream_names()]


def test_check_reports_a_name_that_only_our_patch_created(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "missing_at_start", cache(lambda: checks.find_missing(Kind.REPLACED)))
    with monkeypatch.context() as patch:
        take_away(patch, "wagtail_localize.operations", "TranslationCreator")
        checks.missing_at_start()
    assert errors("mysite.E001") == ["wagtail_localize.operations.TranslationCreator does not exist."]


def test_checks_pass() -> None:
    assert checks.check_upstream_names() + checks.check_overridden_views() == []
    assert {name for name in overridden_views if ":" in name} == {
        "wagtail_localize:update_translations",
        "wagtail_localize:convert_to_alias",
        "wagtail_localize:download_pofile",
        "wagtail_localize:upload_pofile",
        "wagtailredirects:add",
        "wagtailredirects:edit",
        "wagtailredirects:start_import",
        "wagtailsearchpromotions:index",
        "wagtailsearchpromotions:index_results",
    }


def test_no_overridden_view_has_a_permission_check() -> None:
    """The checks find a view by the name of its URL, which an overriding one does not have."""
    assert errors("mysite.E002") == []  # fills overridden_views
    assert overridden_views
    assert VIEW_CHECKS.keys().isdisjoint(overridden_views)


def test_check_reports_each_view_that_is_not_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    assert errors("mysite.E002") == []  # also fills overridden_views
    for name, (_view, args) in list(overridden_views.items()):
        with monkeypatch.context() as patch:
            patch.setitem(overridden_views, name, (lambda request: None, args))
            assert errors("mysite.E002") == [f"The URL {name} does not resolve to our view."]


def test_a_view_whose_url_name_is_gone_stops_the_start() -> None:
    with pytest.raises(ImproperlyConfigured, match="wagtailredirects:rename"):
        override_admin_views("wagtail.contrib.redirects", {"wagtailredirects:rename": lambda request: None})


@pytest.mark.parametrize("name", sorted(VIEW_CHECKS))
def test_check_reports_each_renamed_view_with_a_permission_check(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    assert errors("mysite.E003") == []  # also fills the caches of reverse() before the name is changed
    for pattern in find_patterns(get_resolver(), name.rpartition(":")[2]):
        monkeypatch.setattr(pattern, "name", "renamed")
    assert errors("mysite.E003") == [f"There is no URL {name}, whose view needs a permission check."]


def find_patterns(resolver: Any, name: str) -> Iterator[URLPattern]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            if pattern.name == name:
                yield pattern
        else:
            yield from find_patterns(pattern, name)


# --- The source -----------------------------------------------------------------------------------


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__") and name not in {"_", *DOCUMENTED}


def sources() -> list[Path]:
    paths = [path for app in ORDER for path in (ROOT / app).rglob("*.py")]
    return [path for path in paths if not {"migrations", "settings"} & set(path.relative_to(ROOT).parts)]


def listed(module: str) -> set[str]:
    return {
        part
        for entry in DEPENDENCIES
        if module in entry.modules
        for owner, name in entry.targets
        for part in (name, *owner.split("."))
    }


def defined_names(tree: ast.AST) -> set[str]:
    """Return the names that the module defines or assigns, also on ``self``."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and is_self(node.value):
            names.add(node.attr)
    return names


def is_self(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and node.id in {"self", "cls"}


def private_uses(tree: ast.AST, own: set[str]) -> Iterator[str]:
    """Yield private names that are imported, or attributes that our code does not define."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and is_private(node.attr) and node.attr not in own:
            yield node.attr
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and str(node.module).split(".")[0] not in ORDER:
            yield from (alias.name for alias in node.names if is_private(alias.name))


def private_overrides(module: str, tree: ast.Module) -> Iterator[str]:
    """Yield private names that a class defines although a base class of another package has them."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            names = {part.name for part in node.body if isinstance(part, ast.FunctionDef) and is_private(part.name)}
            if not names:
                continue  # without importing modules that only one release of Wagtail can import
            bases = getattr(import_module(module), node.name).__mro__[1:]
            foreign = [base for base in bases if base.__module__.split(".")[0] not in ORDER]
            yield from (name for name in names if any(name in vars(base) for base in foreign))


def foreign_assignments(tree: ast.AST) -> Iterator[str]:
    """Yield attributes and items that are assigned on a name imported from another package."""
    imported = {
        (alias.asname or alias.name).split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom) and not is_ours(node)
        for alias in node.names
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute | ast.Subscript) and isinstance(node.ctx, ast.Store | ast.Del):
            root: ast.AST = node
            while isinstance(root, ast.Attribute | ast.Subscript | ast.Call):
                root = root.func if isinstance(root, ast.Call) else root.value
            if isinstance(root, ast.Name) and root.id in imported:
                yield node.attr if isinstance(node, ast.Attribute) else root.id


def is_ours(node: ast.Import | ast.ImportFrom) -> bool:
    if isinstance(node, ast.ImportFrom):
        return node.level > 0 or str(node.module).split(".")[0] in ORDER
    return all(alias.name.split(".")[0] in ORDER for alias in node.names)


def test_uses_of_private_names_are_listed() -> None:
    trees = {module_name(path): ast.parse(path.read_text(encoding="utf-8")) for path in sources()}
    overrides = {module: set(private_overrides(module, tree)) for module, tree in trees.items()}
    own = set().union(*(defined_names(tree) for tree in trees.values())) - set().union(*overrides.values())
    used = {module: {*overrides[module], *private_uses(tree, own)} for module, tree in trees.items()}
    assert sum(map(len, used.values())) > 15
    assert {module: missing for module, names in used.items() if (missing := names - listed(module))} == {}


def test_assignments_to_names_of_other_packages_are_listed_and_in_their_place() -> None:
    assignments = {
        module_name(path): set(foreign_assignments(ast.parse(path.read_text("utf-8")))) for path in sources()
    }
    assigned = {module: names for module, names in assignments.items() if names}
    assert "mysite.i18n.label_patches" in assigned
    assert [module for module in assigned if not module.startswith(PATCHING_MODULES)] == []
    fields = {"label", "verbose_name", "verbose_name_plural"}  # of what the table lists
    assert {module: rest for module, names in assigned.items() if (rest := names - listed(module) - fields)} == {}


def test_listed_modules_use_the_names() -> None:
    for entry in DEPENDENCIES:
        for module in entry.modules:
            source = (ROOT / f"{module.replace('.', '/')}.py").read_text(encoding="utf-8")
            assert any(name in source or owner.split(".")[-1] in source for owner, name in entry.targets), module
