"""The words of the report, in both languages."""

from __future__ import annotations

from hefu.assess.pages.labels import CONTROLLERS, DOCUMENT_KINDS
from hefu.core.texts import Text

KINDS = {
    "epcis": Text("goods tracking (EPCIS)", "货物追溯（EPCIS）"),
    "gleif": Text("register of LEIs", "LEI 登记册"),
    "payment_order": Text("payment order", "付款指令"),
    **DOCUMENT_KINDS,
}
"""Kinds of documents; one without a word here is shown as it is."""

SENDERS = CONTROLLERS

STATES = {
    "refused": Text("refused", "拒绝读取"),
    "read": Text("read", "已读取"),
    "same": Text("same as {name}", "与 {name} 相同"),
    "known": Text("in the book already", "账簿中已有"),
}

SHAPES = {"refused": "high", "read": "ok", "same": "note", "known": "note"}
"""The shape beside each state's word."""

WORDS = {
    # Frame
    "brand": Text("Hefu", "合符"),
    "skip": Text("Skip to the content", "跳到正文"),
    "title": Text("What came in: {folder} · Hefu", "收件情况：{folder} · 合符"),
    "heading": Text("What came in: {folder}", "收件情况：{folder}"),
    "at": Text("Read {moment} ({zone})", "读取时间 {moment}（{zone}）"),
    "batch": Text("Batch: {batch}", "批次：{batch}"),
    "nothing_new": Text("Nothing new; the book is as it was.", "没有新内容，账簿未变。"),
    "label": Text("{name}: {value}", "{name}：{value}"),
    "between": Text(" · ", " · "),
    # Summary
    "summary": Text("Summary", "概要"),
    "files_read": Text("of {total} files read", "个文件已读取，共 {total} 个"),
    "files": Text("Files", "文件"),
    "read": Text("Read", "已读取"),
    "refused": Text("Refused", "拒绝读取"),
    "same": Text("Passed over, the same file stands twice", "跳过：文件重复"),
    "known": Text("Passed over, in the book already", "跳过：账簿中已有"),
    "next_ask": Text(
        "Next: ask {senders} for {files}. The messages are ready to copy.",
        "下一步：向{senders}索取资料（{files}）。信函已备好，可直接复制。",
    ),
    "next_look": Text(
        "Next: nothing to ask of senders. What to do here stands beside each refused file.",
        "下一步：无需向提供方索取。需在本单位处理的事项列于各文件之下。",
    ),
    "next_none": Text("Next: nothing to ask for.", "下一步：无需索取任何资料。"),
    "next_empty": Text(
        "The folder holds no documents. Put the files in and read it again.",
        "文件夹中没有单据。请放入文件后重新读取。",
    ),
    "one_sender": Text("one sender", "一个提供方"),
    "senders": Text("{count} senders", " {count} 个提供方"),
    "one_file": Text("one file", "1 个文件"),
    "several_files": Text("{count} files", "{count} 个文件"),
    # Refused
    "refused_why": Text(
        "None of these is in the book, and nothing rests on them.", "这些文件均未进入账簿，任何结论都不以其为依据。"
    ),
    "ask": Text("Ask for", "向对方索取"),
    "task": Text("To do here", "本单位处理"),
    "again_same": Text("the same file: {name}", "同一文件：{name}"),
    "by_reason": Text("Refused, by reason", "拒绝读取，按原因"),
    "code": Text("Code", "代码"),
    # Messages
    "letters": Text("Messages to the senders", "致提供方的信函"),
    "letters_note": Text(
        "One for each sender. A click on a message selects all of it.", "每个提供方一封。单击信函即可全选复制。"
    ),
    "letter_to": Text("To: {sender}", "致：{sender}"),
    "in_folder": Text("folder {folder}", "文件夹 {folder}"),
    "letter_subject": Text("Subject: documents to send once more ({files})", "主题：请重新提供资料（{files}）"),
    "letter_opening": Text(
        "Thank you for your documents. The files below could not be read. May we ask you for the following:",
        "感谢您提供资料。以下文件未能读取，请您协助：",
    ),
    "letter_greeting": Text("Dear Sir or Madam,", "您好："),
    "letter_rest": Text("There is nothing to do about files not named here.", "未列出的文件无需处理。"),
    "letter_end": Text("Kind regards", "谢谢。"),
    "more": Text("and {count} more", "另有 {count} 个"),
    # Files
    "read_files": Text("Files read, and what was understood", "已读取的文件及其内容"),
    "read_note": Text(
        "Compare the sentences with the paper. What is wrong in them is wrong in the book.",
        "请与单据核对。此处有误，账簿即有误。",
    ),
    "file": Text("File", "文件"),
    "kind": Text("Kind", "种类"),
    "controller": Text("Controlled by", "来源方"),
    "understood": Text("What was understood", "读出的内容"),
    "state": Text("State", "状态"),
    "no_words": Text("no sentence for this kind", "此类单据没有摘要"),
    "none_read": Text("No file was read.", "没有读取任何文件。"),
    "not_shown": Text(
        "{count} more files are not shown here; report.txt beside this page names every one.",
        "另有 {count} 个文件未在此列出；同目录的 report.txt 列有全部文件。",
    ),
    "not_told": Text("{count} more files; --report DIR writes them all.", "另有 {count} 个文件；--report 可写出全部。"),
    # Rail
    "kinds": Text("Documents read", "已读取单据"),
    "count": Text("Number", "数量"),
    "rows": Text("Rows per table", "各表行数"),
    "table": Text("Table", "表"),
    "total": Text("Total", "合计"),
    "none": Text("none", "无"),
    "foot": Text("Hefu {version} · {folder} · {moment} ({zone})", "合符 {version} · {folder} · {moment}（{zone}）"),
}
"""Every word of the report by name; fields in braces."""
