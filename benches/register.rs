//! Importing 20 000 patients, 1 000 000 visits and matching 20 000 folders. Aim: under 5 s with the plan, under 250 MB.

use std::collections::BTreeSet;

use divan::{Bencher, black_box};
use jiff::civil::date;
use jiff::tz::TimeZone;
use refuge::id::{RecordId, SourceId};
use refuge::register::{Choice, Folder, KeyRule, KnownBefore, match_records, read};

const PATIENTS: u32 = 20_000;
const VISITS: u32 = 1_000_000;

fn main() {
    divan::main();
}

fn spread(seed: u32, over: u32) -> u32 {
    seed.wrapping_mul(2_654_435_761) % over
}

fn patients() -> String {
    let mut text = "N° patient;Nom;Prénom;Né(e) le;Date de décès;Ville\r\n".to_owned();
    for number in 0..PATIENTS {
        let (day, month) = (spread(number, 28) + 1, spread(number ^ 5, 12) + 1);
        let year = 1930 + spread(number ^ 77, 70);
        text += &format!("{number};NOM{number};Prénom;{day:02}/{month:02}/{year};;Lyon\r\n");
    }
    text
}

fn visits() -> String {
    let mut text = "id;patient_id;date;motif;montant\n".to_owned();
    for number in 0..VISITS {
        let patient = spread(number, PATIENTS);
        let (day, month) = (spread(number ^ 3, 28) + 1, spread(number ^ 9, 12) + 1);
        let year = 2000 + spread(number ^ 11, 26);
        text += &format!("{number};{patient};{day:02}/{month:02}/{year} 10:30;contrôle;25,00\n");
    }
    text
}

#[expect(clippy::panic, reason = "a list that is refused is nothing to measure")]
#[divan::bench(sample_count = 3, sample_size = 1)]
fn patients_visits_and_folders(bencher: Bencher) {
    let (patients, visits) = (patients(), visits());
    let names: Vec<String> = (0..PATIENTS).map(|number| number.to_string()).collect();
    let zone = TimeZone::UTC;
    let (choice, classes) = (Choice::default(), BTreeSet::new());
    bencher.bench(|| {
        let with = KnownBefore {
            choice: &choice,
            today: date(2026, 11, 24),
            zone: &zone,
            classes: &classes,
            own_numbers: false,
        };
        let register =
            read(Box::new(patients.as_bytes()), Some(Box::new(visits.as_bytes())), &with);
        let register = register.unwrap_or_else(|error| panic!("{error}"));
        let folders = (0_u32..).zip(&names).map(|(number, name)| {
            let mut id = [0; 16];
            id[..4].copy_from_slice(&number.to_le_bytes());
            Folder { record: RecordId(id), source: SourceId([1; 16]), name }
        });
        let matching = match_records(&register, folders, KeyRule::Exact);
        assert_eq!(matching.summary.matched, u64::from(PATIENTS));
        black_box(matching.summary)
    });
}
