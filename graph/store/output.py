"""Files and folders written whole or not at all."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from allegiance.graph.model.errors import InputError


def write_whole(path: Path, content: str | bytes) -> Path:
    """Write ``content`` (text as UTF-8) to ``path`` in one step, and return ``path``.

    What stood there before stays until all is written. A link stays a link.

    Raises
    ------
    InputError
        If the file cannot be written; nothing is left behind then.
    """
    data = content.encode("utf-8") if isinstance(content, str) else content
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(data)  # a device or a pipe takes what it is given
        else:
            _replace(Path(os.path.realpath(path)), data)
    except OSError as error:
        message = f"Cannot write {path} ({error.strerror}). Choose another place with -o."
        raise InputError(message) from error
    return path


def check_place(path: Path) -> None:
    """Nothing, if a file can be expected to go to ``path``: before the work on it is done.

    Raises
    ------
    InputError
        If its folder is missing or closed, or it is a folder itself.
    """
    folder = Path(os.path.realpath(path)).parent
    if path.is_dir():
        reason = "it is a folder"
    elif not folder.is_dir():
        reason = f"there is no folder {folder}"
    elif (path.is_file() or not path.exists()) and not os.access(folder, os.W_OK | os.X_OK):
        reason = "you may not write to its folder"
    else:
        return
    message = f"Cannot write {path} ({reason}). Choose another place with -o."
    raise InputError(message)


def check_vacant(folder: Path) -> None:
    """Nothing, if a folder can be made at ``folder``.

    Raises
    ------
    InputError
        If something stands there already; an empty folder does not count.
    """
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        message = f"{folder} is there already and is no folder. Choose another place."
        raise InputError(message)
    if folder.is_dir() and any(folder.iterdir()):
        message = f"{folder} is not empty. Choose a new folder, or an empty one."
        raise InputError(message)


def write_folder(
    folder: Path, files: Mapping[str, bytes], *, approve: Callable[[Path], None] = lambda _: None
) -> Path:
    """Write ``files``, by their place in the folder, as a new ``folder``, and return it.

    ``approve`` is given the folder before it is put in place, and may raise.

    Raises
    ------
    InputError
        If the folder is not empty, or cannot be written; nothing is left behind then.
    """
    check_vacant(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        staged = Path(
            tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}.", suffix=".part")
        )
        try:
            for name, content in files.items():
                path = staged / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
            approve(staged)
            staged.chmod(0o777 & ~_umask())
            if folder.is_dir():
                folder.rmdir()
            staged.rename(folder)
        finally:
            shutil.rmtree(staged, ignore_errors=True)
    except OSError as error:
        message = f"Cannot write {folder} ({error.strerror}). Choose another place."
        raise InputError(message) from error
    return folder


def _replace(path: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o666 & ~_umask()
        part.chmod(mode)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
