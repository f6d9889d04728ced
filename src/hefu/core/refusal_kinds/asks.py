"""What follows from a refusal: what to ask the sender for, and what to do here.

What is asked is said to the sender, so it names a kind of paper or form that anybody may be asked for, never what
was found, and accuses nobody. Kinds share these sentences, so that one letter asks for each thing once.
"""

from __future__ import annotations

from hefu.core.texts import Text

# To the sender

ANOTHER_COPY = Text("Send the file once more, complete.", "请重新发送完整的文件。")
AS_ISSUED = Text(
    "Send the file as your system issues it, not opened, edited or saved again in between.",
    "请提供系统开具的原文件，中途不要打开、编辑或另存。",
)
CORRECTED = Text(
    "Check the document in the system that made it, complete or correct it there, and send it again.",
    "请在开具该单据的系统中核对，补全或更正后重新提供。",
)
DATA_FILE = Text(
    "Send the document as a file with data: XML, an e-invoice in OFD or PDF with its XML, EPCIS in JSON, CSV, or"
    " Excel (.xlsx); not a picture or a scan.",
    "请提供带数据的文件：XML、附有 XML 的 OFD 或 PDF 发票、EPCIS JSON、CSV 或 Excel（.xlsx）；图片或扫描件无法读取。",
)
INVOICE_XML = Text(
    "Send the XML of the electronic invoice, as it can be downloaded where the invoice was issued.",
    "请提供电子发票的 XML 文件（可在开具发票的平台下载）。",
)
PLAIN_XML = Text(
    "Send the XML as plain data: no document type, comments or processing instructions in it.",
    "请提供只含数据的 XML：不含文档类型声明（DOCTYPE）、注释和处理指令。",
)
PLAIN_JSON = Text(
    "Send the JSON in its strict form: UTF-8, each key once, numbers in plain digits.",
    "请提供规范的 JSON：UTF-8 编码，键不重复，数字写成普通数字。",
)
EPCIS_STANDARD = Text(
    "Send the EPCIS document with the standard's own context and each event under its own id.",
    "请按 EPCIS 标准提供：使用标准上下文，每个事件有各自的编号。",
)
UNPACKED = Text(
    "Send each document as a file of its own, not packed into an archive.",
    "请将每份单据作为单独文件提供，不要打包压缩。",
)
ONE_INVOICE = Text("Send each invoice as a file of its own.", "请一张发票提供一个文件。")
WITHOUT_PASSWORD = Text("Send the file without a password or encryption.", "请提供未加密、无密码的文件。")
PLAIN_PDF = Text(
    "Send the PDF as it was issued: pages and data only, with no forms, scripts or other attachments.",
    "请提供开具时的原始 PDF：只有版面和数据，不含表单、脚本和其他附件。",
)
SMALLER = Text(
    "Send it in smaller parts, for instance one month to a file.", "请分成较小的文件提供，例如每月一个文件。"
)
WHOLE_TABLE = Text(
    "Send the table as it was exported, with every column, one header row, and no cells added, merged or moved.",
    "请提供系统导出的原表：列齐全，表头一行，不增删、合并或移动单元格。",
)
PLAIN_CELLS = Text(
    "Send the table with values in its cells, no formulas, and long numbers (accounts, invoices) kept as text.",
    "请提供单元格为数值而非公式的表格，账号、发票号等长数字设为文本格式。",
)
PLAIN_NUMBERS = Text(
    "Send numbers in plain digits with one decimal point, and dates as year, month and day.",
    "数字请用半角阿拉伯数字和一个小数点书写，日期请写明年、月、日。",
)

# Here

FILE_ITSELF = Text("Put the file itself into the folder, not a link to it.", "请把文件本身放入文件夹，不要放链接。")
MAY_READ = Text(
    "Check that the file may be opened by whoever runs Hefu, then read the folder again.",
    "请确认运行合符的用户有权打开该文件，再重新读取文件夹。",
)
READ_AGAIN = Text(
    "Read the folder again. If it happens again, set the file aside and ask for the document in another form.",
    "请重新读取文件夹；如再次发生，请将该文件单独放置，并向对方索取其他格式的单据。",
)
REPORT_FAULT = Text(
    "Report this to the makers of Hefu with the sentence above; the sender need do nothing.",
    "请将上面这句话报告给合符的维护者；提供方无需处理。",
)
NAME_MAPPING = Text(
    "If the file is a table of cells, name a mapping for it in sources.toml; else ask for it as a file with data.",
    "如果是表格，请在 sources.toml 中为其指定映射文件；否则请向对方索取带数据的文件。",
)
CHECK_MAPPING = Text(
    "Compare the mapping with the table: the sender's layout may have changed.",
    "请对照映射文件与表格：提供方的版式可能已变更。",
)
NOT_OPEN = Text("Do not open the file with another program.", "请勿用其他程序打开该文件。")
CONFIRM_ORIGIN = Text(
    "Take the document from where it was issued (portal, register) rather than from the file that came.",
    "请从开具方（平台或登记机关）取得该单据，不以收到的文件为准。",
)
LOOKED_AT = Text("Have whoever runs Hefu here look at it.", "请交由本单位负责运行合符的人员处理。")
"""Where a kind says neither."""
