"""Refusals: what Hefu will not take, why, and what to do. Enumerated, ordered, in both languages.

The order of the enumeration is precedence: where several hold, the first is reported. A refusal is
retryable only where the same input may pass later without being changed.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

from hefu.core.texts import Language, Text, Value


@dataclass(frozen=True, slots=True)
class RefusalKind:
    """What stands behind a code: its text with named fields, and whether waiting may help."""

    code: str
    text: Text
    retryable: bool = False


def _kind(code: str, en: str, zh: str, *, retryable: bool = False) -> RefusalKind:
    return RefusalKind(code, Text(en, zh), retryable)


class Refusal(enum.Enum):
    """Every refusal the library can give."""

    # Places and files
    FOLDER_MISSING = _kind("folder_missing", "There is no folder {path}.", "没有文件夹 {path}。")
    FOLDER_NOT_EMPTY = _kind(
        "folder_not_empty",
        "{path} already holds files. Name an empty or new folder.",
        "{path} 中已有文件。请指定空文件夹或新文件夹。",
    )
    FILE_MISSING = _kind("file_missing", "There is no file {path}.", "没有文件 {path}。")
    FILE_NOT_REGULAR = _kind(
        "file_not_regular",
        "{path} is a link, device or pipe, not a plain file.",
        "{path} 是链接、设备或管道，不是普通文件。",
    )
    FILE_TOO_LARGE = _kind(
        "file_too_large",
        "{path} has {size_bytes} bytes; at most {limit_bytes} are read.",
        "{path} 有 {size_bytes} 字节；最多读取 {limit_bytes} 字节。",
    )
    FILE_UNREADABLE = _kind(
        "file_unreadable", "{path} cannot be opened: {reason}.", "无法打开 {path}：{reason}。", retryable=True
    )
    FOLDERS_OVERLAP = _kind(
        "folders_overlap",
        "The book {book} and the folder {path} lie inside one another; documents would be taken for tables.",
        "账簿 {book} 与文件夹 {path} 互相包含，单据会与表文件混淆。",
    )
    BOOK_BUSY = _kind(
        "book_busy",
        "Another process is writing into the book {path}.",
        "另一个进程正在写入账簿 {path}。",
        retryable=True,
    )
    WORKER_DIED = _kind(
        "worker_died",
        "The process that read {path} ended before it was done: too much memory or time, or it was stopped.",
        "读取 {path} 的进程中途结束：内存或时间超限，或被终止。",
        retryable=True,
    )
    READER_FAILED = _kind(
        "reader_failed",
        "The reader failed on {path} ({reason}); this is a fault of Hefu's, please report it.",
        "读取程序在 {path} 上出错（{reason}）；这是合符自身的缺陷，请予报告。",
    )

    # Form of a document
    DOCUMENT_EMPTY = _kind("document_empty", "The file is empty.", "文件是空的。")
    XML_MALFORMED = _kind("xml_malformed", "The XML is broken: {reason}.", "XML 不完整或有误：{reason}。")
    XML_DOCTYPE = _kind(
        "xml_doctype",
        "The XML declares a document type; such files are not read.",
        "XML 含有文档类型声明（DOCTYPE），此类文件不予读取。",
    )
    XML_TEXT_SPLIT = _kind(
        "xml_text_split",
        "The value of {field} is split by a comment, a processing instruction or an element.",
        "{field} 的值被注释、处理指令或元素拆开。",
    )
    KIND_UNKNOWN = _kind(
        "kind_unknown",
        "This is no kind of document that Hefu reads: {kind}.",
        "这不是合符能读取的单据种类：{kind}。",
    )
    MAPPING_MISSING = _kind(
        "mapping_missing",
        "A table of cells is read only with a mapping file; sources.toml names none for it.",
        "读取表格须有映射文件；sources.toml 未为此文件指定。",
    )
    FIELD_MISSING = _kind("field_missing", "{field} is missing.", "缺少 {field}。")
    FIELD_REPEATED = _kind("field_repeated", "{field} stands more than once.", "{field} 出现了不止一次。")
    FIELD_EMPTY = _kind("field_empty", "{field} is empty.", "{field} 是空的。")
    CODE_UNKNOWN = _kind("code_unknown", "{field} has the unknown code {value}.", "{field} 的代码 {value} 无法识别。")
    CURRENCIES_MIXED = _kind(
        "currencies_mixed",
        "{field} is in {found}, the document in {expected}.",
        "{field} 的币种是 {found}，而单据币种是 {expected}。",
    )

    # Numbers, dates, money
    NUMBER_TOO_LONG = _kind(
        "number_too_long",
        "A number of {length} characters; at most {limit} are read.",
        "数字长 {length} 个字符；最多读取 {limit} 个。",
    )
    NUMBER_NOT_PLAIN = _kind(
        "number_not_plain",
        "{value} is not a plain decimal number (digits 0-9, one point, an optional leading minus).",
        "{value} 不是规范的十进制数字（仅限 0-9、一个小数点、可有前置负号）。",
    )
    NUMBER_TOO_LARGE = _kind(
        "number_too_large", "{value} is too large to be held exactly.", "{value} 过大，无法精确保存。"
    )
    AMOUNT_NEGATIVE = _kind(
        "amount_negative",
        "{field} is {value}; its direction is said by a debit or credit mark, never by a minus.",
        "{field} 为 {value}；方向应由借贷标志表示，金额不得为负。",
    )
    AMOUNT_TOO_FINE = _kind(
        "amount_too_fine",
        "{value} is finer than the currency's smallest unit ({decimals} decimals).",
        "{value} 小于该币种的最小单位（{decimals} 位小数）。",
    )
    QUANTITY_TOO_FINE = _kind(
        "quantity_too_fine", "The quantity {value} is finer than a thousandth.", "数量 {value} 精细到千分之一以下。"
    )
    RATE_TOO_FINE = _kind(
        "rate_too_fine", "The rate {value} is finer than a basis point.", "费率 {value} 精细到基点以下。"
    )
    CURRENCY_UNKNOWN = _kind(
        "currency_unknown", "{value} is not a currency code of ISO 4217.", "{value} 不是 ISO 4217 的币种代码。"
    )
    CURRENCY_MISMATCH = _kind(
        "currency_mismatch", "{left} and {right} cannot be reckoned together.", "{left} 与 {right} 不能一起计算。"
    )
    WEIGHTS_UNUSABLE = _kind(
        "weights_unusable",
        "A whole can be shared out only over weights that are not negative and not all zero.",
        "只能按非负且不全为零的权重分摊。",
    )
    DATE_UNKNOWN = _kind("date_unknown", "{value} is not a date of the calendar.", "{value} 不是有效日期。")
    IDENTIFIER_WRONG = _kind(
        "identifier_wrong",
        "{value} is not a valid {scheme}: {reason}.",
        "{value} 不是有效的 {scheme}：{reason}。",
    )

    # Tables
    TABLE_UNKNOWN = _kind("table_unknown", "The book has no table named {table}.", "账簿中没有名为 {table} 的表。")
    COLUMN_UNKNOWN = _kind("column_unknown", "Table {table} has no column {column}.", "表 {table} 没有列 {column}。")
    COLUMN_MISSING = _kind("column_missing", "Table {table} lacks the column {column}.", "表 {table} 缺少列 {column}。")
    COLUMN_REPEATED = _kind(
        "column_repeated", "Table {table} has the column {column} more than once.", "表 {table} 的列 {column} 重复。"
    )
    ROW_BREAKS_SCHEMA = _kind(
        "row_breaks_schema",
        "{table}, row {row}, {column}: {value} – {reason}.",
        "表 {table} 第 {row} 行 {column}：{value}，{reason}。",
    )
    ROW_CONFLICT = _kind(
        "row_conflict",
        "{table}, row {row}: {key} was already stated by the same source at the same time.",
        "表 {table} 第 {row} 行：同一来源在同一时间已陈述过 {key}。",
    )

    # Configuration, requests, replay
    CONFIG_UNREADABLE = _kind(
        "config_unreadable", "{path} is not valid TOML: {reason}.", "{path} 不是有效的 TOML：{reason}。"
    )
    CONFIG_KEY_UNKNOWN = _kind("config_key_unknown", "{path} has the unknown key {key}.", "{path} 含有未知的键 {key}。")
    CONFIG_KEY_MISSING = _kind("config_key_missing", "{path} lacks the key {key}.", "{path} 缺少键 {key}。")
    CONFIG_VALUE_WRONG = _kind(
        "config_value_wrong", "{path}, {key}: {value} – {reason}.", "{path} 的 {key}：{value}，{reason}。"
    )
    REQUEST_INCONSISTENT = _kind(
        "request_inconsistent", "The request does not hold together: {reason}.", "融资申请前后不一致：{reason}。"
    )
    RECEIPT_UNREADABLE = _kind(
        "receipt_unreadable", "{path} is not a receipt of Hefu: {reason}.", "{path} 不是合符的回执：{reason}。"
    )

    @property
    def code(self) -> str:
        """The code that stands in machine-readable answers."""
        return self.value.code

    @property
    def retryable(self) -> bool:
        """Whether the same input may pass later, unchanged."""
        return self.value.retryable


@dataclass(frozen=True, slots=True)
class Refused:
    """The answer where something was not taken: which refusal, and its fields."""

    refusal: Refusal
    fields: tuple[tuple[str, Value], ...] = ()

    def render(self, language: Language) -> str:
        """Return the refusal's text in one language."""
        return self.refusal.value.text.render(language, dict(self.fields))


class RefusalError(Exception):
    """Raised where bad input is met; carries the answer that is shown to the user."""

    def __init__(self, refused: Refused) -> None:
        """Keep the answer; its English text is what a traceback shows."""
        super().__init__(f"{refused.refusal.code}: {refused.render(Language.EN)}")
        self.refused = refused


def refuse(refusal: Refusal, **fields: Value) -> RefusalError:
    """Build the exception that carries a refusal, to be raised where the bad input was met."""
    return RefusalError(Refused(refusal, tuple(sorted(fields.items()))))
