"""Identifiers: what makes two papers speak of the same party, goods, account or invoice.

Check digits are python-stdnum's work. An identifier is compared in its compact form (no blanks or
dashes, upper case); what was written stays in the book beside it.
"""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass

from stdnum import ean, iban, lei
from stdnum.cn import uscc
from stdnum.exceptions import InvalidChecksum, InvalidComponent, InvalidFormat, InvalidLength, ValidationError

from hefu.core.refusals import Refusal, RefusalError, refuse
from hefu.core.texts import Text


class Scheme(enum.StrEnum):
    """The kinds of identifiers that Hefu knows, by their field names."""

    USCC = "uscc"
    LEI = "lei"
    GTIN = "gtin"
    SSCC = "sscc"
    GLN = "gln"
    IBAN = "iban"
    ACCOUNT = "account"
    TAX_INVOICE = "tax_invoice"


@dataclass(frozen=True, slots=True, order=True)
class Identifier:
    """A checked identifier in compact form; `str()` gives `uscc:91440300…`, as ids in the book are written."""

    scheme: Scheme
    value: str

    def __str__(self) -> str:
        """Return scheme and value as one word."""
        return f"{self.scheme}:{self.value}"


_NAMES = {
    Scheme.USCC: Text("unified social credit code (GB 32100)", "统一社会信用代码（GB 32100）"),
    Scheme.LEI: Text("LEI (ISO 17442)", "全球法人识别编码 LEI（ISO 17442）"),
    Scheme.GTIN: Text("GTIN", "全球贸易项目代码 GTIN"),
    Scheme.SSCC: Text("SSCC", "系列货运包装箱代码 SSCC"),
    Scheme.GLN: Text("GLN", "全球位置码 GLN"),
    Scheme.IBAN: Text("IBAN (ISO 13616)", "国际银行账号 IBAN（ISO 13616）"),
    Scheme.ACCOUNT: Text("account number", "账号"),
    Scheme.TAX_INVOICE: Text("20-digit tax invoice number", "20 位数电发票号码"),
}
_REASONS: dict[type[Exception], Text] = {
    InvalidChecksum: Text("the check digit does not fit", "校验位不符"),
    InvalidLength: Text("the length is wrong", "长度不符"),
    InvalidComponent: Text("a part of it does not exist", "组成部分不存在"),
    InvalidFormat: Text("the characters are wrong", "字符不符"),
}
_UNSAID = [_REASONS[InvalidFormat]]
_DIGITS = {
    Scheme.GTIN: re.compile(r"[0-9]{8}|[0-9]{12,14}", re.ASCII),
    Scheme.SSCC: re.compile(r"[0-9]{18}", re.ASCII),
    Scheme.GLN: re.compile(r"[0-9]{13}", re.ASCII),
    Scheme.ACCOUNT: re.compile(r"[0-9A-Z]{5,34}", re.ASCII),
    Scheme.TAX_INVOICE: re.compile(r"[0-9]{20}", re.ASCII),
}
_LENGTH_MAX = 64
_LEI_LENGTH = 20


def identify(scheme: Scheme, text: str) -> Identifier:
    """Return the checked identifier; refused (IDENTIFIER_WRONG) with the reason where it does not hold."""
    if len(text) > _LENGTH_MAX:
        raise _wrong(scheme, text[:_LENGTH_MAX] + "…", InvalidLength())
    compact = re.sub(r"[\s\-]", "", text).upper()
    try:
        _check(scheme, compact)
    except ValidationError as error:
        raise _wrong(scheme, text, error) from None
    return Identifier(scheme, compact)


def is_valid(scheme: Scheme, text: str) -> bool:
    """Tell whether the text is an identifier of the scheme."""
    compact = re.sub(r"[\s\-]", "", text).upper() if len(text) <= _LENGTH_MAX else ""
    try:
        _check(scheme, compact)
    except ValidationError:
        return False
    return True


def _check(scheme: Scheme, compact: str) -> None:
    if not compact.isascii():
        raise InvalidFormat
    if scheme is Scheme.USCC:
        uscc.validate(compact)
    elif scheme is Scheme.LEI:
        _check_lei(compact)
    elif scheme is Scheme.IBAN:
        iban.validate(compact)
    else:
        _check_digits(scheme, compact)


def _check_lei(compact: str) -> None:
    # stdnum looks at the remainder alone: for it `1` is an LEI.
    if len(compact) != _LEI_LENGTH:
        raise InvalidLength
    if not compact[-2:].isdigit():
        raise InvalidFormat
    lei.validate(compact)


def _check_digits(scheme: Scheme, compact: str) -> None:
    if not _DIGITS[scheme].fullmatch(compact):
        raise InvalidFormat
    if scheme in {Scheme.GTIN, Scheme.GLN, Scheme.SSCC} and ean.calc_check_digit(compact[:-1]) != compact[-1]:
        raise InvalidChecksum


def _wrong(scheme: Scheme, text: str, error: ValidationError) -> RefusalError:
    reasons = [why for kind, why in _REASONS.items() if isinstance(error, kind)]
    return refuse(Refusal.IDENTIFIER_WRONG, value=text, scheme=_NAMES[scheme], reason=(reasons or _UNSAID)[0])
