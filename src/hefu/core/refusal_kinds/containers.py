"""Containers, zip and OFD and PDF, and what they carry. What is refused there, and why."""

from __future__ import annotations

from hefu.core.refusal_kinds import asks
from hefu.core.refusal_kinds.kind import kind


class ContainerRefusals:
    """Containers, zip and OFD and PDF, and what they carry."""

    CONTAINER_BROKEN = kind(
        "container_broken", "The zip container is broken: {reason}.", "压缩容器有误：{reason}。", ask=asks.AS_ISSUED
    )
    CONTAINER_ENCRYPTED = kind(
        "container_encrypted",
        "The entry {name} is encrypted.",
        "容器中的 {name} 已加密，无法读取。",
        ask=asks.WITHOUT_PASSWORD,
    )
    CONTAINER_TOO_MANY = kind(
        "container_too_many",
        "The container has {found} entries; at most {limit} are read.",
        "容器内有 {found} 个条目；最多读取 {limit} 个。",
        ask=asks.UNPACKED,
    )
    CONTAINER_TOO_LARGE = kind(
        "container_too_large",
        "The container unpacks to {size_bytes} bytes; at most {limit_bytes} are read.",
        "容器解压后有 {size_bytes} 字节；最多读取 {limit_bytes} 字节。",
        ask=asks.UNPACKED,
    )
    CONTAINER_BOMB = kind(
        "container_bomb",
        "The entry {name} swells from {packed_bytes} to {size_bytes} bytes; that is an attack, not a document.",
        "容器中的 {name} 由 {packed_bytes} 字节膨胀为 {size_bytes} 字节，属于攻击而非单据。",
        ask=asks.UNPACKED,
        task=asks.NOT_OPEN,
    )
    CONTAINER_SIZE_WRONG = kind(
        "container_size_wrong",
        "The entry {name} is not the {size_bytes} bytes long that the container says.",
        "容器中的 {name} 与所声明的 {size_bytes} 字节不符。",
        ask=asks.UNPACKED,
        task=asks.NOT_OPEN,
    )
    CONTAINER_PATH_UNSAFE = kind(
        "container_path_unsafe",
        "The entry {name} would lie outside the container.",
        "容器中的条目 {name} 指向容器之外。",
        ask=asks.UNPACKED,
        task=asks.NOT_OPEN,
    )
    CONTAINER_LINK = kind(
        "container_link",
        "The entry {name} is a link or device, not a file.",
        "容器中的 {name} 是链接或设备，不是文件。",
        ask=asks.UNPACKED,
        task=asks.NOT_OPEN,
    )
    CONTAINER_NAME_REPEATED = kind(
        "container_name_repeated",
        "Two entries are named {name}.",
        "容器中有两个名为 {name} 的条目。",
        ask=asks.UNPACKED,
        task=asks.NOT_OPEN,
    )
    CONTAINER_NESTED = kind(
        "container_nested",
        "The entry {name} is itself a container; send what is in it as a file of its own.",
        "容器中的 {name} 本身又是容器；请将其内容作为单独文件提供。",
        ask=asks.UNPACKED,
    )
    CONTAINER_ENTRY_MISSING = kind(
        "container_entry_missing", "The container has no entry {name}.", "容器中没有 {name}。", ask=asks.AS_ISSUED
    )
    CONTAINER_AMBIGUOUS = kind(
        "container_ambiguous",
        "The file carries {found} different e-invoices; one is read from one file.",
        "该文件带有 {found} 份不同的发票数据；一个文件只读取一张发票。",
        ask=asks.ONE_INVOICE,
    )
    CONTAINER_CONTRADICTS = kind(
        "container_contradicts",
        "What is shown and what is attached differ: {field} is shown as {shown}, the attached data say {attached}.",
        "所示内容与所附数据不一致：{field} 显示为 {shown}，所附数据为 {attached}。",
        ask=asks.INVOICE_XML,
        task=asks.CONFIRM_ORIGIN,
    )
    OFD_WITHOUT_DATA = kind(
        "ofd_without_data",
        "The OFD carries no e-invoice data, only pages; ask for the XML of the invoice.",
        "该 OFD 只有版式页面，未附发票数据；请向对方索取发票 XML。",
        ask=asks.INVOICE_XML,
    )
    PDF_WITHOUT_DATA = kind(
        "pdf_without_data",
        "The PDF carries no e-invoice data, only pages; ask for the XML of the invoice.",
        "该 PDF 只有版式页面，未附发票数据；请向对方索取发票 XML。",
        ask=asks.INVOICE_XML,
    )
    PDF_CHANGED_AFTER_SIGNING = kind(
        "pdf_changed_after_signing",
        "The PDF was changed after it was signed: the signature covers {covered_bytes} of {size_bytes} bytes.",
        "该 PDF 在签名后被改动：签名覆盖 {size_bytes} 字节中的 {covered_bytes} 字节。",
        ask=asks.AS_ISSUED,
        task=asks.CONFIRM_ORIGIN,
    )
    PDF_BROKEN = kind("pdf_broken", "The PDF is broken: {reason}.", "PDF 有误：{reason}。", ask=asks.AS_ISSUED)
    PDF_ENCRYPTED = kind(
        "pdf_encrypted", "The PDF is encrypted.", "该 PDF 已加密，无法读取。", ask=asks.WITHOUT_PASSWORD
    )
    PDF_ACTIVE = kind(
        "pdf_active",
        "The PDF contains a program or an action that starts something ({what}); such files are not read.",
        "该 PDF 含有程序或会启动操作的动作（{what}），此类文件不予读取。",
        ask=asks.PLAIN_PDF,
        task=asks.NOT_OPEN,
    )
    PDF_PAGES_WRONG = kind(
        "pdf_pages_wrong",
        "The page tree of the PDF runs in a circle, too deep or too wide.",
        "该 PDF 的页面树有环、过深或过大。",
        ask=asks.PLAIN_PDF,
        task=asks.NOT_OPEN,
    )
    PDF_TOO_COMPLEX = kind(
        "pdf_too_complex",
        "The PDF holds more than an invoice does: {reason}.",
        "该 PDF 的内容超出发票应有的规模：{reason}。",
        ask=asks.PLAIN_PDF,
    )
