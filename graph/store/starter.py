"""A small dossier to start from: invented, whole, and explained where one works on it."""

from __future__ import annotations

import json
import re
import tempfile
from pathlib import Path

from allegiance.graph.model.errors import InputError
from allegiance.graph.store.convert import FORMS, README, files_as
from allegiance.graph.store.opening import open_folder, parse_files
from allegiance.graph.store.output import check_vacant, write_folder
from allegiance.graph.store.settings import BASE_WANTED, FILE_NAME, is_base
from allegiance.graph.store.sheets.guide import GUIDE, guide_markdown, guide_rows

FOLDER = Path(__file__).parents[2] / "data" / "starter"
_BASE = "https://example.org/starter/"
_TITLE = '"TITLE"'


def start_dossier(target: Path, *, form: str = "turtle", title: str = "", base: str = "") -> Path:
    """Make a new dossier in ``target`` and return it: a whole one, whose rows one replaces.

    ``form`` is ``"turtle"``, ``"csv"`` or ``"xlsx"``; ``title`` and ``base``, the address that its
    names stand under, are made from the folder's name where they are not given.

    Raises
    ------
    InputError
        If ``target`` is not empty or cannot be written, or a setting is none.
    """
    if form not in FORMS:
        message = f"No form {form!r}. Forms are: {', '.join(FORMS)}."
        raise InputError(message)
    if base and not is_base(base):
        message = f"{base!r} is no base. A dossier needs {BASE_WANTED}: https://example.org/mine/"
        raise InputError(message)
    check_vacant(target)
    name = target.resolve().name
    slug = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-") or "dossier"
    files = _texts(title or name, base or f"https://example.org/{slug}/")
    with tempfile.TemporaryDirectory() as scratch:
        written = write_folder(Path(scratch) / "dossier", files)
        settings, opened = open_folder(written)
        parsed = parse_files(written, opened)
    if form == "turtle":
        return write_folder(target, files)
    guide = {"xlsx": {GUIDE: guide_rows()}}.get(form, {})
    sheets = files_as(form, settings, parsed, whole=True, more=guide)
    explained = {README: guide_markdown(title or name, workbook=form == "xlsx").encode()}
    return write_folder(target, {FILE_NAME: files[FILE_NAME], **explained, **sheets})


def _texts(title: str, base: str) -> dict[str, bytes]:
    texts = {}
    for path in sorted(FOLDER.iterdir()):
        text = path.read_text(encoding="utf-8").replace(_BASE, base)
        if path.name == FILE_NAME:
            text = text.replace(_TITLE, json.dumps(title, ensure_ascii=False))
        texts[path.name] = text.encode()
    return texts
