"""Data that nobody here made, as books with the labels of its makers: the score can be tried on it besides the gym."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from hefu.gym.outside.amlsim import load_amlsim
from hefu.gym.outside.customs import load_customs
from hefu.gym.outside.loaded import Label, Loaded, write_loaded
from hefu.gym.outside.sap_vbfa import load_sap_vbfa
from hefu.gym.outside.smesd import load_smesd

__all__ = ["LOADERS", "Label", "Loaded", "write_loaded"]

LOADERS: dict[str, Callable[[Path], Loaded]] = {
    "amlsim": load_amlsim,
    "customs-declarations": load_customs,
    "smesd": load_smesd,
    "sap-vbfa": load_sap_vbfa,
}
"""Each kind of outside data by its name: a folder in, a book with labels out; RefusalError for any other data."""
