"""No float holds money, quantity or rate.

A name that ends in _minor, _milli or _bps (a qualifier such as _max may follow) is a whole number, everywhere in src.
In the money modules no float may appear at all.
"""

import ast
import re
from collections.abc import Iterator

from tests.tidy.tree import Source, texts

INSTEAD = "keep whole units: //, Fraction, or basis points"

_UNIT = re.compile(r"\w*_(minor|milli|bps)(_\w+)?")
_MONEY_MODULE = re.compile(r"src/hefu/(core/money\.py|book/schema.*|(decide|credit|ledger)/.*)")
_FLOAT_TYPE = re.compile(r"[Ff]loat(_|16|32|64)?|double")
# DuckDB's / makes a double of two whole numbers; // does not.
_DIVISION_IN_SQL = re.compile(r"\b\w+_(minor|milli|bps)(_\w+)?[\")\s]*/(?!/)\s*[\w(\"]")


def floats_on_money(source: Source) -> list[str]:
    """Floats and true division where a whole number belongs."""
    if source.room is None:
        return []
    tree = source.tree
    everywhere = bool(_MONEY_MODULE.fullmatch(str(source.path)))
    found = {
        (node.lineno, what)
        for node in ast.walk(tree)
        if isinstance(node, ast.expr | ast.stmt | ast.arg | ast.keyword)
        and (what := _true_division(node, everywhere=everywhere) or _float(node, everywhere=everywhere))
    }
    found |= {(line, "true division in SQL") for line, text in texts(tree) if _DIVISION_IN_SQL.search(text)}
    return [source.offence(line, what, INSTEAD) for line, what in sorted(found)]


def _true_division(node: ast.AST, *, everywhere: bool) -> str | None:
    """`/` on a unit's name; in a money module `/` on anything but a path or a text."""
    match node:
        case ast.BinOp(left=left, op=ast.Div(), right=right) | ast.AugAssign(target=left, op=ast.Div(), value=right):
            unit = _holds_unit(left) or _holds_unit(right)
            return "true division" if unit or (everywhere and not _is_text(left) and not _is_text(right)) else None
    return None


def _float(node: ast.AST, *, everywhere: bool) -> str | None:
    """A float beside a unit's name; in a money module a float beside anything."""
    if everywhere and isinstance(node, ast.expr) and _is_float(node):
        return "float in a money module"
    for group in _groups(node):
        units = [part for part in group if _holds_unit(part)]
        if units and any(_is_float(part) for part in group if part not in units):
            return "float on money"
    return None


def _groups(node: ast.AST) -> Iterator[list[ast.expr]]:
    """The parts of a node that say something about each other: name and type, key and value, two sides of a sum."""
    match node:
        case ast.AnnAssign(target=target, annotation=annotation, value=value):
            yield [target, annotation, *([value] if value else [])]
        case ast.arg(arg=name, annotation=ast.expr() as said) | ast.FunctionDef(name=name, returns=ast.expr() as said):
            yield [ast.Name(name), said]
        case ast.keyword(arg=str(name), value=said):
            yield [ast.Name(name), said]
        case ast.Dict(keys=keys, values=values):
            yield from ([key, value] for key, value in zip(keys, values, strict=True) if key)
        case ast.expr() | ast.stmt():
            yield _sides(node)


def _sides(node: ast.expr | ast.stmt) -> list[ast.expr]:
    """The sides of a sum, a comparison, an assignment, a call or a pair."""
    match node:
        case ast.BinOp(left=left, right=right) | ast.AugAssign(target=left, value=right):
            return [left, right]
        case ast.Compare(left=first, comparators=others) | ast.Call(func=first, args=others):
            return [first, *others]
        case ast.Assign(targets=targets, value=value):
            return [*targets, value]
        case ast.Tuple(elts=parts):
            return parts
    return []


def _holds_unit(node: ast.expr) -> bool:
    """Is it an amount? Names, columns by their name, and sums of them; not a text that merely mentions one."""
    parts: list[ast.expr] = []
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name) | ast.Constant(value=str(name)) if _UNIT.fullmatch(name):
            return True
        case ast.Attribute(value=ast.Call() as call):
            parts = [call]
        case ast.Call(func=func, args=args):
            parts = [func, *args]
        case ast.Subscript(value=left, slice=right) | ast.BinOp(left=left, right=right):
            parts = [left, right]
        case ast.IfExp(body=left, orelse=right):
            parts = [left, right]
        case ast.UnaryOp(operand=inner) | ast.GeneratorExp(elt=inner) | ast.ListComp(elt=inner):
            parts = [inner]
    return any(map(_holds_unit, parts))


def _is_float(node: ast.expr) -> bool:
    """Is it a float: a literal, the type or one of its columnar cousins, a conversion, or arithmetic with one?"""
    match node:
        case ast.Constant(value=float()):
            return True
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return bool(_FLOAT_TYPE.fullmatch(name))
        case ast.Call(func=inner) | ast.UnaryOp(operand=inner):
            return _is_float(inner)
        case ast.BinOp(left=left, right=right) | ast.Subscript(value=left, slice=right):
            return _is_float(left) or _is_float(right)
        case ast.Tuple(elts=parts):
            return any(map(_is_float, parts))
    return False


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))
