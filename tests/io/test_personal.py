"""Columns that tell of persons are seen in every language and format; counts of groups are not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flee_small import told as told_of_flee
from flee_small import written as written_flee
from io_broken import told, written
from marchland.io.personal import looks_personal, personal_headers

PERSONAL = [
    "passport_no", "Passports", "Phone numbers", "tel", "Tel.", "ssn", "SSNs", "pesel", "PESEL",
    "FirstName", "full names", "date of birth", "DOB", "national IDs", "email", "Addresses",
    "Numéro de téléphone", "prénoms", "Nom et prénom", "nom de famille", "carte d'identité",
    "date de naissance", "teléfono", "Apellidos", "nombre completo", "fecha de nacimiento",
    "cédula", "DNI", "pasaportes", "Imię", "nazwisko", "data urodzenia", "numer dowodu",
    "Фамилия", "имя", "номер телефона", "Дата рождения", "ИНН", "прізвище", "ім'я", "телефон",
    "дата народження", "РНОКПП", "رقم الهاتف", "جواز السفر", "تاريخ الميلاد", "الاسم الكامل",
    "mob_no", "ID_No", "d.o.b", "fname", "beneficiary_name", "contact_person", "proGres_ID",
    "hh_id", "blood_type",
    "bank_account", "né_le", "fecha_nac", "nazwiska", "data_ur", "фамилии", "Ф.И.О.", "тел.",
    "дата_рожд", "імена", "паспорти", "هواتف", "تاريخ_الولادة", "جوازات", "sobrenome", "telemóvel",
    "endereço", "data_de_nascimento", "CPF", "ad_soyad", "doğum_tarihi", "kimlik_no", "شماره_تلفن",
    "نام_خانوادگی", "تاریخ_تولد", "کد_ملی", "آدرس", "jina_kamili", "simu", "tarehe ya kuzaliwa",
    "ስልክ",
    "የትውልድ_ቀን", "ስልኪ",
    "اسم العائلة", "الرقم الوطني", "رقم الهوية",
]  # fmt: skip
PLAIN = [
    "name", "place", "population", "women_18_59", "numberMales", "numberFemales", "Female_0_4",
    "male_04", "date", "Nombre de personnes", "nombre", "Number of cases", "households",
    "individuals", "idps", "age_range", "Origin", "Country of Origin", "номер", "название", "пункт",
    "births", "birth_rate", "telephone_towers", "phone_coverage", "mobile_clinics", "mail_stations",
    "nom_camp", "nombre_del_lugar", "camp_name", "#loc+name", "#adm1+name", "#affected+f+adults",
    "اسم_المخيم", "kamp_adı", "nome_do_campo", "camp_id", "disability_count", "hh_count",
    "f_60_plus",
    "liczba osób", "عدد الأفراد", "مكان", "telemetry", "dnipro",
]  # fmt: skip


@pytest.mark.parametrize("header", PERSONAL)
def test_headers_of_persons_are_seen(header: str) -> None:
    assert looks_personal(header)


@pytest.mark.parametrize("header", PLAIN)
def test_headers_of_counts_are_not(header: str) -> None:
    assert not looks_personal(header)


@pytest.mark.parametrize(
    ("headers", "personal"),
    [
        (["gender", "age_range", "min_age", "max_age", "population"], []),
        (["Sexe", "Âge", "Nombre"], []),
        (["Płeć", "Wiek", "Liczba"], []),
        (["Пол", "Возраст", "Количество"], []),
        (["place", "sex", "age"], ["sex", "age"]),
        (["lieu", "sexe", "âge"], ["sexe", "âge"]),
        (["الجنس", "العمر"], ["الجنس", "العمر"]),
        (["sex", "population", "phone"], ["phone"]),
    ],
)
def test_sex_and_age_are_personal_only_where_nobody_is_counted(
    headers: list[str], personal: list[str]
) -> None:
    assert personal_headers(headers) == personal


def test_files_of_every_format_and_subfolder_are_looked_into(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    folder = written(tmp_path)
    (folder / "raw").mkdir()
    book = openpyxl.Workbook()
    book.active.append(["lieu", "téléphone"])
    book.save(folder / "raw" / "list.xlsx")
    (folder / "raw" / "people.geojson").write_text(json.dumps({"properties": {"pesel": 1}}))
    (folder / "raw" / "list.tsv").write_text("place\tapellidos\n")
    lines = told(folder)
    for name, header in (("list.xlsx", "téléphone"), ("people.geojson", "pesel"),
                         ("list.tsv", "apellidos")):  # fmt: skip
        assert any(line.startswith(f"raw/{name}  column '{header}' looks") for line in lines)


def test_files_of_a_flee_folder_are_looked_into(tmp_path: Path) -> None:
    folder = written_flee(tmp_path, agents="Prénom,lieu\nx,y\n")
    assert any("agents.csv  column 'Prénom' looks personal" in one for one in told_of_flee(folder))
