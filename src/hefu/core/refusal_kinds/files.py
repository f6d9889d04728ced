"""Places and files. What is refused there, and why."""

from __future__ import annotations

from hefu.core.refusal_kinds import asks
from hefu.core.refusal_kinds.kind import kind


class FileRefusals:
    """Places and files."""

    FOLDER_MISSING = kind("folder_missing", "There is no folder {path}.", "没有文件夹 {path}。")
    FOLDER_NOT_EMPTY = kind(
        "folder_not_empty",
        "{path} already holds files. Name an empty or new folder.",
        "{path} 中已有文件。请指定空文件夹或新文件夹。",
    )
    FILE_MISSING = kind("file_missing", "There is no file {path}.", "没有文件 {path}。")
    FILE_NOT_REGULAR = kind(
        "file_not_regular",
        "{path} is a link, device or pipe, not a plain file.",
        "{path} 是链接、设备或管道，不是普通文件。",
        task=asks.FILE_ITSELF,
    )
    FILE_TOO_LARGE = kind(
        "file_too_large",
        "{path} has {size_bytes} bytes; at most {limit_bytes} are read.",
        "{path} 有 {size_bytes} 字节；最多读取 {limit_bytes} 字节。",
        ask=asks.SMALLER,
    )
    FILE_CHANGING = kind(
        "file_changing",
        "{path} changed while it was read.",
        "{path} 在读取过程中发生了变化。",
        retryable=True,
        task=asks.READ_AGAIN,
    )
    FILE_UNREADABLE = kind(
        "file_unreadable",
        "{path} cannot be opened: {reason}.",
        "无法打开 {path}：{reason}。",
        retryable=True,
        task=asks.MAY_READ,
    )
    FOLDERS_OVERLAP = kind(
        "folders_overlap",
        "The book {book} and the folder {path} lie inside one another; documents would be taken for tables.",
        "账簿 {book} 与文件夹 {path} 互相包含，单据会与表文件混淆。",
    )
    BOOK_BUSY = kind(
        "book_busy",
        "Another process is writing into the book {path}.",
        "另一个进程正在写入账簿 {path}。",
        retryable=True,
    )
    DOCUMENT_TOO_SLOW = kind(
        "document_too_slow",
        "Reading {path} took longer than a document of its size may; the reader was stopped.",
        "读取 {path} 的用时超过同等大小单据的上限，已停止读取。",
        ask=asks.SMALLER,
    )
    DOCUMENT_TOO_LARGE_TO_READ = kind(
        "document_too_large_to_read",
        "Reading {path} takes more memory than a document may.",
        "读取 {path} 所需内存超过单据上限。",
        ask=asks.SMALLER,
    )
    WORKER_DIED = kind(
        "worker_died",
        "The process that read {path} ended before it was done, by a fault or because it was stopped.",
        "读取 {path} 的进程中途结束：程序出错或被终止。",
        retryable=True,
        ask=asks.SMALLER,
        task=asks.READ_AGAIN,
    )
    READER_FAILED = kind(
        "reader_failed",
        "The reader failed on {path} ({reason}); this is a fault of Hefu's, please report it.",
        "读取程序在 {path} 上出错（{reason}）；这是合符自身的缺陷，请予报告。",
        task=asks.REPORT_FAULT,
    )
