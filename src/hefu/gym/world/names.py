"""Names and unified social credit codes as Chinese companies carry them."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hefu.gym.bytewise import digits, joined, lettered
from hefu.gym.draw import Bytes, Ints, rank_within
from hefu.gym.world.industries import INDUSTRIES
from hefu.gym.world.places import CITIES

USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""The 31 letters of GB 32100."""

_WEIGHTS = np.array((1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28))
_ORGANISATION_WEIGHTS = np.array((3, 7, 9, 10, 5, 8, 4, 2))
_VALUE = np.zeros(256, np.int64)
_VALUE[np.frombuffer(USCC_ALPHABET.encode(), np.uint8)] = np.arange(31)
# GB 11714 counts all 36 letters, of which a code uses 31.
_ORGANISATION_VALUE = np.zeros(256, np.int64)
_ORGANISATION_VALUE[np.frombuffer(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", np.uint8)] = np.arange(36)

_BRAND = (
    "恒泰华鑫瑞丰宏远东海金隆永达信诚利通顺和盛源正大明德天成中兴万嘉新光汇锦创联同益康安旭晟博凯荣昌富润佳美江龙腾飞"
)
_FORMS = ("有限公司", "有限责任公司", "股份有限公司")
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧"
_GIVEN = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂红玉华建国志文海波宁峰鹏辉"


def uscc(regions: Ints, serials: Ints) -> Bytes:
    """Return valid codes: 91, the region, an organisation code with its own check digit, the check character.

    Shape (n, 18). Serials below 31**6 give codes that differ.
    """
    spread = (serials * 387_420_489 + 90_210_001) % 31**6
    organisation = joined(len(serials), "MA", lettered(spread, 6, USCC_ALPHABET))
    rest = (11 - _ORGANISATION_VALUE[organisation] @ _ORGANISATION_WEIGHTS % 11) % 11
    inner = np.frombuffer(b"0123456789X", np.uint8)[rest]
    body = np.concatenate([joined(len(serials), "91", digits(regions, 6)), organisation, inner[:, None]], axis=1)
    check = (31 - _VALUE[body] @ _WEIGHTS % 31) % 31
    return np.concatenate([body, np.frombuffer(USCC_ALPHABET.encode(), np.uint8)[check][:, None]], axis=1)


def company_names(city: Ints, industry: Ints, form: Ints, salt: Ints) -> pa.Array:
    """Return names of city, brand, trade and form, no two alike; `salt` is chance, one number per company."""
    brand = (rank_within(city * len(INDUSTRIES) + industry, salt) * 2_097_593 + 77_773) % len(_BRAND) ** 3
    # The first two letters vary fastest; a third is needed in a crowded town only.
    third = brand // len(_BRAND) ** 2
    return pc.binary_join_element_wise(
        _words([row[0] for row in CITIES], city),
        _letters(_BRAND, brand % len(_BRAND)),
        _letters(_BRAND, brand // len(_BRAND) % len(_BRAND)),
        _words(["", *_BRAND[1:]], third),
        _words([row.word for row in INDUSTRIES], industry),
        _words(list(_FORMS), form),
        "",
    )


def person_names(chance: Ints) -> pa.Array:
    """Return names of persons; many share one, as many do."""
    return pc.binary_join_element_wise(
        _letters(_SURNAMES, chance % len(_SURNAMES)),
        _letters(_GIVEN, chance // 100 % len(_GIVEN)),
        _words(["", *_GIVEN], chance // 10_000 % (len(_GIVEN) + 1)),
        "",
    )


def _words(words: list[str], at: Ints) -> pa.Array:
    return pa.array(words, pa.string()).take(pa.array(at))


def _letters(letters: str, at: Ints) -> pa.Array:
    return _words(list(letters), at)
