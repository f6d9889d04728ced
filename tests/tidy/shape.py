"""Code is short, and tests assert."""

import ast
import statistics
from collections.abc import Iterable, Iterator

from tests.tidy.tree import Source

FUNCTION_LINES_MAX = 70
MEDIAN_LINES_BELOW = 10
FILE_LINES_MAX = 400

# Looked up, not read: made from the schema, see src/hefu/book/reference.py.
_GENERATED = {"docs/reference/schema.md", "docs/reference/law.md"}
_WRITTEN = {".py", ".sh", ".html", ".css", ".js", ".md"}
_ASSERTING_NAMES = ("assert", "check", "expect", "verify", "raises", "warns")


def long_functions(source: Source) -> list[str]:
    """A function fits on a screen."""
    if source.path.suffix != ".py":
        return []
    return [
        source.offence(node.lineno, f"{node.name} has {_lines(node)} lines", f"split it, {FUNCTION_LINES_MAX} at most")
        for node in functions(source.tree)
        if _lines(node) > FUNCTION_LINES_MAX
    ]


def long_files(source: Source) -> list[str]:
    """A file is read in one sitting."""
    lines = source.text.count("\n")
    vendored = source.path.name.endswith((".min.js", ".min.css"))
    made = str(source.path) in _GENERATED
    if source.path.suffix not in _WRITTEN or vendored or made or lines <= FILE_LINES_MAX:
        return []
    return [source.offence(1, f"{lines} lines", f"split it by subject, {FILE_LINES_MAX} at most")]


def median_function_lines(library: Iterable[Source]) -> float:
    """The length of the middle function, from `def` to its last line."""
    lengths = [_lines(node) for source in library for node in functions(source.tree)]
    return statistics.median(lengths) if lengths else 0


def silent_tests(source: Source) -> list[str]:
    """A test asserts something that could be otherwise."""
    if not source.path.name.startswith("test_") or source.path.suffix != ".py":
        return []
    tests = [node for node in functions(source.tree) if node.name.startswith("test_")]
    return [
        source.offence(node.lineno, f"{node.name} asserts nothing", "assert what must hold")
        for node in tests
        if not any(map(_asserts, ast.walk(node)))
    ]


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def _lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def _asserts(node: ast.AST) -> bool:
    match node:
        case ast.Assert(test=test):
            return not isinstance(test, ast.Constant)
        case ast.Call(func=func):
            return any(word in ast.unparse(func).lower() for word in _ASSERTING_NAMES)
    return False
