//! Measured: false alarms on simulated ordinary days, and hits on simulated attacks. Run by hand:
//! `cargo test --test it guard_days -- --ignored --nocapture`. Figures stand in `docs/decisions.md`.

use refuge::config::RecordRule;
use refuge::error::Error;
use refuge::storage::Storage;
use refuge::storage::memory::Memory;

use crate::rig::{Rig, noise};

const SEEDS: u64 = 8;
const PATIENTS: u64 = 60;
/// Days of edits before anything happens.
const DAYS: u64 = 5;

/// A practice, and the chance of its days.
struct Practice {
    rig: Rig,
    storage: Memory,
    seed: u64,
}

type Act = fn(&mut Practice);

impl Practice {
    fn new(seed: u64) -> Self {
        let storage = Memory::new();
        let rig = Rig::new(&storage, RecordRule::EachFolder);
        let mut practice = Self { rig, storage, seed };
        for patient in 0..PATIENTS {
            for kind in 0..5 {
                let bytes = practice.file(kind);
                practice.rig.write(&name(patient, kind), &bytes);
            }
        }
        for number in 0..80 {
            let bytes = [b"MZ\x90\0".as_slice(), &practice.text(3000)].concat();
            practice.rig.write(&format!("logiciel/part{number}.dll"), &bytes);
            let bytes = practice.text_now(2000);
            practice.rig.write(&format!("export/2026-11-01-{number}.xml"), &bytes);
        }
        practice.back_up().unwrap();
        for _ in 0..DAYS {
            edits(&mut practice);
            practice.back_up().unwrap();
        }
        practice
    }

    fn below(&mut self, end: u64) -> u64 {
        self.seed = self
            .seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.seed >> 33) % end
    }

    fn text(&mut self, length: usize) -> Vec<u8> {
        const WORDS: [&str; 12] = [
            "le ",
            "patient ",
            "revient ",
            "pour ",
            "douleurs ",
            "lombaires ",
            "depuis ",
            "trois ",
            "semaines ",
            "traitement ",
            "poursuivi ",
            "à revoir. ",
        ];
        let mut text = String::new();
        while text.len() < length {
            let word = usize::try_from(self.below(12)).unwrap();
            text.push_str(WORDS[word]);
        }
        text.into_bytes()
    }

    fn text_now(&mut self, length: usize) -> Vec<u8> {
        [b"<?xml version=\"1.0\"?>".as_slice(), &self.text(length)].concat()
    }

    fn file(&mut self, kind: u64) -> Vec<u8> {
        let body = noise(self.below(u64::MAX >> 34) + 1, 5000);
        match kind {
            0 => self.text(1500),
            1 => [b"{\\rtf1 ".as_slice(), &self.text(4000)].concat(),
            2 => [b"%PDF-1.7\n".as_slice(), &body].concat(),
            3 => [b"\xff\xd8\xff\xe0".as_slice(), &body].concat(),
            _ => [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".as_slice(), &self.text(6000)].concat(),
        }
    }

    fn back_up(&mut self) -> refuge::error::Result<refuge::backup::Summary> {
        self.rig.backup(&self.storage, "Blue")
    }

    /// Every file, by its path below the source.
    fn all(&self) -> Vec<String> {
        crate::rig::files_below(&self.rig.source()).into_keys().collect()
    }

    fn read(&self, path: &str) -> Vec<u8> {
        std::fs::read(self.rig.source().join(path)).unwrap()
    }

    fn remove(&self, path: &str) {
        std::fs::remove_file(self.rig.source().join(path)).unwrap();
    }

    /// Encrypts some of all files.
    fn encrypt(&mut self, percent: u64, ending: &str, how: fn(&[u8], u64) -> Vec<u8>) {
        for path in self.all() {
            if self.below(100) < percent {
                let seed = self.below(1 << 30) + 1;
                let bytes = how(&self.read(&path), seed);
                self.remove(&path);
                self.rig.write(&format!("{path}{ending}"), &bytes);
            }
        }
    }
}

fn name(patient: u64, kind: u64) -> String {
    let file = ["notes.txt", "lettre.rtf", "scan.pdf", "photo.jpg", "compte.xls"];
    format!("{patient:03}/{}", file[usize::try_from(kind).unwrap()])
}

fn edits(practice: &mut Practice) {
    for _ in 0..3 + practice.below(12) {
        let (patient, kind) = (practice.below(PATIENTS), practice.below(5));
        let bytes = practice.file(kind);
        practice.rig.write(&name(patient, kind), &bytes);
    }
    for _ in 0..1 + practice.below(5) {
        let (patient, number) = (practice.below(PATIENTS), practice.below(100_000));
        let bytes = practice.file(2);
        practice.rig.write(&format!("{patient:03}/courrier {number}.pdf"), &bytes);
    }
}

fn update(practice: &mut Practice) {
    for number in 0..70 {
        let bytes = [b"MZ\x90\0".as_slice(), &practice.text(3500)].concat();
        practice.rig.write(&format!("logiciel/part{number}.dll"), &bytes);
    }
    for number in 70..80 {
        practice.remove(&format!("logiciel/part{number}.dll"));
        let bytes = [b"PK\x03\x04".as_slice(), &noise(number, 3000)].concat();
        practice.rig.write(&format!("logiciel/part{number}.pak"), &bytes);
    }
}

fn move_folders(practice: &mut Practice) {
    let source = practice.rig.source();
    std::fs::create_dir(source.join("archives")).unwrap();
    for patient in 0..40 {
        let from = source.join(format!("{patient:03}"));
        std::fs::rename(from, source.join(format!("archives/{patient:03}"))).unwrap();
    }
}

fn archive_away(practice: &mut Practice) {
    for patient in 0..25 {
        std::fs::remove_dir_all(practice.rig.source().join(format!("{patient:03}"))).unwrap();
    }
}

fn import(practice: &mut Practice) {
    for number in 0..300 {
        let bytes = practice.file(3);
        practice.rig.write(&format!("photos/IMG_{number}.jpeg"), &bytes);
    }
}

fn export_anew(practice: &mut Practice) {
    for number in 0..80 {
        practice.remove(&format!("export/2026-11-01-{number}.xml"));
        let bytes = practice.text_now(2100);
        practice.rig.write(&format!("export/2026-12-01-{number}.xml"), &bytes);
    }
}

fn whole(bytes: &[u8], seed: u64) -> Vec<u8> {
    noise(seed, bytes.len() + 32)
}

fn same_length(bytes: &[u8], seed: u64) -> Vec<u8> {
    noise(seed, bytes.len())
}

fn every_other_sixteen(bytes: &[u8], seed: u64) -> Vec<u8> {
    let key = noise(seed, bytes.len());
    let torn = bytes.iter().zip(key).enumerate();
    torn.map(|(at, (byte, key))| if at / 16 % 2 == 0 { key } else { *byte }).collect()
}

fn head_only(bytes: &[u8], seed: u64) -> Vec<u8> {
    let head = bytes.len().min(1024);
    [noise(seed, head).as_slice(), &bytes[head..]].concat()
}

fn zeros(bytes: &[u8], _seed: u64) -> Vec<u8> {
    vec![0; bytes.len()]
}

fn wipe(practice: &mut Practice) {
    for path in practice.all() {
        if practice.below(100) < 95 {
            practice.remove(&path);
        }
    }
}

/// How many runs of an act were stopped, and how many of these before anything was written.
fn measure(act: Act) -> (u64, u64) {
    let (mut stopped, mut early) = (0, 0);
    for seed in 1..=SEEDS {
        let mut practice = Practice::new(seed);
        act(&mut practice);
        let before = practice.storage.list("").unwrap().len();
        match practice.back_up() {
            Err(Error::MassChange(_)) => {
                stopped += 1;
                early += u64::from(practice.storage.list("").unwrap().len() == before);
            }
            other => drop(other.unwrap()),
        }
    }
    (stopped, early)
}

/// Files encrypted before a slow attack is noticed, in the worst of all runs; none if it never is.
fn slow(a_day: u64) -> Option<u64> {
    let mut worst = 0;
    for seed in 1..=SEEDS {
        let mut practice = Practice::new(seed);
        let victims = practice.all();
        let mut lost = 0;
        let caught = (0..40).any(|_| {
            edits(&mut practice);
            for _ in 0..a_day {
                let number = usize::try_from(practice.below(victims.len() as u64)).unwrap();
                let seed = practice.below(1 << 30) + 1;
                practice.rig.write(&victims[number], &noise(seed, 3000));
                lost += 1;
            }
            practice.back_up().is_err()
        });
        if !caught {
            return None;
        }
        worst = worst.max(lost);
    }
    Some(worst)
}

#[test]
#[ignore = "measured by hand"]
fn ordinary_days_raise_no_alarm_and_attacks_do() {
    let ordinary: [(&str, Act); 6] = [
        ("edits", edits),
        ("update of a whole program", update),
        ("two thirds moved", move_folders),
        ("a third archived away", archive_away),
        ("300 photographs", import),
        ("exports under new names", export_anew),
    ];
    for (name, act) in ordinary {
        let (stopped, _) = measure(act);
        eprintln!("ordinary: {name}: {stopped} of {SEEDS} false alarms");
        assert_eq!(stopped, 0, "{name}");
    }
    let attacks: [(&str, Act); 8] = [
        ("all, new ending", |practice| practice.encrypt(100, ".locked", whole)),
        ("all, names kept", |practice| practice.encrypt(100, "", whole)),
        ("all, names and lengths kept", |practice| practice.encrypt(100, "", same_length)),
        ("every other 16 bytes", |practice| practice.encrypt(100, "", every_other_sixteen)),
        ("first 1 KiB only", |practice| practice.encrypt(100, "", head_only)),
        ("a tenth so far", |practice| practice.encrypt(10, "", whole)),
        ("filled with zeros", |practice| practice.encrypt(100, "", zeros)),
        ("wiped", wipe),
    ];
    for (name, act) in attacks {
        let (stopped, early) = measure(act);
        eprintln!(
            "attack: {name}: {stopped} of {SEEDS} stopped, {early} before anything was written"
        );
        assert_eq!(stopped, SEEDS, "{name}");
    }
}

#[test]
#[ignore = "measured by hand"]
fn slow_attacks_are_noticed_before_many_files_are_lost() {
    for a_day in [2, 5, 10] {
        let lost = slow(a_day);
        eprintln!("attack: {a_day} files a day: noticed after {lost:?} files at most");
        assert!(lost.is_some_and(|lost| lost <= 40), "{a_day} a day");
    }
}
