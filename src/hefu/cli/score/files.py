"""The files of a model: reading one strictly, writing one whole or not at all."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

from hefu.assess.settings import record
from hefu.core.canonical import plain
from hefu.core.refusals import Refusal, refuse
from hefu.credit.scoring import Scorecard

MODEL = "model.json"
CARD = "card.json"


def read_model(place: Path) -> Scorecard:
    """Return the scorecard of a folder or of its file. Anything but a sound card of whole numbers is refused."""
    path = place / MODEL if place.is_dir() else place
    if not path.is_file():
        raise refuse(Refusal.FILE_MISSING, path=path.name)
    try:
        given = json.loads(path.read_bytes(), parse_float=_no_float, parse_constant=_no_float, object_pairs_hook=_once)
    except (ValueError, OSError, RecursionError) as error:
        raise refuse(Refusal.MODEL_UNREADABLE, path=path.name, reason=str(error)[:120]) from None
    if not isinstance(given, dict):
        raise refuse(Refusal.MODEL_UNREADABLE, path=path.name, reason=type(given).__name__)
    return record(Scorecard, given, path.name)


def readable_json(value: object) -> bytes:
    """Return JSON a person can read: keys sorted, indented, one form for one meaning."""
    text = json.dumps(plain(value), ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False)
    return (text + "\n").encode()


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files as one new folder. If we stop before the last line there is no folder; one that holds files stays."""
    if folder.exists() and any(folder.iterdir()):
        raise refuse(Refusal.FOLDER_NOT_EMPTY, path=folder.name)
    aside = folder.with_name(f".{folder.name}.tmp")
    try:
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir(parents=True)
        for name, content in files.items():
            (aside / name).write_bytes(content)
        aside.replace(folder)
    except OSError as error:
        raise refuse(Refusal.FILE_UNREADABLE, path=folder.name, reason=error.strerror or "") from None


def _no_float(text: str) -> NoReturn:
    raise ValueError(f"{text[:40]} is no whole number")


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found
