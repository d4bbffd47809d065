//! Lists as programs really write them, one row each: understood or refused, never misread.
//!
//! Headings, separators, encodings and habits are those of the programs named; the people are made up. What is
//! told of a list is one line: of each patient number, birth, death and last contact; `?` before those in doubt.

use std::collections::BTreeSet;

use jiff::civil::date;
use jiff::tz::TimeZone;
use refuge::id::{RecordId, SourceId};
use refuge::register::{
    Choice, Field, Folder, KeyRule, KnownBefore, Match, Register, RegisterError,
};
use refuge::register::{match_records, read};

fn reading(patients: &[u8], visits: &[u8], choice: &Choice) -> Result<Register, RegisterError> {
    let zone = TimeZone::get("Europe/Paris").unwrap();
    let classes: BTreeSet<String> =
        ["fr/medical-record", "fr/transfusion", "unclassified"].map(str::to_owned).into();
    let today = date(2026, 11, 24);
    let with = KnownBefore { choice, today, zone: &zone, classes: &classes, own_numbers: false };
    let visits: Option<Box<dyn std::io::BufRead + '_>> =
        if visits.is_empty() { None } else { Some(Box::new(visits)) };
    read(Box::new(patients), visits, &with)
}

/// `12 b1960-01-01 d2012-02-03 s2003-05-10, ?13`, by line; or why the file is refused.
fn told(read: Result<Register, RegisterError>) -> String {
    let register = match read {
        Ok(register) => register,
        Err(error) => return format!("refused: {error}"),
    };
    let mut all: Vec<(u64, String)> = Vec::new();
    for one in &register.patients {
        let mut line = one.id.clone();
        for (sign, day) in [('b', one.birth), ('d', one.death), ('s', one.last_contact)] {
            line += &day.map(|day| format!(" {sign}{day}")).unwrap_or_default();
        }
        let dead = one.deceased && one.death.is_none();
        line += if dead { " dead" } else { "" };
        line += if one.held { " held" } else { "" };
        line += &one.class.as_ref().map(|class| format!(" {class}")).unwrap_or_default();
        all.push((one.lines[0], line));
    }
    let patients =
        |row: &&refuge::register::Quarantined| row.list == refuge::register::List::Patients;
    for row in register.quarantined.iter().filter(patients) {
        all.push((row.line, format!("?{}", row.keys.first().cloned().unwrap_or_default())));
    }
    all.sort();
    all.into_iter().map(|(_, line)| line).collect::<Vec<_>>().join(", ")
}

fn patients(csv: &str) -> String {
    told(reading(csv.as_bytes(), b"", &Choice::default()))
}

fn both(csv: &str, visits: &str) -> String {
    told(reading(csv.as_bytes(), visits.as_bytes(), &Choice::default()))
}

fn in_bytes(text: &str, special: &[(char, u8)]) -> Vec<u8> {
    let byte = |letter: char| {
        special.iter().find(|(known, _)| *known == letter).map_or(letter as u8, |(_, byte)| *byte)
    };
    text.chars().map(byte).collect()
}

/// Whose each folder is: `DUPONT 12=12`, `Congres=`.
fn folders(csv: &str, rule: KeyRule, names: &[&str]) -> String {
    let register = reading(csv.as_bytes(), b"", &Choice::default()).unwrap();
    let source = SourceId([1; 16]);
    let record = |number: u8| RecordId([number; 16]);
    let listed =
        (0_u8..).zip(names).map(|(number, name)| Folder { record: record(number), source, name });
    let matching = match_records(&register, listed, rule);
    let whose = |number: u8| match matching.records.get(&record(number)) {
        Some(Match::Patient { patient, .. }) => patient.id.clone(),
        Some(_) => "?".to_owned(),
        None => String::new(),
    };
    let lines = (0_u8..).zip(names).map(|(number, name)| format!("{name}={}", whose(number)));
    lines.collect::<Vec<_>>().join(", ")
}

/// Rows 1 to 3: nothing is quoted, and texts begin with quotes or hold separators.
#[test]
fn quotes_and_separators_in_texts() {
    let swapped = "id;adresse;last_contact\n1;\"rue A;10/05/2024\n2;rue B;10/05/2024\n3;rue C;10/05/2024\n4;\"rue D;10/05/2003\n5;rue E;10/05/2003\n";
    assert_eq!(patients(swapped), "?1, ?2, ?3, ?4, 5 s2003-05-10");
    let swallowed = "id;patient_id;note;date\n1;12;\"toux;10/05/2003\n2;13;rhume;10/05/2003\n3;12;toux;10/06/2025\n4;14;x\";10/05/2003\n5;15;y;10/05/2003\n";
    assert_eq!(both("id\n12\n13\n14\n15\n", swallowed), "?12, ?13, ?14, 15 s2003-05-10");
    let shifted = "id,date,reason,facility,facility_id,pid,encounter\n1,2003-05-10,cough,Clinic,3,12,100\n2,2024-05-10,fever,Clinic,3,13,101\n3,2025-06-11,cough, fever,Clinic,3,12,102\n4,2024-05-10,fever,Clinic,3,13,103\n";
    assert_eq!(both("id\n12\n13\n", shifted), "?12, 13 s2024-05-10");
    let unended = "id;patient_id;note;date\n1;12;x;10/05/2003\n2;12;vu pour\ntoux;10/06/2025\n3;13;y;10/05/2002\n";
    assert_eq!(both("id\n12\n13\n", unended), "?12, 13 s2002-05-10");
}

/// Row 4: merged duplicates, in the four states that were met.
#[test]
fn merged_duplicates() {
    let head = "id;last_contact;merged_into;litige\n";
    for (rows, wanted) in [
        ("1;10/05/2003;2;\n2;10/05/2024;;\n", "1 s2024-05-10, 2 s2024-05-10"),
        ("1;10/05/2003;2;\n2;10/05/2099;;\n", "?1, ?2"),
        ("1;10/05/2003;2;\n", "?1"),
        ("1;10/05/2003;2;\n2;10/05/2002;;oui\n", "1 s2003-05-10 held, 2 s2003-05-10 held"),
        ("1;10/05/2003;-1;\n2;10/05/2004;0;\n", "1 s2003-05-10, 2 s2004-05-10"),
    ] {
        assert_eq!(patients(&format!("{head}{rows}")), wanted, "{rows}");
    }
}

/// Rows 5 to 9: columns.
#[test]
fn columns_that_could_be_taken_wrongly() {
    let two_numbers = "id,pid,DOB,last_visit\n1,4,1960-01-01,2003-05-10\n";
    assert_eq!(patients(two_numbers), "refused: several columns for Id");
    let american = "PatNum,Birthdate,Last Visit,Date of Death\n1,1/25/1940 12:00:00 AM,5/20/2008 12:00:00 AM,12/01/2016\n2,2/20/1950 12:00:00 AM,5/22/2009 12:00:00 AM,\n";
    assert_eq!(
        patients(american),
        "1 b1940-01-25 d2016-12-01 s2008-05-20, 2 b1950-02-20 s2009-05-22"
    );
    let classes = "id;last_contact;class\n1;10/05/2003;unclassified\n2;10/05/2003;fr/transfusion\n3;10/05/2003;fr/nothing\n";
    assert_eq!(patients(classes), "1 s2003-05-10 unclassified, 2 s2003-05-10 fr/transfusion, ?3");
    let two_contacts = "id;Dernier acte;Dernier RDV\n1;10/05/2003;11/06/2025\n";
    assert_eq!(patients(two_contacts), "1 s2025-06-11");
    let numbers_of_visits = "id;date;nom\n1;10/05/2003;A\n2;10/05/2024;B\n";
    assert_eq!(both("id\n1\n2\n", numbers_of_visits), "refused: a number that may be the visit's");
}

/// Row 8: a column that was named for another list must be confirmed; told by the headings.
#[test]
fn headings_of_the_same_list_in_another_order() {
    let headings = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let before = headings(&["id", "Né(e) le", "Date"]);
    assert!(refuge::register::same_headings(&before, &headings(&["Date", "ID", "Née le"])));
    assert!(!refuge::register::same_headings(
        &before,
        &headings(&["id", "Né le", "Date", "Vu le"])
    ));
}

/// Rows 10 and 11: digits in names, folders that are years.
#[test]
fn digits_that_are_nobodys_number() {
    let list = "id;last_contact\n12;10/05/2003\n1001;10/05/2003\n2004;10/05/2003\n";
    let names = [
        "DUPONT_Marie_12-03-1960",
        "Congres 12",
        "Reunions 2004",
        "1001-PA",
        "DUPONT Marie 12 mars 1960",
        "DUPONT Marie 12 ans",
        "12",
    ];
    let wanted = "DUPONT_Marie_12-03-1960=, Congres 12=, Reunions 2004=, 1001-PA=1001, DUPONT Marie 12 mars 1960=, DUPONT Marie 12 ans=, 12=12";
    assert_eq!(folders(list, KeyRule::Contains, &names), wanted);
    let numbers: String = (1..2_500).map(|number| format!("{number};10/05/2003\n")).collect();
    let list = format!("id;last_contact\n{numbers}");
    let years: Vec<String> = (2001..=2026).map(|year| year.to_string()).collect();
    let years: Vec<&str> = years.iter().map(String::as_str).collect();
    assert!(folders(&list, KeyRule::Exact, &years).split(", ").all(|line| line.ends_with('=')));
}

/// Rows 12 and 13: what too many share, and days that stand for a year.
#[test]
fn fillers_in_a_practice_of_two_hundred() {
    use refuge::retention::chance::{Coarse, Happens, fillers};
    let today = date(2026, 11, 24);
    let spread = |number: i32| {
        let day = i8::try_from(number * 5 % 28).unwrap() + 1;
        date(
            1930 + i16::try_from(number % 70).unwrap(),
            i8::try_from(number % 12).unwrap() + 1,
            day,
        )
    };
    for (filler, what) in [
        (date(1970, 1, 1), Happens::Birth),
        (date(1910, 1, 1), Happens::Birth),
        (date(2004, 1, 1), Happens::Contact),
        (date(2004, 1, 1), Happens::Death),
    ] {
        let days = (0..200).map(|number| if number < 60 { filler } else { spread(number) });
        assert_eq!(fillers(days, what, today), BTreeSet::from([filler]));
    }
    let first_of_june = |number: i32| date(spread(number).year(), 6, 1);
    let days =
        (0..200).map(|number| if number < 60 { first_of_june(number) } else { spread(number) });
    assert_eq!(Coarse::of(days, today).last_possible(date(1985, 6, 1)), date(1985, 12, 31));
}

/// Rows 14, 18 and 19: the programs' own headings.
#[test]
fn headings_of_programs() {
    for (list, wanted) in [
        (
            "Id,BIRTHDATE,DEATHDATE,SSN,PASSPORT,last_contact\na-1,1960-01-01,2012-02-03,999-1,X,2003-05-10\n",
            "a-1 b1960-01-01 d2012-02-03 s2003-05-10",
        ),
        (
            "pid,DOB,deceased_date,deceased_reason,last_visit\n1,1960-01-01,2012-02-03 00:00:00,unknown,2003-05-10\n",
            "1 b1960-01-01 d2012-02-03 s2003-05-10",
        ),
        (
            "PatNum,Birthdate,DateTimeDeceased,PatStatus,LastVisit\n1,1960-01-01,2012-02-03 00:00:00,5,2003-05-10\n2,1960-01-01,0001-01-01 00:00:00,5,2003-05-10\n",
            "1 b1960-01-01 d2012-02-03 s2003-05-10, 2 b1960-01-01 s2003-05-10 dead",
        ),
        (
            "subject_id,dob,dod,expire_flag,last_visit\n1,1960-01-01 00:00:00,2012-02-03 00:00:00,1,2003-05-10\n",
            "1 b1960-01-01 d2012-02-03 s2003-05-10",
        ),
        (
            "demographic_no,year_of_birth,month_of_birth,date_of_birth,patient_status,last visit\n1,1960,02,17,DE,2003-05-10\n",
            "1 b1960-02-17 s2003-05-10 dead",
        ),
        (
            "Numero;Nom de Famille;Date de naissance (JJ/MM/AAAA);Sex (M/F);Profession;Dernière visite\n1;X;01/01/1960;M;boulanger;10/05/2003\n",
            "1 b1960-01-01 s2003-05-10",
        ),
        (
            "Patientennummer;Anrede;Vorname;Nachname;Geburtsdatum;Verstorben;Sterbedatum;Letzter Besuch\n1;Herr;A;B;01.02.1950;Ja;03.02.2012;10.05.2003\n2;Frau;A;B;01.02.1950;Nein;;10.05.2003\n",
            "1 b1950-02-01 d2012-02-03 s2003-05-10, 2 b1950-02-01 s2003-05-10",
        ),
        (
            "Patiëntnummer;Geboortedatum;Overlijdensdatum;Laatste bezoek\n1;01-02-1950;03-02-2012;10-05-2003\n",
            "1 b1950-02-01 d2012-02-03 s2003-05-10",
        ),
        (
            "NHS Number;Patient ID;Date of Birth;Date of Death;Last seen\n999;1;01-Feb-1950;03-Feb-2012;10-May-2003\n",
            "1 b1950-02-01 d2012-02-03 s2003-05-10",
        ),
        (
            "Codice paziente;Data di nascita;Data decesso;Ultima visita\n1;01/02/1950;03/02/2012;10/05/2003\n",
            "1 b1950-02-01 d2012-02-03 s2003-05-10",
        ),
        (
            "N° patient;Né le;Dernière visite;Prochain RDV\n1;01/02/1950;10/05/2003;03/12/2026\n",
            "1 b1950-02-01 s2026-11-24",
        ),
    ] {
        assert_eq!(patients(list), wanted, "{list}");
    }
}

/// Rows 15 and 22 to 25: dates.
#[test]
fn dates_in_the_forms_that_were_met() {
    for (dates, wanted) in [
        (";2006-11-23T23:30:00Z", "1 s2006-11-24"),
        (";2006-11-23T23:59:39", "1 s2006-11-24"),
        ("01/01/1940;03/02/2012;15/03/2012", "1 b1940-01-01 d2012-02-03 s2012-03-15"),
        ("01/01/1940;03/02/2012;15/03/2014", "?1"),
        ("01/01/1940;31/12/9999;04/02/2012", "1 b1940-01-01 s2012-02-04"),
        ("01-Feb-1940;;10-May-2003", "1 b1940-02-01 s2003-05-10"),
        ("01/01/1940;;10 May 2003 10:30", "1 b1940-01-01 s2003-05-10"),
        ("01/01/1940;;May 10 2003 12:00AM", "1 b1940-01-01 s2003-05-10"),
        ("1er février 1940;;10 mai 2003", "1 b1940-02-01 s2003-05-10"),
        ("1. März 1940;;10. Mai 2003", "1 b1940-03-01 s2003-05-10"),
        ("1 maart 1940;;10 mei 2003", "1 b1940-03-01 s2003-05-10"),
        ("1 marzo 1940;;10 maggio 2003", "1 b1940-03-01 s2003-05-10"),
        ("01021940;;20030510103000", "1 b1940-02-01 s2003-05-10"),
        (";;37751", "?1"),
        ("01/02/1940;;sam. 10/05/2003 10h30", "1 b1940-02-01 s2003-05-10"),
        ("01/01/1960 (66 ans);;10/05/2003", "1 b1960-01-01 s2003-05-10"),
        ("1960;;10/05/2003", "1 b1960-12-31 s2003-05-10"),
        ("00/00/1960;;10/05/2003", "1 b1960-12-31 s2003-05-10"),
        ("31/02/1960;;10/05/2003", "1 b1960-02-29 s2003-05-10"),
        ("15/20/1960;;10/05/2003", "1 b1960-12-31 s2003-05-10"),
        (";;31/02/2003", "?1"),
        (";;2003", "1 s2003-12-31"),
        (";;10/05/03", "?1"),
        (";;05/07/1905", "?1"),
        (";;26/06/1909", "?1"),
        (";;10/05/0001", "?1"),
    ] {
        let dates =
            if dates.matches(';').count() == 1 { format!(";{dates}") } else { dates.to_owned() };
        let list = format!("id;birth;death;last_contact\n1;{dates}\n");
        assert_eq!(patients(&list), wanted, "{list}");
    }
}

/// Rows 16, 17 and 26 are kept by `cli_register`: an older cut, metadata, loose files. Row 20: old letters.
#[test]
fn letters_of_old_systems() {
    let text =
        "Numéro;Nom;Né le;Décès;Dernière visite\n1;Lefèvre;01/02/1950;03/02/2012;10/05/2003\n";
    for special in
        [[('é', 0x8E), ('è', 0x8F)], [('é', 0x82), ('è', 0x8A)], [('é', 0xE9), ('è', 0xE8)]]
    {
        let read = reading(&in_bytes(text, &special), b"", &Choice::default());
        assert_eq!(told(read), "1 b1950-02-01 d2012-02-03 s2003-05-10", "{special:?}");
    }
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let read = reading(&wide, b"", &Choice::default());
    assert_eq!(told(read), "1 b1950-02-01 d2012-02-03 s2003-05-10");
    let marked = [
        &[0xFF, 0xFE],
        "sep=\t\r\nid\tnote\tlast_contact\r\n1\t\"a\r\nb\"\t10/05/2003\r\n"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect::<Vec<_>>()
            .as_slice(),
    ]
    .concat();
    assert_eq!(told(reading(&marked, b"", &Choice::default())), "1 s2003-05-10");
}

/// Rows 21, 29, 30, 31, 32 and 36: habits of exports.
#[test]
fn habits_of_exports() {
    for (list, wanted) in [
        (
            "id;last_contact;Date de décès\n1;10/05/2003\n2;10/05/2003;;\n3;10/05/2003;03/02/2012\n",
            "1 s2003-05-10, 2 s2003-05-10, 3 d2012-02-03 s2003-05-10",
        ),
        (
            "\"PatientID\",\"Note\",\"LastVisit\"\n\"1\",\"he said \\\"no\\\", then\",\"2003-05-10\"\n\"2\",\"x \\\" y\",\"2003-05-12\"\n",
            "?1, 2 s2003-05-12",
        ),
        ("\"id\",\"nom\",\"email\"\"\n\"1\",\"x\",\"a@b\"\n", "refused: no column for LastContact"),
        ("id;last_contact\n", "refused: the file has no rows"),
        (
            "id;birth;Décédé;last_contact\n1;01/01/1940;03/02/2012;10/05/2003\n2;01/01/1940;non;10/05/2003\n",
            "1 b1940-01-01 d2012-02-03 s2003-05-10, 2 b1940-01-01 s2003-05-10",
        ),
        (
            "id;last_contact\n11.0;10/05/2003\n=\"0815\";10/05/2003\n'0042;'10/05/2003\n",
            "11 s2003-05-10, 0815 s2003-05-10, 0042 s2003-05-10",
        ),
        (
            "id;last_contact\n1;10/05/2003\n1,23457E+12;10/05/2003\n",
            "refused: a number that was cut",
        ),
        (
            "\u{feff}\"id\";\"birth\";\"last_contact\";\"\"\r\n\"1\";\"01/01/1960\";\"10/05/2003\";\"\"\r\n\r\n\"Total\";\"1\";\"\";\"\"\r\n",
            "1 b1960-01-01 s2003-05-10, ?Total",
        ),
        (
            "N° patient;Né(e) le;Dernière visite\r\n1;1/1/1960 12:00:00 AM;5/25/2003 12:00:00 AM\r\n",
            "1 b1960-01-01 s2003-05-25",
        ),
        (
            "id;last_contact\n1;10/05/2003\nid;last_contact\n2;10/05/2003\n\u{1a}",
            "1 s2003-05-10, 2 s2003-05-10",
        ),
        (
            "N? patient;D?c?s;Derni?re visite\n1;03/02/2012;10/05/2003\n",
            "1 d2012-02-03 s2003-05-10",
        ),
        (
            "id;last_contact;gel\n1;10/05/2003;nein\n2;10/05/2003;nee\n3;10/05/2003;wahr\n4;10/05/2003;vero\n5;10/05/2003;en cours\n",
            "1 s2003-05-10, 2 s2003-05-10, 3 s2003-05-10 held, 4 s2003-05-10 held, 5 s2003-05-10 held",
        ),
    ] {
        assert_eq!(patients(list), wanted, "{list}");
    }
    let chopped = "id;last_contact\n815;10/05/2003\n12;10/05/2003\n";
    assert_eq!(folders(chopped, KeyRule::Exact, &["0815", "12"]), "0815=, 12=12");
    let register = reading(b"id;last_contact\n815;10/05/2003\n", b"", &Choice::default()).unwrap();
    let folder = Folder { record: RecordId([1; 16]), source: SourceId([1; 16]), name: "0815" };
    let matching = match_records(&register, [folder], KeyRule::Exact);
    assert_eq!(matching.summary.written_otherwise, 1, "a person is told that 0815 is there");
}

/// Row 27: numbers of thirteen digits. Row 28: files of another kind.
#[test]
fn files_and_numbers_of_another_kind() {
    let milliseconds = "id;birth;last_contact\n1700000000000;01/01/1960;10/05/2003\n";
    assert_eq!(patients(milliseconds), "1700000000000 b1960-01-01 s2003-05-10");
    let security = "id;birth;last_contact\n1600475123456;05/04/1960;10/05/2003\n";
    assert_eq!(
        patients(security),
        "refused: the patient number looks like a social security number"
    );
    for (list, wanted) in [
        (
            "Cabinet du Dr Martin\nListe des patients;imprimée le 03/05/2026\n\nN° patient;Né(e) le;Dernière visite\n1;01/01/1960;10/05/2003\n",
            "1 b1960-01-01 s2003-05-10",
        ),
        ("pid|dob|last_visit\n1|1960-01-01|2003-05-10\n", "1 b1960-01-01 s2003-05-10"),
        (
            "01380006100\r\n01330004711\r\n017310301021960\r\n017620010052003\r\n",
            "4711 b1960-02-01 s2003-05-10",
        ),
        (
            "LABO\nDUPONT\nMARIE\n1 RUE X\n\n75001 PARIS\n12/03/1960\n260039912345678\nREF1\n10/05/2003\nLABO\nDR MARTIN\n",
            "refused: no column for Id",
        ),
        ("PK\u{3}\u{4}\0\0", "refused: the file is a workbook"),
        ("\u{3}g\u{5}\n\u{3}\0\0\0a\0 \0\0\0\0\0", "refused: the file is not text"),
        (
            "{\"resourceType\":\"Patient\",\"id\":\"a\",\"birthDate\":\"1960-05\",\"deceasedDateTime\":\"2012\"}",
            "a b1960-05-31 d2012-12-31",
        ),
    ] {
        assert_eq!(patients(list), wanted, "{list}");
    }
    let patient = "{\"resourceType\":\"Patient\",\"id\":\"a\",\"birthDate\":\"1960-05-01\"}\n";
    let encounter = "{\"resourceType\":\"Encounter\",\"subject\":{\"reference\":\"Patient/a\"},\"period\":{\"end\":\"2003-05-10\"}}\n";
    assert_eq!(both(patient, encounter), "a b1960-05-01 s2003-05-10");
}

/// Rows 33 and 34: folders of images.
#[test]
fn folders_of_images() {
    let archive = "PatientID;PatientBirthDate;LastStudyDate\n98890234;19600101;20030510\n77654033;19600101;20250510\n";
    let wanted = "98890234=98890234, 77654033=77654033, DICOMDIR=";
    assert_eq!(folders(archive, KeyRule::Exact, &["98890234", "77654033", "DICOMDIR"]), wanted);
    let dental = "PatNum,LName,FName,ImageFolder,LastVisit\n123,Dupont,Marie,DupontMarie123,2003-05-10\n125,Martin,Paul,MartinPaul125,2003-05-10\n";
    let wanted = "DupontMarie123=123, MartinPaul125=125, DupontMarie123 bis=";
    let names = ["DupontMarie123", "MartinPaul125", "DupontMarie123 bis"];
    assert_eq!(folders(dental, KeyRule::Contains, &names), wanted);
}

/// Row 35, and numbers that two files write differently.
#[test]
fn two_files_that_write_a_number_differently() {
    let old = "id;last_contact\n0815;10/05/2003\n16;10/05/2003\n";
    let visits = "pid;date\n815;10/05/2024\n815;10/05/2001\n16.0;10/05/2025\n16.0;10/05/2002\n";
    assert_eq!(both(old, visits), "0815 s2024-05-10, 16 s2025-05-10");
    let american = "PatNum,Birthdate\n1,1/25/1940\n2,2/26/1950\n";
    let silent = "PatNum,ProcDate\n1,12/01/2016\n1,11/02/2016\n";
    assert_eq!(both(american, silent), "1 b1940-01-25 s2016-12-01, 2 b1950-02-26");
    let ignored = Choice { ignored: vec!["Jour du décès".to_owned()], ..Choice::default() };
    let unused = "id;last_contact;Jour du décès\n1;10/05/2003;03/02/2012\n";
    assert_eq!(patients(unused), "refused: columns that are not used");
    assert_eq!(told(reading(unused.as_bytes(), b"", &ignored)), "1 s2003-05-10");
    let mapped = Choice {
        mapping: [(Field::Death, vec!["Jour du décès".to_owned()])].into(),
        ..Choice::default()
    };
    assert_eq!(told(reading(unused.as_bytes(), b"", &mapped)), "1 d2012-02-03 s2003-05-10");
}
