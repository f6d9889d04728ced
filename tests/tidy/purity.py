"""Library code answers the same for the same book: no clock, chance, socket or file outside the rooms made for them."""

import ast
import re
from collections.abc import Iterator

from tests.tidy.tree import Source, texts

FILE_ROOMS = {"book", "assess", "screen", "gym", "daemons", "cli"}
CLOCK_ROOMS = {"daemons", "cli"}
SOCKET_ROOMS = {"daemons", "cli"}
CHANCE_ROOMS = {"gym"}
SHIPPED = ("src/hefu/rulebook/shipped.py", "shipped_files", {"iterdir", "read_bytes"})
"""The one function outside those rooms that reads: what ships inside the package, and how it may (decision 17)."""

_CLOCKS = re.compile(
    r"time\.(time|monotonic|perf_counter|process_time|thread_time|clock_gettime)(_ns)?|time\.(gmtime|localtime|ctime)"
    r"|datetime\.datetime\.(now|utcnow|today)|datetime\.date\.today"
)
_CLOCKS_IN_SQL = re.compile(r"(?i)\b(current_(date|time|timestamp)\b|(now|today|get_current_timestamp)\(\))")

_CHANCE = re.compile(r"(random|secrets)(\..+)?|uuid\.uuid[14]|os\.u?random|numpy\.random\..+")
_SEEDED = {f"numpy.random.{name}" for name in ("default_rng", "SeedSequence", "PCG64", "Philox", "Generator")}
_CHANCE_IN_SQL = re.compile(r"(?i)\b(random|uuid|gen_random_uuid)\(\)")

_SOCKETS = re.compile(
    r"(socket|socketserver|ssl|http|ftplib|smtplib|imaplib|xmlrpc|urllib\.request|requests|httpx|aiohttp|urllib3)(\..+)?"
)

_FILE_NAMES = re.compile(r"(io|os|codecs|gzip|bz2|lzma)\.open|(tempfile|shutil|sqlite3)(\..+)?")
_FILE_METHODS = re.compile(
    r"open|memory_map|iterdir|r?glob|mkdir|unlink|touch"
    r"|(read|write|scan|sink)_(text|bytes|table|parquet|csv|json|ndjson|ipc|excel|feather|avro|delta)"
)
_FILES_IN_SQL = re.compile(r"(?i)\b(read_(parquet|csv|json|ndjson|text|blob)(_auto)?|parquet_scan|glob)\s*\(")


def clocks(source: Source) -> list[str]:
    """Reading the time."""
    return _uses(source, CLOCK_ROOMS, _CLOCKS, _CLOCKS_IN_SQL, "reads the clock", "take the time from `at`")


def sockets(source: Source) -> list[str]:
    """Reaching for the network."""
    return _uses(source, SOCKET_ROOMS, _SOCKETS, None, "can reach the network", "let daemons/ or cli/ fetch it")


def chance(source: Source) -> list[str]:
    """Answers that differ from run to run."""
    if source.room is None or source.room in CHANCE_ROOMS:
        return []
    instead = "derive it from the seed in `at`, or hash with hashlib"
    found = _uses(source, CHANCE_ROOMS, _CHANCE, _CHANCE_IN_SQL, "is random", instead)
    own_hashes = _inside(source.tree, "__hash__")
    return found + [
        source.offence(node.lineno, "hash() differs from process to process", instead)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "hash"
        and node.lineno not in own_hashes
    ]


def files(source: Source) -> list[str]:
    """Opening files."""
    if source.room is None or source.room in FILE_ROOMS:
        return []
    instead = f"ask the Book; only {', '.join(sorted(FILE_ROOMS))} open files"
    found = _uses(source, FILE_ROOMS, _FILE_NAMES, _FILES_IN_SQL, "opens files", instead)
    return found + [
        source.offence(node.lineno, f"{ast.unparse(node.func)}() opens a file", instead)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call) and _FILE_METHODS.fullmatch(_last_name(node.func)) and not _shipped(source, node)
    ]


def _shipped(source: Source, call: ast.Call) -> bool:
    """Tell whether a call reads what ships inside the package, in the function made for it."""
    path, function, methods = SHIPPED
    if str(source.path) != path or _last_name(call.func) not in methods:
        return False
    return call.lineno in _inside(source.tree, function)


def _uses(
    source: Source, rooms: set[str], names: re.Pattern[str], sql: re.Pattern[str] | None, what: str, instead: str
) -> list[str]:
    """Every use of a name, or of an SQL function, outside the rooms where it may be used."""
    if source.room is None or source.room in rooms:
        return []
    named = [(line, name) for line, name in _references(source.tree) if names.fullmatch(name)]
    called = [(line, hit[0]) for line, text in texts(source.tree) if sql and (hit := sql.search(text))]
    return [source.offence(line, f"{name} {what}", instead) for line, name in sorted({*named, *called})]


def _references(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and full dotted name of all that is imported or mentioned.

    After `from datetime import datetime as dt`, the full name of `dt.now` is datetime.datetime.now.
    """
    full_names: dict[str, str] = {}
    for line, known_as, full_name in _imported(tree):
        full_names[known_as] = full_name
        yield line, full_name
    seeded = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call) and (node.args or node.keywords)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute | ast.Name) and (name := _full_name(node, full_names)):
            harmless = name in _SEEDED and (id(node) in seeded or name.endswith(".Generator"))
            if not harmless:
                yield node.lineno, name


def _imported(tree: ast.Module) -> Iterator[tuple[int, str, str]]:
    """What every import statement binds, and what that stands for."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                root = alias.name.partition(".")[0]
                yield node.lineno, alias.asname or root, alias.name if alias.asname else root
                # `import urllib.request` binds urllib and loads urllib.request.
                yield node.lineno, alias.name, alias.name
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                yield node.lineno, alias.asname or alias.name, f"{node.module}.{alias.name}"


def _full_name(node: ast.expr, full_names: dict[str, str]) -> str | None:
    if isinstance(node, ast.Name):
        return full_names.get(node.id)
    if isinstance(node, ast.Attribute) and (owner := _full_name(node.value, full_names)):
        return f"{owner}.{node.attr}"
    return None


def _last_name(node: ast.expr) -> str:
    """`open` of `open`, `read_text` of `path.read_text`."""
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _inside(tree: ast.Module, name: str) -> set[int]:
    """The lines of every function of that name."""
    return {
        line
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name == name
        for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)
    }
