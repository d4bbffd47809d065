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
    let with = Reading { choice, today: TODAY, zone: &zone, classes: &classes, own_numbers: false };
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
    assert_eq!(refuse(b"id;birth\n1;\n"), RegisterError::ColumnMissing(Field::LastContact));
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
    let wanted =
        Summary { rows: 3, matched: 1, quarantined: 1, unmatched_rows: 1, unmatched_records: 1 };
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
