"""Configuration, requests, replay. What is refused there, and why."""

from __future__ import annotations

from hefu.core.refusal_kinds.kind import kind


class SettingRefusals:
    """Configuration, requests, replay."""

    CONFIG_UNREADABLE = kind(
        "config_unreadable", "{path} is not valid TOML: {reason}.", "{path} 不是有效的 TOML：{reason}。"
    )
    CONFIG_KEY_UNKNOWN = kind("config_key_unknown", "{path} has the unknown key {key}.", "{path} 含有未知的键 {key}。")
    CONFIG_KEY_MISSING = kind("config_key_missing", "{path} lacks the key {key}.", "{path} 缺少键 {key}。")
    CONFIG_VALUE_WRONG = kind(
        "config_value_wrong", "{path}, {key}: {value} – {reason}.", "{path} 的 {key}：{value}，{reason}。"
    )
    REQUEST_INCONSISTENT = kind(
        "request_inconsistent", "The request does not hold together: {reason}.", "融资申请前后不一致：{reason}。"
    )
    RECEIPT_UNREADABLE = kind(
        "receipt_unreadable", "{path} is not a receipt of Hefu: {reason}.", "{path} 不是合符的回执：{reason}。"
    )
    CONFIG_LOOSER = kind(
        "config_looser",
        "{path}, {key}: {value} is looser than the house's {house}.",
        "{path} 的 {key}：{value} 比本软件的底线 {house} 更宽松。",
    )
    POLICY_NOT_IN_FORCE = kind(
        "policy_not_in_force",
        "Policy {name}, version {version}, is not in force on {day}.",
        "政策 {name}（第 {version} 版）在 {day} 未生效。",
    )
    DOSSIER_UNREADABLE = kind(
        "dossier_unreadable", "{path} is not a dossier of Hefu: {reason}.", "{path} 不是合符的卷宗：{reason}。"
    )
    OBJECT_MISSING = kind(
        "object_missing",
        "The store lacks {what} (SHA-256 {sha256}).",
        "存储中缺少 {what}（SHA-256 {sha256}）。",
    )
    OBJECT_TAMPERED = kind(
        "object_tampered",
        "{what} in the store is not what its SHA-256 {sha256} says.",
        "存储中的 {what} 与其 SHA-256 {sha256} 不符。",
    )
    PARTY_UNKNOWN = kind("party_unknown", "The book has no row of {party}.", "账簿中没有 {party} 的记录。")
    ASSET_MISSING = kind(
        "asset_missing",
        "{path} is not there: `make run` brings it, and every built wheel carries it.",
        "缺少 {path}：`make run` 会取得它，构建好的安装包也含有它。",
    )
