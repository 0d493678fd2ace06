"""Personal data stays out: columns that look as if they told of single persons."""

from __future__ import annotations

import re

_PERSONAL = frozenset(
    {
        "passport",
        "phone",
        "telephone",
        "mobile",
        "msisdn",
        "imei",
        "email",
        "mail",
        "surname",
        "firstname",
        "lastname",
        "forename",
        "fullname",
        "birth",
        "birthday",
        "birthdate",
        "dob",
        "age",
        "gender",
        "sex",
        "nationality",
        "ethnicity",
        "religion",
        "address",
        "fingerprint",
        "biometric",
        "biometrics",
        "iban",
        "visa",
        "father",
        "mother",
        "spouse",
        "facebook",
        "whatsapp",
        "telegram",
    }
)
_PHRASES = (
    ("first", "name"),
    ("last", "name"),
    ("full", "name"),
    ("family", "name"),
    ("given", "name"),
    ("maiden", "name"),
    ("person", "name"),
    ("person", "id"),
    ("individual", "id"),
    ("national", "id"),
    ("case", "number"),
    ("registration", "number"),
    ("unhcr", "id"),
    ("household", "id"),
    ("id", "number"),
    ("date", "of", "birth"),
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def looks_personal(header: str) -> bool:
    """Whether a column's header sounds like that of a list of persons."""
    words = re.findall(r"[a-z]+", _CAMEL.sub(" ", header).lower())
    pairs = [
        tuple(words[i : i + len(phrase)]) == phrase
        for phrase in _PHRASES
        for i in range(len(words))
    ]
    return any(word in _PERSONAL for word in words) or any(pairs)
