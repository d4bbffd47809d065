//! The traps of real exports, and matching in both directions.

use std::collections::BTreeSet;

use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use proptest::prelude::*;

use super::*;
use crate::id::{RecordId, SourceId};

const TODAY: Date = date(2026, 11, 24);

/// Reads patients, and visits where they are not empty, in Paris.
fn parse_with(patients: &[u8], visits: &[u8], choice: &Choice) -> Result<Register, RegisterError> {
    let zone = TimeZone::get("Europe/Paris").unwrap();
    let classes: BTreeSet<String> =
        ["fr/medical-record", "fr/transfusion", "unclassified"].map(str::to_owned).into();
    let with =
        KnownBefore { choice, today: TODAY, zone: &zone, classes: &classes, own_numbers: false };
    let visits: Option<Box<dyn std::io::BufRead + '_>> =
        if visits.is_empty() { None } else { Some(Box::new(visits)) };
    super::read(Box::new(patients), visits, &with)
}

fn parse(bytes: &[u8], choice: &Choice) -> Result<Register, RegisterError> {
    parse_with(bytes, b"", choice)
}

fn read(csv: &str) -> Register {
    parse(csv.as_bytes(), &Choice::default()).unwrap()
}

fn mapping(pairs: &[(Field, &str)]) -> Choice {
    let mapping =
        pairs.iter().map(|(field, column)| (*field, vec![(*column).to_owned()])).collect();
    Choice { mapping, ..Choice::default() }
}

fn troubles(csv: &str) -> Vec<(u64, RowTrouble)> {
    let rows = read(csv).quarantined.into_iter();
    rows.map(|row| (row.line, row.trouble.unwrap())).collect()
}

fn folders<'n>(named: impl IntoIterator<Item = (RecordId, &'n str)>) -> Vec<Folder<'n>> {
    let source = SourceId([1; 16]);
    named.into_iter().map(|(record, name)| Folder { record, source, name }).collect()
}

#[test]
fn a_french_export_in_windows_1252_is_read() {
    let csv =
        b"N\xB0 patient;N\xE9(e) le;D\xE9c\xE9d\xE9;Date de d\xE9c\xE8s;Derni\xE8re visite\r\n\
        4711;25/04/1960;oui;03/02/2015;14/01/2015\r\n0042;01/01/1900;non;;30/06/2001\r\n";
    let register = parse(csv, &Choice::default()).unwrap();
    assert_eq!((register.rows, register.quarantined.len()), (2, 0));
    let [young, old] = register.patients.as_slice() else { panic!("two patients") };
    assert_eq!((young.id.as_str(), young.birth, young.deceased), ("0042", None, false));
    assert_eq!(old.birth, Some(date(1960, 4, 25)));
    assert_eq!(old.death, Some(date(2015, 2, 3)));
    assert_eq!(old.last_contact, Some(date(2015, 1, 14)));
}

#[test]
fn names_of_fields_and_every_separator_are_understood() {
    for separator in [",", ";", "\t"] {
        let csv = "id,birth,death,last_contact\n7,1960-04-25,,2001-02-03\n".replace(',', separator);
        assert_eq!(read(&csv).patients[0].last_contact, Some(date(2001, 2, 3)), "{separator:?}");
    }
}

#[test]
fn columns_are_mapped_where_headings_are_unusual() {
    let mapping = mapping(&[(Field::Id, "Clé"), (Field::LastContact, "vu")]);
    let register = parse("clé;vu\nA1;25/04/2001\n".as_bytes(), &mapping).unwrap();
    assert_eq!(register.patients[0].last_contact, Some(date(2001, 4, 25)));
}

#[test]
fn implausible_rows_are_quarantined_with_their_line_and_reason() {
    let csv = "id;birth;death;last_contact\n\
        1;25/04/1990;;24/04/1990\n\
        2;25/04/1990;24/04/1990;\n\
        3;25/04/1960;01/05/2001;02/05/2002\n\
        4;25/04/1860;;02/05/2001\n\
        5;25/04/60;;02/05/2001\n\
        6;25/04/1960;;02/05/2027\n\
        7;25/13/1960;;02/05/2001\n\
        8;25/04/1960;;02/05/2001;extra\n\
        ;25/04/1960;;02/05/2001\n\
        10;25/04/1960;;02/05/2001\n";
    let wanted = [
        (2, RowTrouble::BirthAfterContact),
        (3, RowTrouble::DeathBeforeBirth),
        (4, RowTrouble::ContactAfterDeath),
        (5, RowTrouble::TooLongAgo(Field::Birth)),
        (6, RowTrouble::TwoDigitYear(Field::Birth)),
        (7, RowTrouble::InFuture(Field::LastContact)),
        (8, RowTrouble::NotADate(Field::Birth)),
        (9, RowTrouble::WrongCellCount),
        (10, RowTrouble::NoId),
    ];
    assert_eq!(troubles(csv), wanted);
    assert_eq!(read(csv).patients.len(), 1);
}

#[test]
fn a_column_that_mixes_both_orders_of_day_and_month_is_not_believed() {
    let csv = "id;last_contact\n1;25/04/2001\n2;04/25/2001\n3;2001-04-25\n";
    let ambiguous = RowTrouble::AmbiguousDate(Field::LastContact);
    assert_eq!(troubles(csv), [(2, ambiguous), (3, ambiguous)]);
}

#[test]
fn deceased_without_a_date_gives_no_date() {
    let csv =
        "id;death;decede;last_contact\n1;;oui;25/04/2001\n2;oui;;25/04/2001\n3;non;;25/04/2001\n";
    let register = read(csv);
    let deceased: Vec<_> = register.patients.iter().map(|p| (p.death, p.deceased)).collect();
    assert_eq!(deceased, [(None, true), (None, true), (None, false)]);
}

#[test]
fn rows_of_one_patient_are_joined_by_the_latest_contact() {
    let csv =
        "id;birth;last_contact\n1;25/04/1960;25/04/2001\n1;;30/06/2011\n1;25/04/1960;01/01/1999\n";
    let register = read(csv);
    assert_eq!(register.patients[0].last_contact, Some(date(2011, 6, 30)));
    assert_eq!(register.patients[0].lines, [2, 3, 4]);
}

#[test]
fn rows_that_disagree_about_a_patient_are_all_in_doubt() {
    let csv = "id;birth;last_contact\n1;25/04/1960;25/04/2001\n1;26/04/1960;25/04/2001\n";
    let wanted = [(2, RowTrouble::RowsDisagree), (3, RowTrouble::RowsDisagree)];
    assert_eq!(troubles(csv), wanted);
    let csv = "id;birth;last_contact\n1;25/04/1960;25/04/2001\n1;25/04/1960;hier\n";
    let wanted =
        [(2, RowTrouble::SiblingQuarantined), (3, RowTrouble::NotADate(Field::LastContact))];
    assert_eq!(troubles(csv), wanted);
}

#[test]
fn spreadsheet_habits_are_undone() {
    let csv =
        "\u{feff}sep=;\r\nid;last_contact;gel\r\n=\"007\";\"25/04/2001 00:00:00\";litige\r\n;;\r\n";
    let register = read(csv);
    assert_eq!((register.rows, register.patients[0].id.as_str()), (1, "007"));
    assert_eq!((register.patients[0].held, register.patients[0].lines[0]), (true, 3));
}

#[test]
fn whole_files_that_cannot_be_used_are_refused() {
    let refuse = |bytes: &[u8]| parse(bytes, &Choice::default()).unwrap_err();
    assert_eq!(refuse(b""), RegisterError::Empty);
    assert_eq!(refuse(b"\n\n"), RegisterError::Empty);
    assert_eq!(refuse(b"PK\x03\x04\0\0"), RegisterError::Workbook);
    assert_eq!(refuse(b"id;last_contact\n\n"), RegisterError::NoRows);
    let sought = ColumnSought {
        list: List::Patients,
        field: Field::LastContact,
        columns: vec!["town".to_owned()],
    };
    assert_eq!(refuse(b"id;birth;town\n1;;\n"), RegisterError::ColumnMissing(sought));
    let security = b"id;last_contact\n1600475123456 21;25/04/2001\n260047512345668;25/04/2001\n";
    assert_eq!(refuse(security), RegisterError::SocialSecurityNumber);
}

#[test]
fn every_row_below_an_unclosed_quote_is_in_doubt() {
    let register = read("id;last_contact\n1;25/04/2001\n2;\"25/04/2001\n3;25/04/2001\n");
    assert_eq!(register.quarantined.len(), 2);
    let ids: Vec<_> = register.patients.iter().map(|patient| patient.id.as_str()).collect();
    assert_eq!(ids, ["1"]);
}

fn record(number: u8) -> RecordId {
    RecordId([number; 16])
}

fn kinds(matching: &Matching<'_>) -> Vec<(u8, &'static str)> {
    let kind = |of: &Match<'_>| match of {
        Match::Patient { .. } => "patient",
        Match::Quarantined => "quarantined",
        Match::Ambiguous => "ambiguous",
    };
    matching.records.iter().map(|(id, of)| (id.0[0], kind(of))).collect()
}

#[test]
fn mismatches_are_reported_both_ways() {
    let register = read("id;last_contact\nP1;25/04/2001\nP2;25/04/2001\nP3;hier\n");
    let records = [(record(1), "p1"), (record(3), "P3"), (record(9), "Divers")];
    let matching = match_records(&register, folders(records), KeyRule::Exact);
    assert_eq!(kinds(&matching), [(1, "patient"), (3, "quarantined")]);
    assert_eq!(matching.unmatched_records, [record(9)]);
    assert_eq!(matching.unmatched_patients[0].id, "P2");
    let wanted = ImportSummary {
        rows: 3,
        matched: 1,
        quarantined: 1,
        unmatched_rows: 1,
        unmatched_records: 1,
        written_otherwise: 0,
        number_among_words: 0,
    };
    assert_eq!(matching.summary, wanted);
}

#[test]
fn the_folder_column_wins_and_accents_do_not_matter() {
    let register = read("id;dossier;last_contact\n1;Lefèvre_Zoé;25/04/2001\n2;;25/04/2001\n");
    let records = [(record(1), "LEFEVRE Zoe"), (record(2), "2"), (record(3), "1")];
    let matching = match_records(&register, folders(records), KeyRule::Exact);
    assert_eq!(kinds(&matching), [(1, "patient"), (2, "patient")]);
}

#[test]
fn a_number_inside_a_longer_number_is_somebody_else() {
    let register = read("id;last_contact\n12;25/04/2001\n1234;25/04/2001\n");
    let records = [(record(1), "DUPONT-1234"), (record(2), "MARTIN_12_bis"), (record(3), "x123")];
    let matching = match_records(&register, folders(records), KeyRule::Contains);
    let id = |number| match matching.records.get(&record(number)) {
        Some(Match::Patient { patient, .. }) => patient.id.as_str(),
        _ => "",
    };
    assert_eq!([id(1), id(2), id(3)], ["1234", "12", ""]);
}

#[test]
fn a_number_among_words_is_counted_where_only_whole_names_match() {
    let register = read("id;last_contact\n12;25/04/2001\n34;25/04/2001\n");
    let named = [
        (record(1), "DUPONT 12"),
        (record(2), "12-34 famille"),
        (record(3), "34"),
        (record(4), "12 mars 1960"),
        (record(5), "x34"),
    ];
    let counted = |rule| match_records(&register, folders(named), rule).summary.number_among_words;
    assert_eq!([counted(KeyRule::Exact), counted(KeyRule::Contains)], [1, 0]);
}

#[test]
fn a_folder_that_could_be_two_patients_is_nobodys() {
    let register = read("id;last_contact\n12;25/04/2001\n34;25/04/2001\n");
    let matching =
        match_records(&register, folders([(record(1), "12-34 famille")]), KeyRule::Contains);
    assert_eq!(kinds(&matching), [(1, "ambiguous")]);
    assert_eq!((matching.unmatched_records.len(), matching.unmatched_patients.len()), (1, 2));
    let shared = read("id;dossier;last_contact\n1;Zoé;25/04/2001\n2;zoe;25/04/2001\n");
    let matching = match_records(&shared, folders([(record(1), "Zoé")]), KeyRule::Exact);
    assert_eq!(kinds(&matching), [(1, "ambiguous")]);
}

#[test]
fn merged_duplicates_share_a_group_even_in_a_circle() {
    let csv = "id;merged_into;last_contact\na;b;25/04/2001\nb;c;25/04/2001\nc;a;25/04/2001\n\
        d;;25/04/2001\ne;d;25/04/2001\n";
    let register = read(csv);
    let names = ["a", "b", "c", "d", "e"];
    let records = (1..).map(record).zip(names);
    let matching = match_records(&register, folders(records), KeyRule::Exact);
    let group = |of: &Match<'_>| match of {
        Match::Patient { group, .. } => *group,
        _ => u32::MAX,
    };
    let groups: Vec<_> = matching.records.values().map(group).collect();
    assert_eq!(groups, [0, 0, 0, 3, 3]);
}

proptest! {
    #[test]
    fn no_file_makes_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let table = [b"id;birth;last_contact\n".as_slice(), &bytes].concat();
        for bytes in [bytes, table] {
            if let Ok(register) = parse(&bytes, &Choice::default()) {
                let lines: usize = register.patients.iter().map(|p| p.lines.len()).sum();
                let rows = u64::try_from(lines + register.quarantined.len()).unwrap();
                prop_assert_eq!(rows, register.rows);
            }
        }
    }
}

// -- lists as real programs write them: one test for each kind that was met --------------------

fn contact_of(register: &Register, id: &str) -> Option<Date> {
    let patient = register.patients.iter().find(|patient| patient.id == id);
    patient.and_then(|patient| patient.last_contact)
}

fn is_in_doubt(register: &Register, id: &str) -> bool {
    let is_believed = register.patients.iter().any(|patient| patient.id == id);
    let has_row = register.quarantined.iter().any(|row| row.keys.iter().any(|key| key == id));
    !is_believed && has_row
}

#[test]
fn a_stray_quote_never_gives_one_patient_the_dates_of_another() {
    let swaps = "id;adresse;last_contact\n1;\"rue A;10/05/2024\n2;rue B;10/05/2024\n3;rue C;10/05/2024\n\
        4;rue D;10/05/2024\n5;\"rue E;10/05/2003\n6;rue F;10/05/2003\n";
    let register = read(swaps);
    for id in ["1", "2", "3", "4", "5"] {
        assert!(is_in_doubt(&register, id), "{id}");
    }
    assert_eq!(contact_of(&register, "6"), Some(date(2003, 5, 10)));
}

#[test]
fn a_visit_with_a_separator_in_its_text_puts_its_patient_in_doubt() {
    let patients = "id,birth\n12,1960-01-01\n13,1960-01-02\n14,1960-01-03\n7,1960-01-04\n";
    let visits = "id,date,reason,facility,facility_id,pid\n1,2003-05-10,cough,Clinic,3,12\n\
        2,2024-05-10,fever,Clinic,3,13\n3,2025-06-11,cough, fever,Clinic,3,12\n\
        4,2024-05-10,fever,Clinic,3,14\n5,2024-05-10,fever,Clinic,3,7\n";
    let register = parse_with(patients.as_bytes(), visits.as_bytes(), &Choice::default()).unwrap();
    assert!(is_in_doubt(&register, "12"));
    assert_eq!(contact_of(&register, "13"), Some(date(2024, 5, 10)));
    assert_eq!(register.visits.unwrap().refused, 1);
}

#[test]
fn the_latest_visit_of_each_number_counts_in_either_order_of_day_and_month() {
    let patients =
        "Id,BIRTHDATE,DEATHDATE,PASSPORT\na-1,1960-01-01,,x\nb-2,1950-01-01,2015-02-03,y\n";
    let visits = "Id,START,STOP,PATIENT,DESCRIPTION\nv1,2003-05-10T08:00:00Z,2003-05-10T23:30:00Z,a-1,x\n\
        v2,2002-01-01T08:00:00Z,,a-1,x\nv3,2014-01-01T08:00:00Z,2014-01-01T08:20:00Z,b-2,\"a, b\"\nv4,2014-01-01T08:00:00Z,,zz,x\n";
    let register = parse_with(patients.as_bytes(), visits.as_bytes(), &Choice::default()).unwrap();
    assert_eq!(contact_of(&register, "a-1"), Some(date(2003, 5, 11)));
    assert_eq!(contact_of(&register, "b-2"), Some(date(2014, 1, 1)));
    assert_eq!(register.patients[1].death, Some(date(2015, 2, 3)));
    assert_eq!(register.visits.unwrap().of_nobody, 1);
    let visits = "pid;date\n1;01/25/2003\n1;01/26/2003\n1;12/01/2004\n";
    let register = parse_with(b"id;birth\n1;1960-01-01\n", visits.as_bytes(), &Choice::default());
    assert_eq!(contact_of(&register.unwrap(), "1"), Some(date(2004, 12, 1)));
    let mixed =
        parse_with(b"id\n1\n", b"pid;date\n1;01/25/2003\n1;25/12/2004\n", &Choice::default());
    assert_eq!(mixed, Err(RegisterError::MixedDates));
}

#[test]
fn merged_duplicates_are_one_person_and_share_doubt_and_holds() {
    let csv = "id;last_contact;merged_into;gel\n100;10/05/2003;300;\n300;12/03/2099;;\n200;10/05/2003;999;\n\
        400;10/05/2003;401;\n401;10/05/2024;;litige\n500;10/05/2003;;\n600;10/05/2004;500;oui\n700;10/05/2003;;\n";
    let register = read(csv);
    assert!(is_in_doubt(&register, "100"), "its master is not believed");
    assert!(is_in_doubt(&register, "200"), "its master is in no row");
    let of = |id: &str| register.patients.iter().find(|patient| patient.id == id).unwrap();
    assert_eq!((of("400").last_contact, of("400").held), (Some(date(2024, 5, 10)), true));
    assert_eq!((of("500").last_contact, of("500").held), (Some(date(2004, 5, 10)), true));
    assert!(!of("700").held);
}

#[test]
fn an_unused_column_that_matters_is_asked_about() {
    let refuse = |csv: &str, choice: &Choice| parse(csv.as_bytes(), choice).unwrap_err();
    let unused =
        |field, column: &str| RegisterError::ColumnsUnused(vec![(field, column.to_owned())]);
    let csv = "id;last_contact;Jour du décès constaté\n1;10/05/2003;03/02/2012\n";
    assert_eq!(refuse(csv, &Choice::default()), unused(Field::Death, "Jour du décès constaté"));
    let named = mapping(&[(Field::Death, "jour du deces constate")]);
    assert_eq!(parse(csv.as_bytes(), &named).unwrap().patients[0].death, Some(date(2012, 2, 3)));
    let ignored =
        Choice { ignored: vec!["Jour du décès constaté".to_owned()], ..Choice::default() };
    let register = parse(csv.as_bytes(), &ignored).unwrap();
    assert_eq!(register.understood[0].unused, ["Jour du décès constaté"]);
    let csv = "id;Dernier acte;Dernier RDV\n1;10/05/2003;11/06/2025\n";
    let one = mapping(&[(Field::LastContact, "Dernier acte")]);
    assert_eq!(refuse(csv, &one), unused(Field::LastContact, "Dernier RDV"));
    let both = read(csv);
    assert_eq!(contact_of(&both, "1"), Some(date(2025, 6, 11)));
    let harmless =
        "id;last_contact;Lieu de naissance;Profession;Nom\n1;10/05/2003;Lyon;sage-femme;X\n";
    assert_eq!(read(harmless).patients.len(), 1);
}

#[test]
fn a_class_is_one_of_the_rules_or_doubted_and_a_category_of_the_software_is_left_aside() {
    let csv =
        "id;last_contact;class\n1;10/05/2003;FR/Transfusion\n2;10/05/2003;fr/typo\n3;10/05/2003;\n";
    let register = read(csv);
    assert_eq!(register.patients[0].class.as_deref(), Some("fr/transfusion"));
    assert_eq!(troubles(csv), [(3, RowTrouble::UnknownClass)]);
    let csv = "id;last_contact;Catégorie\n1;10/05/2003;ALD\n1;10/05/2004;CMU\n";
    let register = read(csv);
    assert_eq!((register.patients[0].class.as_deref(), register.quarantined.len()), (None, 0));
    assert_eq!(register.understood[0].unused, ["Catégorie"]);
}

#[test]
fn headings_of_programs_are_read_whole() {
    let cases: [(&str, &[Field]); 6] = [
        (
            "Patientennummer;Anrede;Vorname;Nachname;Geburtsdatum;Verstorben;Sterbedatum;Letzter Besuch",
            &[Field::Id, Field::Birth, Field::Death, Field::Deceased, Field::LastContact],
        ),
        (
            "Numero;Nom de Famille;Prénom;Date de naissance (JJ/MM/AAAA);Sex (M/F);Profession;Dernière consultation",
            &[Field::Id, Field::Birth, Field::LastContact, Field::Profession],
        ),
        (
            "PatNum,LName,FName,Birthdate,DateTimeDeceased,ImageFolder,Last Visit",
            &[Field::Id, Field::Birth, Field::Death, Field::LastContact, Field::Folder],
        ),
        (
            "subject_id,dob,dod,dod_hosp,dod_ssn,expire_flag,last_visit",
            &[Field::Id, Field::Birth, Field::Death, Field::Deceased, Field::LastContact],
        ),
        (
            "Patiëntnummer;Achternaam;Geboortedatum;Overlijdensdatum;Laatste bezoek",
            &[Field::Id, Field::Birth, Field::Death, Field::LastContact],
        ),
        (
            "Codice paziente;Cognome;Data di nascita;Data decesso;Ultima visita",
            &[Field::Id, Field::Birth, Field::Death, Field::LastContact],
        ),
    ];
    for (header, fields) in cases {
        let separator = if header.contains(';') { ";" } else { "," };
        let cells: Vec<&str> = header.split(separator).map(|_| "1").collect();
        let mut cells: Vec<String> = cells.into_iter().map(str::to_owned).collect();
        for (cell, heading) in cells.iter_mut().zip(header.split(separator)) {
            if heading.to_lowercase().contains("flag") || heading == "Verstorben" {
                "0".clone_into(cell);
            } else if !heading.to_lowercase().contains("num")
                && !heading.contains("odice")
                && heading != "subject_id"
            {
                cell.clear();
            }
        }
        let register = read(&format!("{header}\n{}\n", cells.join(separator)));
        let found: Vec<Field> =
            register.understood[0].fields.iter().map(|usage| usage.field).collect();
        assert_eq!(found, fields, "{header}");
        assert!(register.quarantined.is_empty(), "{:?}", register.quarantined);
    }
}

#[test]
fn what_belongs_to_the_file_is_decided_for_the_file() {
    let us = "PatNum,Birthdate,DateOfDeath,LastVisit\nP1,01/25/1940,12/01/2016,05/20/2008\nP2,02/25/1970,,05/22/2024\n";
    assert_eq!(read(us).patients[0].death, Some(date(2016, 12, 1)));
    let titles = "Liste des patients\nimprimée le 3 mai 2026\n\nN° patient|Né le|Dernière visite\n1|01/01/1960|10/05/2003|\n2|01/01/1960\n";
    let register = read(titles);
    assert_eq!((register.patients.len(), register.quarantined.len()), (2, 0));
    assert_eq!(register.understood[0].header_line, 4);
    let years = "id;birth;last_contact\n1;1960;10/05/2003\n2;2003;10/05/2003\n3;01/01/1960;05/07/1905\n4;0001-05-10;10/05/2003\n";
    let register = read(years);
    assert_eq!(register.patients[0].birth, Some(date(1960, 12, 31)));
    assert_eq!(register.patients[1].birth, Some(date(2003, 5, 10)));
    let long_ago = |field| RowTrouble::TooLongAgo(field);
    assert_eq!(troubles(years), [(4, long_ago(Field::LastContact)), (5, long_ago(Field::Birth))]);
}

#[test]
fn nobody_dies_in_9999_and_nein_is_no_hold() {
    let csv = "id;birth;death;last_contact;gel;verstorben\n1;01/01/1950;31/12/9999;10/05/2003;nein;Nein\n\
        2;01/01/1950;;10/05/2003;ja;03/02/2012\n3;01/01/1940;03/02/2012;15/03/2012;nee;wahr\n";
    let register = read(csv);
    let [living, dead, certified] = register.patients.as_slice() else { panic!("{register:?}") };
    assert_eq!((living.death, living.deceased, living.held), (None, false, false));
    assert_eq!((dead.death, dead.deceased, dead.held), (Some(date(2012, 2, 3)), true, true));
    assert_eq!((certified.death, certified.held), (Some(date(2012, 2, 3)), false));
}

#[test]
fn refused_rows_name_line_column_and_shape() {
    let register =
        read("id;Né le;last_contact\n1;25/13/1960;10/05/2003\n2;01/01/1960;hier matin\n");
    let told: Vec<_> = register
        .quarantined
        .iter()
        .map(|row| (row.line, row.column.as_deref(), row.shape.as_deref()))
        .collect();
    let wanted =
        [(2, Some("Né le"), Some("99/99/9999")), (3, Some("last_contact"), Some("aaaa aaaaa"))];
    assert_eq!(told, wanted);
}

#[test]
fn numbers_of_thirteen_digits_are_security_numbers_only_where_they_tell_the_birth() {
    let ours = "id;birth;last_contact\n1700000000000;01/01/1960;10/05/2003\n1712345678901;01/01/1961;10/05/2003\n";
    assert_eq!(read(ours).patients.len(), 2);
    let theirs = "id;birth;last_contact\n1600475123456;05/04/1960;10/05/2003\n2610575123456;05/05/1961;10/05/2003\n";
    assert_eq!(
        parse(theirs.as_bytes(), &Choice::default()),
        Err(RegisterError::SocialSecurityNumber)
    );
}

#[test]
fn a_folder_with_words_must_bear_a_name_where_the_list_has_names() {
    let register = read("id;Nom;Prénom;last_contact\n12;Dupont;Marie;25/04/2001\n");
    let named = [
        (record(1), "12 DUPONT"),
        (record(2), "12 Marie MARTIN"),
        (record(3), "12 Travaux"),
        (record(4), "12"),
    ];
    let matching = match_records(&register, folders(named), KeyRule::Contains);
    assert_eq!(kinds(&matching), [(1, "patient"), (2, "patient"), (4, "patient")]);
}

#[test]
fn numbers_that_differ_only_by_zeros_are_both_in_doubt() {
    let csv = "id;last_contact\n0815;10/05/2003\n815;10/05/2025\n7;10/05/2003\n";
    assert_eq!(troubles(csv), [(2, RowTrouble::NumbersAlike), (3, RowTrouble::NumbersAlike)]);
}

#[test]
fn exchange_formats_are_told_by_their_content() {
    let xdt = "01380006100\r\n01330004711\r\n017310301021960\r\n017620010052003\r\n017620011062005\r\n\
        01380006100\r\n01330000815\r\n017310302021961\r\n";
    let register = read(xdt);
    assert_eq!(contact_of(&register, "4711"), Some(date(2005, 6, 11)));
    assert_eq!((register.patients.len(), register.patients[0].birth), (2, Some(date(1961, 2, 2))));
    assert_eq!(register.understood[0].encoding, "xDT");
    let fhir = r#"{"resourceType":"Bundle","entry":[
        {"resource":{"resourceType":"Patient","id":"a","birthDate":"1960-05","deceasedBoolean":false}},
        {"resource":{"resourceType":"Encounter","subject":{"reference":"Patient/a"},"period":{"end":"2003-05-10T23:30:00Z"}}},
        {"resource":{"resourceType":"Encounter","subject":{"reference":"Patient/a"},"period":{"start":"2001-05-10"}}}]}"#;
    let register = read(fhir);
    assert_eq!(contact_of(&register, "a"), Some(date(2003, 5, 11)));
    assert_eq!(
        (register.patients[0].birth, register.patients[0].deceased),
        (Some(date(1960, 5, 31)), false)
    );
}

// -- laws --------------------------------------------------------------------------------------

/// A list of visits kept by patient: several rows a patient, free texts among them, quoted where they must be.
fn visits_list(rows: &[(u8, i16, u8)]) -> (String, std::collections::BTreeMap<String, Date>) {
    const TEXTS: [&str; 5] = ["contrôle", "toux", "vu ce jour", "\"a; b\"", "renouvellement"];
    let mut text = "patient_id;date;motif;ville;montant\n".to_owned();
    let mut latest = std::collections::BTreeMap::new();
    for (patient, year, kind) in rows {
        let (id, day) = (format!("7{:02}", patient % 40), date(*year, 5, 17));
        let motif = TEXTS[usize::from(kind % 5)];
        text += &format!("{id};17/05/{year};{motif};Lyon;{}\n", kind % 7 + 20);
        let last = latest.entry(id).or_insert(day);
        *last = day.max(*last);
    }
    (text, latest)
}

/// With visits damaged at that place: a date that is believed is no earlier than the true one.
fn nobody_is_earlier(
    latest: &std::collections::BTreeMap<String, Date>,
    damaged: &str,
    at: usize,
) -> Result<(), TestCaseError> {
    let patients: String = latest.keys().map(|id| format!("{id};x\n")).collect();
    let patients = format!("id;ville\n{patients}");
    let read = parse_with(patients.as_bytes(), damaged.as_bytes(), &Choice::default());
    for patient in read.iter().flat_map(|register| &register.patients) {
        let (read, last) = (patient.last_contact, latest[&patient.id]);
        prop_assert!(read.is_none() || read >= Some(last), "{} at {at}\n{damaged}", patient.id);
    }
    Ok(())
}

proptest! {
    /// The worst outcome is a record destroyed too early. One sign that goes astray may cost belief, never a date.
    #[test]
    fn a_stray_sign_never_makes_anybody_seen_earlier(
        rows in proptest::collection::vec((0_u8..8, 1990_i16..2024, any::<u8>()), 12..40),
        place in any::<prop::sample::Index>(),
        sign in prop::sample::select(vec!["\"", ";", "\n", "\r\n", "\"\"", "\";", ";\""]),
    ) {
        let (text, latest) = visits_list(&rows);
        // Digits of numbers and dates themselves are beyond any reader's help.
        let header = text.find('\n').unwrap() + 1;
        let places: Vec<usize> = text
            .char_indices()
            .map(|(at, _)| at)
            .filter(|at| *at > header && !text.as_bytes()[*at - 1].is_ascii_digit() || *at == text.len())
            .filter(|at| !text.as_bytes()[*at].is_ascii_digit() || text.as_bytes()[*at - 1] == b';')
            .collect();
        let at = places[place.index(places.len())];
        let damaged = format!("{}{sign}{}", &text[..at], &text[at..]);
        nobody_is_earlier(&latest, &damaged, at)?;
    }

    #[test]
    fn a_sign_that_is_missing_never_makes_anybody_seen_earlier(
        rows in proptest::collection::vec((0_u8..8, 1990_i16..2024, any::<u8>()), 24..60),
        place in any::<prop::sample::Index>(),
    ) {
        let (text, latest) = visits_list(&rows);
        let header = text.find('\n').unwrap() + 1;
        let signs = text.char_indices().filter(|(_, sign)| matches!(sign, ';' | '"' | '\n'));
        let places: Vec<usize> = signs.map(|(at, _)| at).filter(|at| *at >= header).collect();
        let at = places[place.index(places.len())];
        let damaged = format!("{}{}", &text[..at], &text[at + 1..]);
        nobody_is_earlier(&latest, &damaged, at)?;
    }

    #[test]
    fn the_order_of_rows_does_not_matter(
        rows in proptest::collection::vec((0_u8..8, 1990_i16..2024, any::<u8>()), 2..20),
    ) {
        let told = |rows: &[(u8, i16, u8)]| {
            let (text, latest) = visits_list(rows);
            let patients: String = latest.keys().map(|id| format!("{id}\n")).collect();
            let read = parse_with(format!("id\n{patients}").as_bytes(), text.as_bytes(), &Choice::default());
            let seen = |one: &Patient| (one.id.clone(), one.last_contact);
            read.unwrap().patients.iter().map(seen).collect::<Vec<_>>()
        };
        let turned: Vec<_> = rows.iter().rev().copied().collect();
        prop_assert_eq!(told(&rows), told(&turned));
    }
}
