//! From records to facts: what each entry and note is worth.

use jiff::civil::date;

use super::*;
use crate::config::KeyKind;
use crate::drives::Probe;
use crate::fate::{EverHeld, FateReason, FateVerdict, Level, Look, Medium, MediumSignals};
use crate::id::{DriveId, VaultId};
use crate::ledger::{DriveDestroyed, DriveEvent, KeyEvent, Purged, Rotated};

const TODAY: Date = date(2026, 11, 26);

fn drive(state: DriveState) -> Drive {
    Drive {
        row: 1,
        id: DriveId([1; 16]),
        vault: VaultId([2; 16]),
        name: "Blue".into(),
        path: "/nowhere".into(),
        facts: String::new(),
        fixed: false,
        state,
        enrolled: "2026-01-10T10:00:00Z".into(),
        seq: 0,
        head: None,
        last_seen: Some("2026-11-20T10:00:00Z".into()),
        last_backup: None,
        last_verified: None,
    }
}

fn key(epoch: u32, state: KeyState) -> OpeningKey {
    OpeningKey {
        name: format!("sheet {epoch}"),
        kind: KeyKind::Sheet,
        recipient: String::new(),
        epoch,
        state,
        sections: None,
    }
}

type Entry = (u64, Timestamp, Deed);

fn entry(number: u64, day: &str, deed: Deed) -> Entry {
    (number, format!("{day}T12:00:00Z").parse().unwrap(), deed)
}

fn erased(failed_segments: u64) -> Erased {
    Erased {
        drive: DriveId([1; 16]),
        name: "Blue".into(),
        up_to: None,
        wiped_segments: 3,
        wiped_bytes: 100,
        failed_segments,
        unfound: 0,
        negative_test: true,
        level: Level::LogicalDeletion,
        facts: None,
    }
}

fn purged(epoch: u32, drives: Vec<Erased>) -> Deed {
    Deed::Purged(Purged {
        plan: "P".into(),
        sha256: String::new(),
        rules: String::new(),
        register: None,
        counts: vec![],
        forgotten: 14,
        held: 0,
        unknown: 0,
        approved_by: vec![],
        control: "single".into(),
        epoch,
        drives,
        waiting: vec![],
        proofs: vec![],
        copies_elsewhere: 0,
    })
}

fn event() -> DriveEvent {
    DriveEvent { drive: DriveId([1; 16]), name: "Blue".into(), by: None, on: None, facts: None }
}

struct Case {
    drive: Drive,
    entries: Vec<Entry>,
    keys: Vec<OpeningKey>,
    epoch: u32,
    debts: Vec<Debt>,
    profile: Profile,
    wiped: Option<Overwrite>,
    plugged: bool,
}

impl Case {
    fn of(state: DriveState) -> Self {
        Self {
            drive: drive(state),
            entries: vec![],
            keys: vec![key(1, KeyState::Active)],
            epoch: 1,
            debts: vec![],
            profile: Profile::default(),
            wiped: None,
            plugged: true,
        }
    }

    fn facts(&self) -> MediumFacts {
        let entries = self.entries.iter().map(|(number, time, deed)| DatedEntry {
            number: *number,
            time: Some(*time),
            deed,
        });
        let entries: Vec<_> = entries.collect();
        facts(&Known {
            drive: &self.drive,
            entries: &entries,
            keys: &self.keys,
            epoch: self.epoch,
            old_keys_needed: false,
            debts: &self.debts,
            profile: self.profile,
            health: Health::default(),
            wiped: self.wiped,
            retired_on: None,
            serial: SerialCheck::Unknown,
            needed: false,
            plugged: self.plugged,
            today: TODAY,
        })
    }

    fn fate(&self) -> Fate {
        fate::decide(&self.facts(), TODAY)
    }
}

#[test]
fn a_drive_in_use_from_which_nothing_was_purged_has_nothing_to_forget() {
    let case = Case::of(DriveState::Active);
    assert_eq!(case.facts().to_forget, ForgetExtent::Nothing);
    assert_eq!(case.fate().verdict, FateVerdict::Keep);
}

#[test]
fn a_purge_before_a_drive_was_enrolled_is_not_its_business() {
    let mut case = Case::of(DriveState::Active);
    case.entries = vec![entry(1, "2026-01-09", purged(1, vec![]))];
    assert_eq!(case.facts().to_forget, ForgetExtent::Nothing);
    case.entries = vec![entry(1, "2026-01-11", purged(1, vec![]))];
    assert_eq!(case.facts().to_forget, ForgetExtent::Records);
}

#[test]
fn after_a_purge_the_old_sheet_decides_and_every_epoch_counts() {
    let mut case = Case::of(DriveState::Active);
    case.entries = vec![entry(1, "2026-05-01", purged(2, vec![erased(0)]))];
    case.epoch = 3;
    case.keys =
        vec![key(1, KeyState::Destroyed), key(2, KeyState::ToDestroy), key(3, KeyState::Active)];
    assert_eq!(case.facts().keys, WaysToKeys::OldSheetExists);
    assert_eq!(case.fate().verdict, FateVerdict::DestroyOldSheet);
    case.keys[1].state = KeyState::Destroyed;
    assert_eq!(case.facts().keys, WaysToKeys::Destroyed);
    assert_eq!(case.fate().level, Level::CryptographicErase);
    case.keys[0].state = KeyState::ToDestroy;
    assert_eq!(case.facts().keys, WaysToKeys::OldSheetExists, "an older sheet opens it too");
}

#[test]
fn without_a_change_of_keys_a_purge_is_a_logical_deletion() {
    let mut case = Case::of(DriveState::Active);
    case.entries = vec![entry(1, "2026-05-01", purged(1, vec![erased(0)]))];
    let fate = case.fate();
    assert_eq!((fate.level, fate.verdict), (Level::LogicalDeletion, FateVerdict::DestroyOldSheet));
    assert_eq!(fate.reasons[0], FateReason::RotateKeys);
}

#[test]
fn a_segment_that_could_not_be_overwritten_counts_as_a_failed_overwrite() {
    let mut case = Case::of(DriveState::Active);
    case.entries = vec![entry(1, "2026-05-01", Deed::PurgedLater(erased(1)))];
    assert_eq!(case.facts().overwrite, Overwrite::Failed);
}

#[test]
fn a_purge_that_a_drive_missed_is_owed_since_its_day_and_claims_nothing() {
    let mut case = Case::of(DriveState::Active);
    case.plugged = false;
    case.entries = vec![
        entry(4, "2026-05-01", purged(1, vec![erased(0)])),
        entry(7, "2026-06-01", purged(1, vec![])),
        entry(9, "2026-07-01", purged(1, vec![])),
    ];
    case.debts = vec![Debt::Purge { entry: 7 }];
    let facts = case.facts();
    assert_eq!(facts.owed, Some(Owed { since: date(2026, 6, 1), records: 28 }));
    assert_eq!(facts.overwrite, Overwrite::None);
    let fate = case.fate();
    assert_eq!(fate.verdict, FateVerdict::PlugIn);
    assert!(fate.reasons.contains(&FateReason::DeadlineOver));
}

#[test]
fn a_new_lock_is_owed_since_the_rotation_and_otherwise_since_ever() {
    let mut case = Case::of(DriveState::Active);
    case.debts = vec![Debt::NewLock];
    assert_eq!(case.facts().owed.unwrap().since, date(2026, 1, 10));
    case.entries = vec![entry(
        3,
        "2026-11-01",
        Deed::Rotated(Rotated {
            epoch: 2,
            reason: "yearly".into(),
            keys: Vec::new(),
            to_destroy: vec![KeyEvent {
                name: "s".into(),
                kind: "sheet".into(),
                epoch: 1,
                recipient: None,
                sections: None,
            }],
            drives_done: vec![],
            drives_waiting: vec![],
        }),
    )];
    assert_eq!(case.facts().owed.unwrap(), Owed { since: date(2026, 11, 1), records: 0 });
}

#[test]
fn a_new_key_of_a_living_record_presses_nobody() {
    let mut case = Case::of(DriveState::Active);
    case.debts = vec![Debt::NewKey];
    assert_eq!(case.facts().owed, None);
}

#[test]
fn a_drive_out_of_use_is_owed_nothing_and_must_lose_everything() {
    let mut case = Case::of(DriveState::Retired);
    case.plugged = false;
    case.entries = vec![entry(4, "2026-05-01", purged(1, vec![]))];
    case.debts = vec![Debt::Purge { entry: 4 }];
    assert_eq!(case.facts().owed, None);
    assert_eq!(case.facts().to_forget, ForgetExtent::Everything);
    assert_eq!(case.fate().verdict, FateVerdict::DestroyOldSheet);
}

#[test]
fn a_lost_drive_is_safe_only_when_every_key_of_its_epoch_is_destroyed() {
    let mut case = Case::of(DriveState::Lost);
    case.entries = vec![entry(2, "2026-03-10", Deed::DriveLost(event()))];
    assert_eq!(case.facts().declared, Some(MediumDeclared::Lost { on: date(2026, 3, 10) }));
    assert!(case.fate().reasons.contains(&FateReason::RotateKeys));
    case.keys = vec![key(1, KeyState::Destroyed), key(2, KeyState::Active)];
    assert_eq!(case.fate().level, Level::CryptographicErase);
}

#[test]
fn a_destruction_needs_a_witness_or_a_certificate() {
    let told = |witness: Option<&str>, certificate: Option<&str>| {
        let mut case = Case::of(DriveState::Destroyed);
        let deed = Deed::DriveDestroyed(DriveDestroyed {
            drive: event(),
            method: "shredded".into(),
            certificate_sha256: certificate.map(str::to_owned),
            witness: witness.map(str::to_owned),
            level: Level::None,
        });
        case.entries = vec![entry(5, "2026-01-20", deed)];
        case.fate()
    };
    assert_eq!(told(None, None).verdict, FateVerdict::Destroy);
    assert_eq!(told(Some("Dr Martin"), None).verdict, FateVerdict::Destroyed);
    assert_eq!(told(None, Some("abc")).level, Level::Destroyed);
}

#[test]
fn a_wiped_drive_is_worth_what_was_read_back_and_a_broken_wipe_nothing() {
    let mut case = Case::of(DriveState::Retired);
    case.wiped = Some(Overwrite::Objects);
    assert_eq!(case.fate().level, Level::LogicalDeletion);
    case.wiped = Some(Overwrite::Failed);
    let fate = case.fate();
    assert_eq!(fate.level, Level::None);
    assert!(fate.reasons.contains(&FateReason::OverwriteFailed));
}

#[test]
fn what_a_person_said_at_enrolment_counts() {
    let mut case = Case::of(DriveState::Lost);
    case.profile = Profile {
        signals: MediumSignals { person: Some(Look::Flash), ..MediumSignals::default() },
        held: Some(EverHeld::C4),
        other_files: false,
        probe: Probe::Skipped,
    };
    assert_eq!(case.facts().medium, Medium::Flash);
    assert!(case.fate().reasons.contains(&FateReason::Breach));
}
