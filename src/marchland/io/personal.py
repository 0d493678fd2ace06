"""Personal data stays out: columns that look as if they told of single persons.

Headers are looked at in the languages of the field: English, French, Spanish, Portuguese, Arabic,
Persian, Russian, Ukrainian, Polish, Turkish, Swahili, Amharic and Tigrinya; in the singular and the
plural, written out and in short. Counts by sex and
age (``women_18_59``, ``numberFemales``, ``gender`` beside ``population``) tell of nobody.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from marchland.errors import Problem
from marchland.io.reading import WORKBOOKS, read_book, read_sheet
from marchland.language import say

_STRONG = """
passport ssn pesel nin snils rnokpp curp cedula cni nif cnic phone telephone tel mobile cellphone
msisdn imei email mail iban visa surname forename firstname lastname fullname fname lname birthday
birthdate dob idno gsm ethnicity religion address fingerprint biometric biometrics father mother
spouse
facebook whatsapp telegram viber signature
passeport courriel prenom adresse naissance conjoint empreinte
pasaporte telefono movil celular correo apellido domicilio direccion nacimiento conyuge huella
paszport paszportu telefon telefonu komorka nazwisko nazwiska imie imiona nip adres urodzenia odcisk
sobrenome telefone telemovel endereco cpf passaporte
soyad soyadi soyadı kimlik tckn pasaport
simu kitambulisho
ስልክ ስልኪ ፓስፖርት
تلفن آدرس شناسنامه گذرنامه
паспорт паспорта паспорти телефон телефона телефоны тел фамилия фамилии имена имя отчество фио
снилс инн адрес рождения почта
прізвище прізвища імена паспорту телефону адреса народження пошта іпн рнокпп
جواز جوازات هواتف هاتف الهاتف جوال موبايل ميلاد هوية بريد عنوان بصمة لقب
"""
_WEAK = """
age sex gender nationality sexe nationalite edad sexo nacionalidad wiek plec obywatelstwo
возраст пол гражданство вік стать громадянство عمر جنس جنسية
"""
_COUNTS = """
population people person individual number total count refugee idp returnee household family
displaced share percent case sum females males women men children
personne individu nombre effectif refugie menage deplace total
persona individuo numero cantidad refugiado hogar desplazado
osoba osoby osob liczba uchodzcy razem
люди людей человек число количество итого беженцев осіб кількість всього біженців
عدد أفراد لاجئين مجموع
"""
_PHRASES = """
first name|last name|full name|family name|given name|maiden name|person name|person id|
individual id|national id|case number|registration number|unhcr id|household id|id number|id card|
progres id|pro gres id|date of birth|place of birth|year of birth|birth date|birth year|
birth place|phone number|name of person|beneficiary name|respondent name|caregiver name|
household name|hoh name|contact person|contact name|mob no|pass no|id no|hh id|refugee id|asylum no|
alien number|unhcr case|bank account|account no|licence plate|license plate|blood type|d o b|
nom de famille|nom complet|nom et prenom|carte d identite|numero d identite|date de naissance|
ne le|nee le|
nombre completo|nombre y apellido|documento de identidad|numero de documento|fecha de nacimiento|
fecha nac|n documento|
nome completo|nome do pai|data de nascimento|bilhete de identidade|
ad soyad|dogum tarihi|
jina kamili|namba ya simu|tarehe ya kuzaliwa|
ሙሉ ስም|የትውልድ ቀን|ዕለተ ልደት|
نام خانوادگی|نام پدر|تاریخ تولد|کد ملی|شماره ملی|
imie i nazwisko|numer dowodu|dowod osobisty|data urodzenia|data ur|
номер телефона|удостоверение личности|номер документа|ф и о|дата рожд|
по батькові|ім я|номер документа|посвідчення особи|
اسم اول|اسم عائلة|اسم كامل|رقم وطني|رقم هوية|رقم هاتف|رقم جوال|تاريخ ميلاد|تاريخ ولادة|اسم الاب|
اسم اب
"""
_THINGS = frozenset(
    {"tower", "clinic", "coverage", "population", "site", "type", "sent", "station", "free", "rate"}
    | {"country", "countries", "service", "access", "facility", "facilities", "total", "network"}
)
"""Words behind one of a person's that make it one of things: ``telephone_towers``."""
_EXACT = frozenset({"dni", "nid", "inn", "rut", "cin", "nie"})
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WORD = re.compile(r"[^\W\d_]+")
_KEY = re.compile(r'"([^"\n]{1,60})"\s*:')
_ARABIC_THE = "ال"
_SHORTEST = 4
_LOOKED_AT = 200_000


def _bare(text: str) -> str:
    """Return text in small letters without accents."""
    plain = unicodedata.normalize("NFKD", text.replace("ł", "l").replace("Ł", "L"))
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


def _words(header: str) -> list[str]:
    """Return the words of a header, the Arabic article taken off."""
    words = _WORD.findall(_bare(_CAMEL.sub(" ", header)))
    return [word.removeprefix(_ARABIC_THE) if len(word) > _SHORTEST else word for word in words]


def _set(text: str) -> frozenset[str]:
    return frozenset(word for one in text.split() for word in _words(one))


_PERSONAL, _OF_GROUPS, _COUNTED = _set(_STRONG), _set(_WEAK), _set(_COUNTS)
_SAID = tuple(tuple(_words(one)) for one in _PHRASES.replace("\n", "").split("|") if one)


def _known(word: str, words: Collection[str]) -> bool:
    """Whether a word or its singular is among some."""
    return word in words or (
        len(word) >= _SHORTEST
        and (word.removesuffix("s") in words or word.removesuffix("es") in words)
    )


def looks_personal(header: str) -> bool:
    """Whether a column's header by itself sounds like that of a list of persons."""
    words = _words(header)
    single = [word if word in _PERSONAL else word.removesuffix("s") for word in words]
    said = any(
        tuple(some[i : i + len(phrase)]) == phrase
        for phrase in _SAID
        for some in (words, single)
        for i in range(len(words))
    )
    exact = len(words) == 1 and words[0] in _EXACT
    thing = bool(words) and _known(words[-1], _THINGS)
    return exact or said or (not thing and any(_known(word, _PERSONAL) for word in words))


def personal_headers(headers: Iterable[str]) -> list[str]:
    """Return the headers of a table that sound like those of a list of persons.

    Age, sex and nationality do where nothing in the table counts people.
    """
    every = list(headers)
    counted = any(_known(word, _COUNTED) for header in every for word in _words(header))
    return [
        header
        for header in every
        if looks_personal(header)
        or (not counted and any(_known(word, _OF_GROUPS) for word in _words(header)))
    ]


def personal_columns(path: Path, name: str) -> Iterator[Problem]:
    """Yield a warning for each column of a file that is not read and looks personal.

    Tables, workbooks and JSON are looked into, and nothing of what stands in them is told but the
    name of the column.
    """
    for header in personal_headers(_headers(path, name)):
        yield Problem(
            name,
            say(
                "column '{header}' looks personal; the file is not read, but it should not "
                "lie here",
                header=header,
            ),
            warning=True,
        )


def _headers(path: Path, name: str) -> list[str]:
    ending = path.suffix.lower()
    if ending in (".csv", ".tsv", ".txt", ".tab"):
        sheet = read_sheet(path, name)
        return [] if isinstance(sheet, Problem) else list(sheet.header)
    if ending in WORKBOOKS:
        book = read_book(path, name)
        if isinstance(book, Problem):
            return []
        return [cell for one in book.sheets.values() for cell in one.rows[0] if cell]
    if ending in (".json", ".geojson", ".jsonl"):
        text = path.read_bytes()[:_LOOKED_AT].decode("utf-8", "replace")
        return list(dict.fromkeys(_KEY.findall(text)))
    return []
