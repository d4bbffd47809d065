//! Measured: false alarms on simulated ordinary days, and hits on simulated attacks. Run by hand:
//! `cargo test --test it guard_days -- --ignored --nocapture`. Figures stand in `docs/decisions.md`.

use refuge::config::RecordRule;
use refuge::error::Error;
use refuge::storage::Storage;
use refuge::storage::memory::Memory;

use crate::rig::{Rig, noise};

const SEEDS: u64 = 8;
const PATIENTS: u64 = 60;
const KINDS: u64 = 6;
/// Days of edits before anything happens.
const DAYS: u64 = 5;
/// So many times longer are files of whose length something is spared.
const LONG: usize = 24;

/// A practice, and the chance of its days.
struct Practice {
    rig: Rig,
    storage: Memory,
    seed: u64,
    /// How long its files are: 1 or [`LONG`].
    scale: usize,
    is_stopped: bool,
    /// The last run was stopped before it wrote anything.
    was_early: bool,
}

type Act = fn(&mut Practice);
type How = fn(&[u8], u64) -> Vec<u8>;

impl Practice {
    fn new(seed: u64, scale: usize) -> Self {
        let storage = Memory::new();
        let rig = Rig::new(&storage, RecordRule::EachFolder);
        let mut practice = Self { rig, storage, seed, scale, is_stopped: false, was_early: false };
        for patient in 0..PATIENTS {
            for kind in 0..KINDS {
                let bytes = practice.file(kind);
                practice.rig.write(&name(patient, kind), &bytes);
            }
        }
        for number in 0..80 {
            let bytes = [b"MZ\x90\0".as_slice(), &practice.text(3000)].concat();
            practice.rig.write(&format!("logiciel/part{number}.dll"), &bytes);
            let bytes = practice.export(2000);
            practice.rig.write(&format!("export/2026-11-01-{number}.xml"), &bytes);
        }
        practice.run();
        for _ in 0..DAYS {
            edits(&mut practice);
            practice.run();
        }
        assert!(!practice.is_stopped, "nothing happened yet");
        practice
    }

    fn below(&mut self, end: u64) -> u64 {
        self.seed = self
            .seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.seed >> 33) % end
    }

    fn noise(&mut self, length: usize) -> Vec<u8> {
        noise(self.below(u64::MAX >> 34) + 1, length)
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

    fn export(&mut self, length: usize) -> Vec<u8> {
        [b"<?xml version=\"1.0\"?>".as_slice(), &self.text(length)].concat()
    }

    fn packed(&mut self, beginning: &[u8], length: usize, end: &[u8]) -> Vec<u8> {
        [beginning, &self.noise(length * self.scale), end].concat()
    }

    fn pdf(&mut self, length: usize) -> Vec<u8> {
        self.packed(b"%PDF-1.7\n", length, b"\nstartxref\n9\n%%EOF\n")
    }

    fn photo(&mut self, length: usize) -> Vec<u8> {
        self.packed(b"\xff\xd8\xff\xe0", length, b"\xff\xd9")
    }

    fn zip(&mut self, length: usize) -> Vec<u8> {
        self.packed(b"PK\x03\x04", length, b"PK\x05\x06\0\0\0\0\x01\0\x01\0stands last")
    }

    /// An old office document around `body`, with the list of its parts in the last sector but one.
    fn old_office(body: &[u8]) -> Vec<u8> {
        let sectors = body.len() / 512;
        let mut bytes = [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", &[0; 504][..], body].concat();
        bytes[30..32].copy_from_slice(&9_u16.to_le_bytes());
        bytes[48..52].copy_from_slice(&u32::try_from(sectors - 2).unwrap().to_le_bytes());
        bytes[(sectors - 1) * 512..][..20].copy_from_slice(b"R\0o\0o\0t\0 \0E\0n\0t\0r\0y\0");
        bytes
    }

    fn file(&mut self, kind: u64) -> Vec<u8> {
        let scale = self.scale;
        match kind {
            0 => self.text(1500 * scale),
            1 => [b"{\\rtf1 ".as_slice(), &self.text(4000 * scale)].concat(),
            2 => self.pdf(5000),
            3 => self.photo(5000),
            4 => Self::old_office(&self.text(6000 * scale)),
            _ => self.zip(3000),
        }
    }

    /// Backs up and notes whether the guard stopped it.
    fn run(&mut self) {
        let before = self.storage.list("").unwrap().len();
        match self.rig.backup(&self.storage, "Blue") {
            Err(Error::MassChange(_)) => {
                self.is_stopped = true;
                self.was_early = self.storage.list("").unwrap().len() == before;
            }
            other => drop(other.unwrap()),
        }
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

    /// Answers whether the file is another one now: what is spared of a short one may be all of it.
    fn encrypt_one(&mut self, path: &str, to: &str, how: How) -> bool {
        let (seed, plain) = (self.below(1 << 30) + 1, self.read(path));
        let bytes = how(&plain, seed);
        self.remove(path);
        self.rig.write(to, &bytes);
        bytes != plain
    }

    /// Encrypts some of all files.
    fn encrypt(&mut self, percent: u64, ending: &str, how: How) {
        for path in self.all() {
            if self.below(100) < percent {
                self.encrypt_one(&path, &format!("{path}{ending}"), how);
            }
        }
    }
}

fn name(patient: u64, kind: u64) -> String {
    let file = ["notes.txt", "lettre.rtf", "scan.pdf", "photo.jpg", "compte.xls", "devis.docx"];
    format!("{patient:03}/{}", file[usize::try_from(kind).unwrap()])
}

/// Another name in the same folder that says nothing of the old one.
fn other_name(practice: &mut Practice, path: &str) -> String {
    let folder = path.split('/').next().unwrap();
    format!("{folder}/{:08x}.lck", practice.below(1 << 32))
}

fn edits(practice: &mut Practice) {
    for _ in 0..3 + practice.below(12) {
        let (patient, kind) = (practice.below(PATIENTS), practice.below(KINDS));
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
        let bytes = practice.export(2100);
        practice.rig.write(&format!("export/2026-12-01-{number}.xml"), &bytes);
    }
}

/// Letters give way to scans, some under their old name.
fn replace_by_scans(practice: &mut Practice) {
    for patient in 0..40 {
        practice.remove(&name(patient, 1));
        let (letter, notes) = (practice.pdf(4000), practice.pdf(1500));
        practice.rig.write(&format!("{patient:03}/lettre.pdf"), &letter);
        practice.rig.write(&name(patient, 0), &notes);
    }
}

/// Each week some exports, of which those of the week before are packed.
fn weekly_exports(practice: &mut Practice) {
    let export = |week: u64, number: u64| format!("export/hebdo-{week}-{number}.xml");
    for week in 0..5 {
        for number in 0..8 {
            let bytes = practice.export(2000 + 37 * usize::try_from(week).unwrap());
            practice.rig.write(&export(week, number), &bytes);
            if let Some(last) = week.checked_sub(1) {
                practice.remove(&export(last, number));
                let bytes = practice.zip(300);
                practice.rig.write(&format!("{}.zip", export(last, number)), &bytes);
            }
        }
        edits(practice);
        practice.run();
    }
}

fn smaller_photos(practice: &mut Practice) {
    for patient in 0..PATIENTS {
        let bytes = practice.photo(2000);
        practice.rig.write(&name(patient, 3), &bytes);
    }
}

/// Pictures that were not compressed are from now on, name and format kept.
fn packed_pictures(practice: &mut Practice) {
    for is_packed in [false, true] {
        for patient in 0..PATIENTS {
            let length = 3000 * practice.scale;
            let plain = [b"II*\0".as_slice(), &practice.text(length)].concat();
            let packed = practice.packed(b"II*\0", 1000, b"");
            let bytes = if is_packed { packed } else { plain };
            practice.rig.write(&format!("{patient:03}/radio.tif"), &bytes);
        }
        practice.run();
    }
}

/// A database that takes photographs at its end, and one that takes them into room it had.
fn growing_databases(practice: &mut Practice) {
    let page = [&b"\x05\0\x01\0\x09\x02\0\x80"[..], &practice.text(800), &[0; 200]].concat();
    let mut growing = page.repeat(400);
    let used = page.repeat(200);
    let mut roomy = [used.as_slice(), &[0; 300_000]].concat();
    for day in 0..10 {
        practice.rig.write("base/cabinet.fdb", &growing);
        practice.rig.write("base/images.dat", &roomy);
        edits(practice);
        practice.run();
        let photo = practice.noise(30_000);
        growing.extend([page.repeat(3), photo.clone()].concat());
        roomy[used.len() + day * 30_000..][..30_000].copy_from_slice(&photo);
    }
}

/// A few letters a day get a password: PDF files keep their frame, so do old tables; new documents
/// become old containers.
fn passwords(practice: &mut Practice) {
    for day in 0..12 {
        for patient in day * 5..day * 5 + 5 {
            for kind in [2, 4, 5] {
                let path = name(patient, kind);
                let length = practice.read(&path).len();
                let bytes = match kind {
                    2 => practice.pdf(5000),
                    4 => Practice::old_office(&practice.noise((length - 512).max(2048))),
                    _ => Practice::old_office(&practice.noise(length.max(2048))),
                };
                practice.rig.write(&path, &bytes);
            }
        }
        edits(practice);
        practice.run();
    }
}

/// All letters of the practice get a password on one day.
fn all_passwords(practice: &mut Practice) {
    for patient in 0..PATIENTS {
        let bytes = practice.pdf(5000);
        practice.rig.write(&name(patient, 2), &bytes);
    }
}

fn whole(bytes: &[u8], seed: u64) -> Vec<u8> {
    noise(seed, bytes.len() + 32)
}

fn same_length(bytes: &[u8], seed: u64) -> Vec<u8> {
    noise(seed, bytes.len())
}

/// Every other stretch, from the second on where `spared` is 1.
fn every_other(bytes: &[u8], seed: u64, stretch: usize, spared: usize) -> Vec<u8> {
    let key = noise(seed, bytes.len());
    let torn = bytes.iter().zip(key).enumerate();
    let pick = |(at, (byte, key)): (usize, (&u8, u8))| {
        if (at / stretch) % 2 == spared { key } else { *byte }
    };
    torn.map(pick).collect()
}

fn every_other_sixteen(bytes: &[u8], seed: u64) -> Vec<u8> {
    every_other(bytes, seed, 16, 0)
}

fn every_other_long(bytes: &[u8], seed: u64) -> Vec<u8> {
    every_other(bytes, seed, 65_536, 1)
}

fn head_only(bytes: &[u8], seed: u64) -> Vec<u8> {
    let head = bytes.len().min(1024);
    [noise(seed, head).as_slice(), &bytes[head..]].concat()
}

fn head_spared(bytes: &[u8], seed: u64) -> Vec<u8> {
    let head = bytes.len().min(8192);
    [&bytes[..head], &noise(seed, bytes.len() - head)].concat()
}

fn tail_only(bytes: &[u8], seed: u64) -> Vec<u8> {
    let spared = bytes.len() * 7 / 8;
    [&bytes[..spared], &noise(seed, bytes.len() - spared + 300)].concat()
}

/// A tenth of every file, in its middle: all ends stay.
fn middle_only(bytes: &[u8], seed: u64) -> Vec<u8> {
    let (start, end) = (bytes.len() / 2, bytes.len() / 2 + bytes.len() / 10);
    [&bytes[..start], &noise(seed, end - start), &bytes[end..]].concat()
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

fn rename_a_tenth(practice: &mut Practice) {
    for path in practice.all() {
        if practice.below(100) < 10 {
            let to = other_name(practice, &path);
            practice.encrypt_one(&path, &to, whole);
        }
    }
}

/// How many runs of an act were stopped, and how many of these before anything was written.
fn measure(act: Act, scale: usize) -> (u64, u64) {
    let (mut stopped, mut early) = (0, 0);
    for seed in 1..=SEEDS {
        let mut practice = Practice::new(seed, scale);
        act(&mut practice);
        practice.run();
        stopped += u64::from(practice.is_stopped);
        early += u64::from(practice.was_early);
    }
    (stopped, early)
}

/// Files encrypted before a slow attack is noticed, fewest and most of all runs, and the runs in which
/// it never was.
fn slow(a_day: u64, days: u64, scale: usize, is_renamed: bool, how: How) -> (u64, u64, u64) {
    let (mut least, mut worst, mut missed) = (u64::MAX, 0, 0);
    for seed in 1..=SEEDS {
        let mut practice = Practice::new(seed, scale);
        let mut victims = practice.all();
        let mut lost = 0;
        for _ in 0..days {
            edits(&mut practice);
            for _ in 0..a_day {
                let number = usize::try_from(practice.below(victims.len() as u64)).unwrap();
                let path = victims.swap_remove(number);
                let other = other_name(&mut practice, &path);
                let to = if is_renamed { &other } else { &path };
                lost += u64::from(practice.encrypt_one(&path, to, how));
            }
            practice.run();
            if practice.is_stopped {
                break;
            }
        }
        missed += u64::from(!practice.is_stopped);
        (least, worst) = (least.min(lost), worst.max(lost));
    }
    (least, worst, missed)
}

#[test]
#[ignore = "measured by hand"]
fn ordinary_days_raise_no_alarm() {
    let ordinary: [(&str, usize, Act); 13] = [
        ("edits", LONG, edits),
        ("update of a whole program", 1, update),
        ("two thirds moved", 1, move_folders),
        ("a third archived away", 1, archive_away),
        ("300 photographs", 1, import),
        ("exports under new names", 1, export_anew),
        ("letters replaced by scans", LONG, replace_by_scans),
        ("five weeks of exports, packed", 1, weekly_exports),
        ("photographs made smaller", LONG, smaller_photos),
        ("pictures packed in place", LONG, packed_pictures),
        ("databases that take photographs", 1, growing_databases),
        ("15 passwords a day, 12 days", LONG, passwords),
        ("60 passwords at once", LONG, all_passwords),
    ];
    for (name, scale, act) in ordinary {
        let (stopped, _) = measure(act, scale);
        eprintln!("| ordinary | {name} | {stopped} of {SEEDS} false alarms |");
        assert_eq!(stopped, 0, "{name}");
    }
}

#[test]
#[ignore = "measured by hand"]
fn attacks_raise_an_alarm() {
    let attacks: [(&str, usize, Act); 14] = [
        ("all, new ending", 1, |practice| practice.encrypt(100, ".locked", whole)),
        ("all, names kept", 1, |practice| practice.encrypt(100, "", whole)),
        ("all, names and lengths kept", 1, |practice| practice.encrypt(100, "", same_length)),
        ("every other 16 bytes", 1, |practice| practice.encrypt(100, "", every_other_sixteen)),
        ("first 1 KiB only", 1, |practice| practice.encrypt(100, "", head_only)),
        ("a tenth so far", 1, |practice| practice.encrypt(10, "", whole)),
        ("a tenth so far, other names", 1, rename_a_tenth),
        ("filled with zeros", 1, |practice| practice.encrypt(100, "", zeros)),
        ("wiped", 1, wipe),
        ("first 8 KiB spared", LONG, |practice| practice.encrypt(100, "", head_spared)),
        ("every other 64 KiB", LONG, |practice| practice.encrypt(100, "", every_other_long)),
        ("last eighth only", LONG, |practice| practice.encrypt(100, "", tail_only)),
        ("last eighth, a tenth so far", LONG, |practice| practice.encrypt(10, "", tail_only)),
        ("a tenth in the middle only", LONG, |practice| practice.encrypt(100, "", middle_only)),
    ];
    for (name, scale, act) in attacks {
        let (stopped, early) = measure(act, scale);
        eprintln!("| attack | {name} | {stopped} of {SEEDS} stopped, {early} before any writing |");
        assert_eq!(stopped, SEEDS, "{name}");
    }
}

#[test]
#[ignore = "measured by hand"]
fn slow_attacks_are_noticed_before_many_files_are_lost() {
    // A hundredth of these files is 5, three hundredths are 16.
    let attacks: [(&str, u64, u64, usize, bool, How); 9] = [
        ("whole", 1, 40, 1, false, whole),
        ("whole", 2, 40, 1, false, whole),
        ("whole", 5, 10, 1, false, whole),
        ("whole", 10, 10, 1, false, whole),
        ("whole", 16, 10, 1, false, whole),
        ("other names", 5, 10, 1, true, whole),
        ("first 8 KiB spared", 5, 10, LONG, false, head_spared),
        ("first 8 KiB spared", 16, 10, LONG, false, head_spared),
        ("last eighth only", 5, 10, LONG, false, tail_only),
    ];
    for (name, a_day, days, scale, is_renamed, how) in attacks {
        let (least, worst, missed) = slow(a_day, days, scale, is_renamed, how);
        eprintln!(
            "| slow | {name}, {a_day} a day | {least} to {worst} lost | missed {missed} of {SEEDS} |"
        );
        assert!(missed == 0 && worst <= 40, "{name}, {a_day} a day: {worst}, {missed} missed");
    }
}
