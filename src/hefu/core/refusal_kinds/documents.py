"""The form of a document. What is refused there, and why."""

from __future__ import annotations

from hefu.core.refusal_kinds import asks
from hefu.core.refusal_kinds.kind import kind


class DocumentRefusals:
    """The form of a document."""

    DOCUMENT_EMPTY = kind("document_empty", "The file is empty.", "文件是空的。", ask=asks.ANOTHER_COPY)
    XML_MALFORMED = kind(
        "xml_malformed", "The XML is broken: {reason}.", "XML 不完整或有误：{reason}。", ask=asks.AS_ISSUED
    )
    XML_DOCTYPE = kind(
        "xml_doctype",
        "The XML declares a document type; such files are not read.",
        "XML 含有文档类型声明（DOCTYPE），此类文件不予读取。",
        ask=asks.PLAIN_XML,
    )
    XML_TEXT_SPLIT = kind(
        "xml_text_split",
        "The value of {field} is split by a comment, a processing instruction or an element.",
        "{field} 的值被注释、处理指令或元素拆开。",
        ask=asks.PLAIN_XML,
    )
    XML_ID_REPEATED = kind(
        "xml_id_repeated",
        "Two elements of the XML carry the same Id {value}.",
        "XML 中有两个元素使用同一 Id：{value}。",
        ask=asks.AS_ISSUED,
    )
    JSON_BYTE_ORDER_MARK = kind(
        "json_byte_order_mark",
        "The JSON begins with a byte order mark; it must be plain UTF-8.",
        "JSON 文件以字节顺序标记（BOM）开头；须为不带标记的 UTF-8。",
        ask=asks.PLAIN_JSON,
    )
    JSON_NOT_UTF8 = kind(
        "json_not_utf8", "The JSON is not UTF-8 text.", "JSON 文件不是 UTF-8 文本。", ask=asks.PLAIN_JSON
    )
    JSON_TOO_DEEP = kind(
        "json_too_deep",
        "The JSON nests more than {limit} levels deep.",
        "JSON 的嵌套超过 {limit} 层。",
        ask=asks.PLAIN_JSON,
    )
    JSON_MALFORMED = kind(
        "json_malformed", "The JSON is broken: {reason}.", "JSON 不完整或有误：{reason}。", ask=asks.AS_ISSUED
    )
    JSON_TRAILING = kind(
        "json_trailing",
        "Behind the JSON document stands something more: {value}",
        "JSON 文档之后还有其他内容：{value}",
        ask=asks.PLAIN_JSON,
    )
    JSON_KEY_REPEATED = kind(
        "json_key_repeated",
        "The key {key} stands more than once in one JSON object (letter case and Unicode form do not tell keys apart).",
        "同一 JSON 对象中键 {key} 出现了不止一次（大小写和 Unicode 形式的差别不作区分）。",
        ask=asks.PLAIN_JSON,
    )
    JSON_NOT_FINITE = kind(
        "json_not_finite", "{value} is not a number of JSON.", "{value} 不是 JSON 的数字。", ask=asks.PLAIN_JSON
    )
    JSON_EXPONENT = kind(
        "json_exponent",
        "The number {value} is written with an exponent; write its digits out.",
        "数字 {value} 使用了指数写法；请写出全部数字。",
        ask=asks.PLAIN_JSON,
    )
    JSON_MINUS_ZERO = kind(
        "json_minus_zero", "{value} is a zero with a minus sign.", "{value} 是带负号的零。", ask=asks.PLAIN_JSON
    )
    JSON_LONE_SURROGATE = kind(
        "json_lone_surrogate",
        "A text in the JSON holds half a character (a lone surrogate).",
        "JSON 的文字中含有半个字符（孤立代理项）。",
        ask=asks.PLAIN_JSON,
    )
    JSON_CONTROL_CHARACTER = kind(
        "json_control_character",
        "A text in the JSON holds an invisible control character.",
        "JSON 的文字中含有不可见的控制字符。",
        ask=asks.PLAIN_JSON,
    )
    CONTEXT_REMOTE = kind(
        "context_remote",
        "The @context {value} would have to be fetched; only the EPCIS 2.0 context is known here.",
        "@context {value} 须联网获取；此处只认 EPCIS 2.0 的标准上下文。",
        ask=asks.EPCIS_STANDARD,
    )
    CONTEXT_MISSING = kind(
        "context_missing",
        "The document does not name the EPCIS 2.0 context, so its words have no meaning.",
        "文档未注明 EPCIS 2.0 的标准上下文，其中的词语没有确定含义。",
        ask=asks.EPCIS_STANDARD,
    )
    CONTEXT_REDEFINES = kind(
        "context_redefines",
        "The @context gives {term} of the standard another meaning.",
        "@context 更改了标准术语 {term} 的含义。",
        ask=asks.EPCIS_STANDARD,
    )
    CONTEXT_UNSUPPORTED = kind(
        "context_unsupported",
        "The @context does more than name prefixes: {term}.",
        "@context 的内容超出定义前缀的范围：{term}。",
        ask=asks.EPCIS_STANDARD,
    )
    EVENT_ID_CONFLICT = kind(
        "event_id_conflict",
        "Two different events carry the id {value}.",
        "两个不同的事件使用同一编号 {value}。",
        ask=asks.EPCIS_STANDARD,
    )
    FIELD_UNEXPECTED = kind(
        "field_unexpected", "{field} has no place there.", "{field} 不应出现在该处。", ask=asks.CORRECTED
    )
    FIELD_MALFORMED = kind(
        "field_malformed",
        "{field} is {value}; {wanted} is wanted.",
        "{field} 为 {value}；应为{wanted}。",
        ask=asks.CORRECTED,
    )
    KIND_UNKNOWN = kind(
        "kind_unknown",
        "This is no kind of document that Hefu reads: {kind}.",
        "这不是合符能读取的单据种类：{kind}。",
        ask=asks.DATA_FILE,
    )
    MAPPING_MISSING = kind(
        "mapping_missing",
        "A table of cells is read only with a mapping file; sources.toml names none for it.",
        "读取表格须有映射文件；sources.toml 未为此文件指定。",
        task=asks.NAME_MAPPING,
    )
    FIELD_MISSING = kind("field_missing", "{field} is missing.", "缺少 {field}。", ask=asks.CORRECTED)
    FIELD_REPEATED = kind(
        "field_repeated", "{field} stands more than once.", "{field} 出现了不止一次。", ask=asks.CORRECTED
    )
    FIELD_EMPTY = kind("field_empty", "{field} is empty.", "{field} 是空的。", ask=asks.CORRECTED)
    CODE_UNKNOWN = kind(
        "code_unknown", "{field} has the unknown code {value}.", "{field} 的代码 {value} 无法识别。", ask=asks.CORRECTED
    )
    CURRENCIES_MIXED = kind(
        "currencies_mixed",
        "{field} is in {found}, the document in {expected}.",
        "{field} 的币种是 {found}，而单据币种是 {expected}。",
        ask=asks.CORRECTED,
    )
    UNITS_MIXED = kind(
        "units_mixed",
        "{field} is in {found}, the line in {expected}.",
        "{field} 的单位是 {found}，而该行单位是 {expected}。",
        ask=asks.CORRECTED,
    )
    DOCUMENT_CONTRADICTS = kind(
        "document_contradicts",
        "The document contradicts itself: {field} is {found}, {other} is {expected}.",
        "单据自相矛盾：{field} 为 {found}，而 {other} 为 {expected}。",
        ask=asks.CORRECTED,
    )
