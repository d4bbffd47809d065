//! Work on locks and keys that was stopped, wherever it was: what the program says then leads out of it.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use refuge::crypto::{Identity, RecoverySecret};
use refuge::error::{Error, Result};
use refuge::event::{Event, Observer};
use refuge::expiry::holds;
use refuge::practice::{Plugged, Practice};
use refuge::settle::{self, Eraser};
use refuge::visit;

use crate::advice_walk::{LANGUAGES, advised, comes_back, id, typed};
use crate::office::Office;
use crate::rig::{once_free, patiently, permit};

/// Asks to stop at the given one of all the moments at which that is heard.
struct StopAt {
    at: usize,
    asked: AtomicUsize,
}

impl Observer for StopAt {
    fn on(&self, _: Event<'_>) {}

    fn stop_requested(&self) -> bool {
        self.asked.fetch_add(1, Ordering::SeqCst) >= self.at
    }
}

/// Folders of an office as they were, to be put back. Files that are as they were stay the same files: a drive is
/// no copy of itself.
struct Before<'o>(&'o Office, Vec<(&'static str, BTreeMap<PathBuf, Vec<u8>>)>);

impl<'o> Before<'o> {
    fn of(office: &'o Office, folders: &[&'static str]) -> Self {
        Self(office, folders.iter().map(|folder| (*folder, office.tree(folder))).collect())
    }

    fn put_back(&self) {
        for (folder, before) in &self.1 {
            let now = self.0.tree(folder);
            for path in now.keys().filter(|path| !before.contains_key(*path)) {
                std::fs::remove_file(self.0.path(folder).join(path)).unwrap();
            }
            for (path, bytes) in before.iter().filter(|(path, bytes)| now.get(*path) != Some(bytes))
            {
                let path = self.0.path(folder).join(path);
                std::fs::create_dir_all(path.parent().unwrap()).unwrap();
                std::fs::write(path, bytes).unwrap();
            }
        }
    }
}

fn key_on(office: &Office, sheet: &str) -> Identity {
    RecoverySecret::from_words(&office.words_on(sheet).join(" ")).unwrap().identity().unwrap()
}

/// Runs a piece of work that is stopped after so many moments; whether it was stopped.
fn is_stopped(
    office: &Office,
    at: usize,
    work: impl Fn(&mut Practice, &[Plugged], &StopAt) -> Result<()>,
) -> bool {
    let mut practice = patiently(|| Practice::open(&office.path("home")));
    let plugged = practice.plugged(jiff::Timestamp::now()).unwrap();
    assert_eq!(plugged.len(), 1);
    let stop = StopAt { at, asked: AtomicUsize::new(0) };
    match once_free(|| work(&mut practice, &plugged, &stop)) {
        Err(Error::Interrupted) => true,
        done => {
            done.unwrap();
            false
        }
    }
}

/// Every moment, or some of them where they are many.
fn moments(all: usize) -> impl Iterator<Item = usize> {
    (0..all).step_by((all / 6).max(1))
}

fn count(mut is_stopped: impl FnMut(usize) -> bool) -> usize {
    (0..).find(|at| !is_stopped(*at)).unwrap()
}

fn rekey(
    practice: &mut Practice,
    plugged: &[Plugged],
    keys: &[Identity],
    stop: &StopAt,
) -> Result<()> {
    let record = holds::record_named(practice, "DURAND Paul")?;
    let section = practice.config.sections[0].id;
    let permit = permit();
    let eraser = Eraser { permit: &permit, keys, now: jiff::Timestamp::now() };
    settle::rekey(practice, plugged, record, section, &eraser, stop).map(drop)
}

#[test]
fn a_new_key_of_a_record_that_was_stopped_anywhere_is_finished_as_advised() {
    let office = Office::with_patients(&["DURAND Paul", "COSTA Inès"]);
    office.run(&["backup"]).ends(0);
    office.write("patients/DURAND Paul/later.txt", "what came later\n");
    office.run(&["backup"]).ends(0);
    let keys = [key_on(&office, "sheet.txt")];
    let before = Before::of(&office, &["home", "Blue"]);
    let mut refused = 0;
    let stop_at = |at| {
        before.put_back();
        is_stopped(&office, at, |practice, on, stop| rekey(practice, on, &keys, stop))
    };
    let all = count(stop_at);
    assert!(all > 4, "{all} moments are too few to mean anything");
    for at in moments(all) {
        assert!(stop_at(at), "moment {at} of {all}");
        let language = LANGUAGES[at % 2];
        office.write("patients/COSTA Inès/notes.txt", &format!("moment {at}\n"));
        let told = office.run_in(language, &["backup"]);
        if told.code != 0 {
            refused += 1;
            id(&told, "D20");
            let [purge] = advised(&told).try_into().unwrap();
            let done = typed(&office, language, &purge, &[]).ends(0);
            assert!(done.out.contains("Blue"), "moment {at}: {}", done.out);
            office.run(&["backup"]).ends(0);
        }
        // Where it was stopped before anything was wiped, thinning goes on with it, as `status` says.
        office.run_with_key(&["thin"]).ends(0);
        let status = office.run(&["status", "--json"]).json();
        assert_eq!(status["drives"][0]["owes"], serde_json::json!([]), "moment {at}");
        office.run_with_key(&["verify", "--full"]).ends(0);
        comes_back(&office);
    }
    assert!(refused > 0, "no moment left the drive half wiped");
}

#[test]
fn a_key_given_to_the_backup_finishes_a_new_key_that_was_stopped() {
    let office = Office::with_patients(&["DURAND Paul", "COSTA Inès"]);
    office.run(&["backup"]).ends(0);
    let keys = [key_on(&office, "sheet.txt")];
    let before = Before::of(&office, &["home", "Blue"]);
    let stop_at = |at| {
        before.put_back();
        is_stopped(&office, at, |practice, on, stop| rekey(practice, on, &keys, stop))
    };
    let last = count(stop_at) - 1;
    assert!(stop_at(last));
    office.run(&["backup"]).ends(18);
    office.run_with_key(&["backup"]).ends(0);
    let status = office.run(&["status", "--json"]).json();
    assert_eq!(status["drives"][0]["owes"], serde_json::json!([]));
    comes_back(&office);
}

#[test]
fn a_new_lock_that_was_stopped_anywhere_is_finished_as_advised() {
    let office = Office::with_patients(&["DURAND Paul", "COSTA Inès"]);
    office.run(&["backup"]).ends(0);
    office.unplug("Blue");
    let [new_sheet, new_key, phrase] =
        ["sheet-2.txt", "key-2.txt", "phrase.txt"].map(|name| office.text(name));
    office.add_drive("Red");
    office.run(&["backup"]).ends(0);
    let rotate = ["keys", "rotate", "--recovery-out", &new_sheet, "--identity-out", &new_key];
    let rotate = [&rotate[..], &["--new-passphrase-file", &phrase]].concat();
    office.run_with_key(&rotate).ends(0);
    office.unplug("Red");
    office.plug("Blue");
    let keys = [key_on(&office, "sheet-2.txt"), key_on(&office, "sheet.txt")];
    let before = Before::of(&office, &["home", "Blue"]);
    let stop_at = |at| {
        before.put_back();
        is_stopped(&office, at, |practice, on, stop| {
            let now = jiff::Timestamp::now();
            visit::relock(practice, &on[0], &permit(), &keys, now, stop).map(drop)
        })
    };
    let all = count(stop_at);
    assert!(all > 2, "{all} moments are too few to mean anything");
    for at in moments(all) {
        assert!(stop_at(at), "moment {at} of {all}");
        let language = LANGUAGES[at % 2];
        office.run_in(language, &["backup"]).ends(0);
        let finish = ["keys", "rotate", "--finish", "--identity", &new_sheet];
        let old = ["--old-identity", &office.text("sheet.txt")];
        office.run_in(language, &[&finish[..], &old].concat()).ends(0);
        let status = office.run(&["status", "--json"]).json();
        assert_eq!(status["drives"][0]["owes"], serde_json::json!([]), "moment {at}");
        office.run(&["verify", "--full", "--identity", &new_sheet]).ends(0);
        office.run(&["backup"]).ends(0);
    }
}
