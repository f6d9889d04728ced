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
    JSON_BYTE_ORDER_MARK = _kind(
        "json_byte_order_mark",
        "The JSON begins with a byte order mark; it must be plain UTF-8.",
        "JSON 文件以字节顺序标记（BOM）开头；须为不带标记的 UTF-8。",
    )
    JSON_NOT_UTF8 = _kind("json_not_utf8", "The JSON is not UTF-8 text.", "JSON 文件不是 UTF-8 文本。")
    JSON_TOO_DEEP = _kind(
        "json_too_deep",
        "The JSON nests more than {limit} levels deep.",
        "JSON 的嵌套超过 {limit} 层。",
    )
    JSON_MALFORMED = _kind("json_malformed", "The JSON is broken: {reason}.", "JSON 不完整或有误：{reason}。")
    JSON_TRAILING = _kind(
        "json_trailing",
        "Behind the JSON document stands something more: {value}",
        "JSON 文档之后还有其他内容：{value}",
    )
    JSON_KEY_REPEATED = _kind(
        "json_key_repeated",
        "The key {key} stands more than once in one JSON object (letter case and Unicode form do not tell keys apart).",
        "同一 JSON 对象中键 {key} 出现了不止一次（大小写和 Unicode 形式的差别不作区分）。",
    )
    JSON_NOT_FINITE = _kind("json_not_finite", "{value} is not a number of JSON.", "{value} 不是 JSON 的数字。")
    JSON_EXPONENT = _kind(
        "json_exponent",
        "The number {value} is written with an exponent; write its digits out.",
        "数字 {value} 使用了指数写法；请写出全部数字。",
    )
    JSON_MINUS_ZERO = _kind("json_minus_zero", "{value} is a zero with a minus sign.", "{value} 是带负号的零。")
    JSON_LONE_SURROGATE = _kind(
        "json_lone_surrogate",
        "A text in the JSON holds half a character (a lone surrogate).",
        "JSON 的文字中含有半个字符（孤立代理项）。",
    )
    JSON_CONTROL_CHARACTER = _kind(
        "json_control_character",
        "A text in the JSON holds an invisible control character.",
        "JSON 的文字中含有不可见的控制字符。",
    )
    CONTEXT_REMOTE = _kind(
        "context_remote",
        "The @context {value} would have to be fetched; only the EPCIS 2.0 context is known here.",
        "@context {value} 须联网获取；此处只认 EPCIS 2.0 的标准上下文。",
    )
    CONTEXT_MISSING = _kind(
        "context_missing",
        "The document does not name the EPCIS 2.0 context, so its words have no meaning.",
        "文档未注明 EPCIS 2.0 的标准上下文，其中的词语没有确定含义。",
    )
    CONTEXT_REDEFINES = _kind(
        "context_redefines",
        "The @context gives {term} of the standard another meaning.",
        "@context 更改了标准术语 {term} 的含义。",
    )
    CONTEXT_UNSUPPORTED = _kind(
        "context_unsupported",
        "The @context does more than name prefixes: {term}.",
        "@context 的内容超出定义前缀的范围：{term}。",
    )
    EVENT_ID_CONFLICT = _kind(
        "event_id_conflict",
        "Two different events carry the id {value}.",
        "两个不同的事件使用同一编号 {value}。",
    )
    FIELD_UNEXPECTED = _kind("field_unexpected", "{field} has no place there.", "{field} 不应出现在该处。")
    FIELD_MALFORMED = _kind(
        "field_malformed", "{field} is {value}; {wanted} is wanted.", "{field} 为 {value}；应为{wanted}。"
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
    DOCUMENT_CONTRADICTS = _kind(
        "document_contradicts",
        "The document contradicts itself: {field} is {found}, {other} is {expected}.",
        "单据自相矛盾：{field} 为 {found}，而 {other} 为 {expected}。",
    )

    # Containers: zip and OFD, and what they carry
    CONTAINER_BROKEN = _kind("container_broken", "The zip container is broken: {reason}.", "压缩容器有误：{reason}。")
    CONTAINER_ENCRYPTED = _kind(
        "container_encrypted", "The entry {name} is encrypted.", "容器中的 {name} 已加密，无法读取。"
    )
    CONTAINER_TOO_MANY = _kind(
        "container_too_many",
        "The container has {found} entries; at most {limit} are read.",
        "容器内有 {found} 个条目；最多读取 {limit} 个。",
    )
    CONTAINER_TOO_LARGE = _kind(
        "container_too_large",
        "The container unpacks to {size_bytes} bytes; at most {limit_bytes} are read.",
        "容器解压后有 {size_bytes} 字节；最多读取 {limit_bytes} 字节。",
    )
    CONTAINER_BOMB = _kind(
        "container_bomb",
        "The entry {name} swells from {packed_bytes} to {size_bytes} bytes; that is an attack, not a document.",
        "容器中的 {name} 由 {packed_bytes} 字节膨胀为 {size_bytes} 字节，属于攻击而非单据。",
    )
    CONTAINER_SIZE_WRONG = _kind(
        "container_size_wrong",
        "The entry {name} is not the {size_bytes} bytes long that the container says.",
        "容器中的 {name} 与所声明的 {size_bytes} 字节不符。",
    )
    CONTAINER_PATH_UNSAFE = _kind(
        "container_path_unsafe",
        "The entry {name} would lie outside the container.",
        "容器中的条目 {name} 指向容器之外。",
    )
    CONTAINER_LINK = _kind(
        "container_link",
        "The entry {name} is a link or device, not a file.",
        "容器中的 {name} 是链接或设备，不是文件。",
    )
    CONTAINER_NAME_REPEATED = _kind(
        "container_name_repeated", "Two entries are named {name}.", "容器中有两个名为 {name} 的条目。"
    )
    CONTAINER_NESTED = _kind(
        "container_nested",
        "The entry {name} is itself a container; send what is in it as a file of its own.",
        "容器中的 {name} 本身又是容器；请将其内容作为单独文件提供。",
    )
    CONTAINER_ENTRY_MISSING = _kind(
        "container_entry_missing", "The container has no entry {name}.", "容器中没有 {name}。"
    )
    CONTAINER_AMBIGUOUS = _kind(
        "container_ambiguous",
        "The file carries {found} different e-invoices; one is read from one file.",
        "该文件带有 {found} 份不同的发票数据；一个文件只读取一张发票。",
    )
    CONTAINER_CONTRADICTS = _kind(
        "container_contradicts",
        "What is shown and what is attached differ: {field} is shown as {shown}, the attached data say {attached}.",
        "所示内容与所附数据不一致：{field} 显示为 {shown}，所附数据为 {attached}。",
    )
    OFD_WITHOUT_DATA = _kind(
        "ofd_without_data",
        "The OFD carries no e-invoice data, only pages; ask for the XML of the invoice.",
        "该 OFD 只有版式页面，未附发票数据；请向对方索取发票 XML。",
    )
    PDF_WITHOUT_DATA = _kind(
        "pdf_without_data",
        "The PDF carries no e-invoice data, only pages; ask for the XML of the invoice.",
        "该 PDF 只有版式页面，未附发票数据；请向对方索取发票 XML。",
    )
    PDF_BROKEN = _kind("pdf_broken", "The PDF is broken: {reason}.", "PDF 有误：{reason}。")
    PDF_ENCRYPTED = _kind("pdf_encrypted", "The PDF is encrypted.", "该 PDF 已加密，无法读取。")
    PDF_ACTIVE = _kind(
        "pdf_active",
        "The PDF contains a program or an action that starts something ({what}); such files are not read.",
        "该 PDF 含有程序或会启动操作的动作（{what}），此类文件不予读取。",
    )
    PDF_PAGES_WRONG = _kind(
        "pdf_pages_wrong",
        "The page tree of the PDF runs in a circle, too deep or too wide.",
        "该 PDF 的页面树有环、过深或过大。",
    )
    PDF_TOO_COMPLEX = _kind(
        "pdf_too_complex",
        "The PDF holds more than an invoice does: {reason}.",
        "该 PDF 的内容超出发票应有的规模：{reason}。",
    )
    PDF_CHANGED_AFTER_SIGNING = _kind(
        "pdf_changed_after_signing",
        "The PDF was changed after it was signed: the signature covers {covered_bytes} of {size_bytes} bytes.",
        "该 PDF 在签名后被改动：签名覆盖 {size_bytes} 字节中的 {covered_bytes} 字节。",
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
    MEASUREMENT_TOO_FINE = _kind(
        "measurement_too_fine",
        "The measurement {value} has more than {decimals} decimals.",
        "测量值 {value} 的小数超过 {decimals} 位。",
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

    # Tables of cells (CSV, Excel), read by a mapping
    TABLE_HAS_NUL = _kind("table_has_nul", "Line {row} holds a NUL byte.", "第 {row} 行含有 NUL 字节。")
    TABLE_ENCODING = _kind(
        "table_encoding", "Line {row} is not text in {encoding}.", "第 {row} 行不是 {encoding} 编码的文本。"
    )
    TABLE_QUOTE_OPEN = _kind(
        "table_quote_open",
        "Row {row}: a quote is not closed, or text stands behind one ({reason}).",
        "第 {row} 行：引号未闭合，或引号之后另有文本（{reason}）。",
    )
    SHEET_UNREADABLE = _kind(
        "sheet_unreadable",
        "This is no Excel workbook that can be read: {reason}.",
        "无法读取该 Excel 工作簿：{reason}。",
    )
    SHEET_MISSING = _kind("sheet_missing", "There is no sheet {sheet}.", "没有名为 {sheet} 的工作表。")
    HEADER_MISSING = _kind("header_missing", "There is no column headed {column}.", "没有表头为 {column} 的列。")
    HEADER_REPEATED = _kind(
        "header_repeated", "More than one column is headed {column}.", "表头 {column} 出现了不止一次。"
    )
    HEADER_UNKNOWN = _kind(
        "header_unknown",
        "The column headed {column} is neither mapped nor ignored.",
        "表头为 {column} 的列既未映射，也未列为忽略。",
    )
    ROW_RAGGED = _kind(
        "row_ragged",
        "Row {row} has {found} cells, the header {expected}.",
        "第 {row} 行有 {found} 个单元格，而表头有 {expected} 个。",
    )
    ROW_UNMAPPED = _kind(
        "row_unmapped", "Row {row} fits the conditions of no table.", "第 {row} 行不符合任何表的条件。"
    )
    ROW_REPEATED = _kind(
        "row_repeated", "Row {row} gives {key} again, after row {first}.", "第 {row} 行与第 {first} 行的 {key} 重复。"
    )
    ROW_DIFFERS = _kind(
        "row_differs",
        "Row {row}, {column}: differs from what row {first} says of {key}.",
        "第 {row} 行 {column}：与第 {first} 行关于 {key} 的内容不一致。",
    )
    CELL_EMPTY = _kind("cell_empty", "Row {row}, {column}: is empty.", "第 {row} 行 {column}：为空。")
    CELL_ERROR = _kind(
        "cell_error", "Row {row}, {column}: Excel shows {value}.", "第 {row} 行 {column}：Excel 显示错误值 {value}。"
    )
    CELL_FORMULA = _kind(
        "cell_formula",
        "Row {row}, {column}: {value} is a formula, not a number.",
        "第 {row} 行 {column}：{value} 是公式，不是数字。",
    )
    CELL_FULL_WIDTH = _kind(
        "cell_full_width",
        "Row {row}, {column}: {value} is written in other than the digits 0-9; the mapping does not allow full width.",
        "第 {row} 行 {column}：{value} 使用了半角 0-9 以外的数字；映射文件未允许全角。",
    )
    CELL_SEPARATOR = _kind(
        "cell_separator",
        "Row {row}, {column}: the separators of {value} are not those of the mapping.",
        "第 {row} 行 {column}：{value} 的分隔符与映射文件不符。",
    )
    CELL_DIGITS_LOST = _kind(
        "cell_digits_lost",
        "Row {row}, {column}: {value} has more than 15 digits; Excel does not keep the rest. Format the cell as text.",
        "第 {row} 行 {column}：{value} 超过 15 位，Excel 不保留其余数位。请将单元格设为文本格式。",
    )
    CELL_UNMAPPED = _kind(
        "cell_unmapped",
        "Row {row}, {column}: the mapping does not say what {value} means.",
        "第 {row} 行 {column}：映射文件未说明 {value} 的含义。",
    )
    CELL_REFUSED = _kind("cell_refused", "Row {row}, {column}: {reason}", "第 {row} 行 {column}：{reason}")

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
