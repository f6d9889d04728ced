"""A kernel calls only kernels of its own file: kept machine code is renewed when that file changes, and only then."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import hefu.graph

FOLDER = Path(hefu.graph.__file__).parent


def kernels(tree: ast.Module) -> dict[str, ast.FunctionDef]:
    return {
        node.name: node
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and any(ast.unparse(one) == "kernel" for one in node.decorator_list)
    }


def strangers(files: dict[str, str]) -> list[str]:
    """Calls within a kernel to a kernel that its file only imports."""
    trees = {name: ast.parse(text) for name, text in files.items()}
    every = {kernel for tree in trees.values() for kernel in kernels(tree)}
    return [
        f"{name}.{caller} calls {call.func.id}"
        for name, tree in trees.items()
        for caller, function in kernels(tree).items()
        for call in ast.walk(function)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)
        if call.func.id in every and call.func.id not in kernels(tree)
    ]


def test_every_kernel_keeps_to_its_file() -> None:
    files = {path.stem: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.py")}
    assert sum(len(kernels(ast.parse(text))) for text in files.values()) > 40
    assert strangers(files) == []


@pytest.mark.parametrize(
    ("other", "found"), [("from a import one", ["b.two calls one"]), ("@kernel\ndef one(): pass", [])]
)
def test_a_call_into_another_file_is_found(other: str, found: list[str]) -> None:
    files = {"a": "@kernel\ndef one(): pass", "b": f"{other}\n@kernel\ndef two(): one()"}
    assert strangers(files) == found
