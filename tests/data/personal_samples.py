"""Personal data of nobody: numbers built by the rules, with the right check digits, and names of no one."""

from __future__ import annotations

from data.personal.resident_numbers import check_sign


def resident_number(region: str = "110101", born: str = "19810203", sequence: str = "007") -> str:
    """Eighteen signs."""
    first = f"{region}{born}{sequence}"
    return first + check_sign(first)


def old_resident_number(region: str = "610722", born: str = "560708", sequence: str = "013") -> str:
    """Fifteen digits."""
    return f"{region}{born}{sequence}"


def with_luhn(first: str) -> str:
    """The digits and the one that makes them a card's number, found by trying."""
    return next(f"{first}{last}" for last in "0123456789" if _is_card(f"{first}{last}"))


def _is_card(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (1 + place % 2)
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0


def full_width(text: str) -> str:
    """Digits and letters as a Chinese keyboard gives them."""
    return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)


# kind → a planted value
PLANTED = {
    "resident_number": resident_number(),
    "old_resident_number": old_resident_number(),
    "passport": "E73519246",
    "mobile": "13987650421",
    "telephone": "0551-63719284",
    "bank_card": with_luhn("622202351972846013"),
    "e_mail": "nobody.zhang@example.org",
    "chat_account": "微信号nobody_7351",
    "plate": "陕A7K351",
    "person_name": "欧阳建国",
    "address": "无名路735号2单元1906室",
    "coordinates": "107.351926,34.735192",
}
