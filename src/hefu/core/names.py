"""Names and numbers as they are compared: folded, while what was written is kept beside.

Folding undoes what an eye does not see: width, case, zero-width characters, kinds of dash and blank,
and letters of other scripts that look Latin (Unicode TR39 calls them confusables).
"""

from __future__ import annotations

import re
import unicodedata

_LOOK_ALIKES = str.maketrans(
    "аеорсухіјѕһԁԛԝАВЕКМНОРСТХУІЈЅαορνικΑΒΕΖΗΙΚΜΝΟΡΤΥΧıɑɡ",
    "aeopcyxijshdqwABEKMHOPCTXYIJSaopvikABEZHIKMNOPTYXiag",
)
_DASHES = re.compile("[\u2010-\u2015\u2212\u00ad\ufe58\ufe63\uff0d\u30fc]")
_NOT_WORD = re.compile(r"[\W_]+")
LEGAL_FORMS = re.compile(
    r"(股份有限公司|有限责任公司|有限公司|coltd|companylimited|limitedliabilitycompany|limited|ltd|llc|gmbh|ag|inc|bv|sa|sarl|plc)$"
)


def fold(text: str) -> str:
    """Return the form in which two writings that look alike are equal; blanks and marks are kept as one blank."""
    if text.isascii() and text.isprintable():
        return " ".join(text.casefold().split())
    # Once as written and once in lower case: folding case brings up marks (of İ) and letters (of Ԁ) of its own.
    once = _visible(unicodedata.normalize("NFKC", text)).translate(_LOOK_ALIKES).casefold()
    latin = _visible(unicodedata.normalize("NFKC", once)).translate(_LOOK_ALIKES)
    return " ".join(_DASHES.sub("-", latin).split())


def _visible(text: str) -> str:
    return "".join(c for c in text if unicodedata.category(c) not in {"Cf", "Cc", "Mn"} or c in "\t\n")


def fold_name(name: str) -> str:
    """Return a company's or person's name without blanks and punctuation, in folded form."""
    return _NOT_WORD.sub("", fold(name))


def name_stem(name: str) -> str:
    """Return the folded name without its legal form (有限公司, Co., Ltd., GmbH)."""
    folded = fold_name(name)
    stem = LEGAL_FORMS.sub("", folded)
    return stem or folded


def fold_number(number: str) -> str:
    """Return a document number in the form in which duplicates are looked for.

    `INV-001` written with U+2010, in full width or with blanks is the same number; dashes and zeros
    are kept, since `1-01` and `10-1` are not.
    """
    # Nearly every number is of plain letters and digits, in which there is nothing to fold but their case.
    return number.lower() if number.isascii() and number.isalnum() else fold(number).replace(" ", "")


def looks_altered(text: str) -> bool:
    """Tell whether a name hides something an eye does not see: other scripts' letters or zero-width marks.

    Full-width forms alone are ordinary in Chinese paper and do not count.
    """
    wide = unicodedata.normalize("NFKC", text)
    mixed = wide.translate(_LOOK_ALIKES) != wide and any("a" <= c.lower() <= "z" for c in wide)
    return mixed or any(unicodedata.category(c) == "Cf" for c in wide)
