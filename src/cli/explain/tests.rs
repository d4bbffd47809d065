//! Every error has an id, three sentences in both languages, and a row in the manual.

use std::collections::BTreeSet;
use std::path::PathBuf;

use refuge::error::{Damage, DriveTrouble, KeyTrouble, PlanTrouble, ProblemCause, Weakness};
use refuge::format::names;
use refuge::register::RegisterError;

use refuge::error::{Action, Error, LedgerTrouble, SourceTrouble, Thing};

use super::*;
use crate::cli::Language;
use crate::faces::explain::problem_line;

/// One of each: the ids they give must be all there are.
fn samples() -> Vec<Failure> {
    let mut all: Vec<Error> = vec![
        Error::Io {
            action: Action::Write,
            path: "/tmp/x".into(),
            source: std::io::Error::other("no"),
        },
        Error::Config { line: Some(3), reason: "expected `=`".into() },
        Error::NotSetUp,
        Error::NoSource,
        Error::AlreadySetUp,
        Error::State { reason: "malformed".into() },
        Error::MassChange(Box::new(refuge::error::MassChange {
            changed: 9412,
            files: 11_300,
            usual: Some(40),
            since: Some("2026-11-25T18:00:00Z".into()),
            ending: Some((".locked".into(), 8730)),
            spoiled: 0,
            notes: 0,
            signs: vec![refuge::guard::Sign::NewEnding],
            drive: Some("Blue".into()),
            stays: false,
            backups: 61,
        })),
        Error::Ledger { entry: 3, trouble: LedgerTrouble::Cut },
        Error::Ledger { entry: 3, trouble: LedgerTrouble::Differs },
        Error::Busy,
        Error::NotFound { what: Thing::Drive, name: "Bleu".into() },
        Error::Exists { what: Thing::Drive, name: "Bleu".into() },
        Error::Invalid { what: Thing::Date, value: "hier".into() },
        Error::TargetNotEmpty("/tmp/x".into()),
        Error::TargetOnDrive { path: "/tmp/x".into(), in_vault: true },
        Error::WouldReplace { files: 3 },
        Error::NotConfirmed,
        Error::IncidentOpen,
        Error::Clock { now: "2021-01-03T00:00:00Z".into(), known: "2026-11-23T00:00:00Z".into() },
        Error::PublicStructure,
        Error::Plan(PlanTrouble::Changed { records: 3 }),
        Error::Plan(PlanTrouble::Expired),
        Error::Plan(PlanTrouble::Executed),
        Error::Plan(PlanTrouble::TooEarly { days: 7 }),
        Error::Plan(PlanTrouble::SecondPerson),
        Error::Register(RegisterError::Empty),
        Error::Clock { now: "2099-01-03T00:00:00Z".into(), known: "2026-11-23T00:00:00Z".into() },
        Error::Interrupted,
    ];
    all.extend(drive_troubles().into_iter().map(Error::drive));
    all.extend(key_troubles().into_iter().map(Error::Key));
    all.extend(damages().map(|damage| Error::damaged(&names::vault_json(), damage)));
    all.extend(source_troubles());
    let mut failures: Vec<Failure> = all.into_iter().map(Failure::Library).collect();
    failures.push(Failure::Output(std::io::Error::other("closed")));
    failures
}

fn source_troubles() -> impl Iterator<Item = Error> {
    [
        SourceTrouble::Missing,
        SourceTrouble::Empty,
        SourceTrouble::NotAFolder,
        SourceTrouble::Unsuitable,
        SourceTrouble::Overlaps,
        SourceTrouble::NotText,
    ]
    .into_iter()
    .map(|trouble| Error::Source { path: "/home/x".into(), trouble })
}

fn damages() -> impl Iterator<Item = Damage> {
    [
        Damage::Missing,
        Damage::WrongLength,
        Damage::WrongHash,
        Damage::Unreadable,
        Damage::Denied,
        Damage::Disordered,
        Damage::DoesNotOpen,
        Damage::Malformed,
        Damage::Newer,
        Damage::NotAuthentic,
        Damage::WithoutBase,
        Damage::TooLarge,
        Damage::Linked,
        Damage::Protected,
    ]
    .into_iter()
}

fn drive_troubles() -> Vec<DriveTrouble> {
    vec![
        DriveTrouble::NonePlugged,
        DriveTrouble::NotPlugged,
        DriveTrouble::Unknown,
        DriveTrouble::Foreign,
        DriveTrouble::Erased,
        DriveTrouble::Copied,
        DriveTrouble::RolledBack { known: 61, found: 58, undone: 0 },
        DriveTrouble::RolledBack { known: 61, found: 61, undone: 2 },
        DriveTrouble::Ahead,
        DriveTrouble::Tampered,
        DriveTrouble::NewerFormat,
        full(Some(3_100_000_000), Some(400_000_000), Some(9)),
        full(None, None, None),
        DriveTrouble::Gone,
        DriveTrouble::ReadOnly,
        DriveTrouble::Failing,
        DriveTrouble::Retired,
        DriveTrouble::NotRemovable,
        DriveTrouble::NotLocal,
        DriveTrouble::AlreadyEnrolled,
        DriveTrouble::FakeCapacity,
        DriveTrouble::HalfPurged,
        DriveTrouble::CannotEject,
        DriveTrouble::Held,
        DriveTrouble::StillHere,
    ]
}

fn key_troubles() -> Vec<KeyTrouble> {
    vec![
        KeyTrouble::WrongPassphrase,
        KeyTrouble::WrongWords { position: Some(3) },
        KeyTrouble::WrongWords { position: None },
        KeyTrouble::OpensNothing,
        KeyTrouble::OldEpoch { found: 1, current: 2 },
        KeyTrouble::Needed,
        KeyTrouble::NotAnIdentity,
        KeyTrouble::ReadableByOthers(PathBuf::from("/x/key.age")),
        KeyTrouble::WeakPassphrase(Weakness::TooShort { needed: 12 }),
        KeyTrouble::WeakPassphrase(Weakness::KindsMissing),
        KeyTrouble::WeakPassphrase(Weakness::Guessable { guesses_log10: 4, needed_log10: 12 }),
        KeyTrouble::NotARecipient,
        KeyTrouble::Plugin("not found".into()),
        KeyTrouble::LastKey,
        KeyTrouble::NotAllSections,
        KeyTrouble::StillNeeded(vec!["Red".to_owned()]),
        KeyTrouble::AlsoOld { epoch: 1 },
        KeyTrouble::StillThere(PathBuf::from("/x/identity.age")),
    ]
}

fn catalogs() -> [Catalog; 2] {
    [Language::French, Language::English].map(|language| Catalog::load(language).unwrap())
}

#[test]
fn every_error_says_what_happened_whether_data_is_safe_and_what_to_do() {
    for words in catalogs() {
        for failure in samples() {
            let said = explain(&words, &failure);
            for part in [&said.what, &said.safe, &said.now] {
                assert!(part.chars().count() > 8, "{:?}: {part:?}", said.id);
                assert!(!part.contains("{$") && !part.contains("{ $"), "{:?}: {part}", said.id);
                assert!(!part.contains("  "), "{:?}: two spaces in {part:?}", said.id);
            }
            assert!(!said.what.contains('\n') && !said.now.contains('\n'), "{:?}", said.id);
        }
    }
}

#[test]
fn every_id_is_given_by_some_error() {
    let [words, _] = catalogs();
    let mut given: BTreeSet<ErrorId> = samples().iter().map(|f| explain(&words, f).id).collect();
    given.insert(declined(&words).id);
    // The command line's own error is explained from clap's (`usage_error.rs`).
    given.insert(ErrorId::U01);
    assert_eq!(given.into_iter().collect::<Vec<_>>(), ErrorId::ALL);
}

#[test]
fn no_two_different_errors_share_an_id() {
    let [words, _] = catalogs();
    let mut ids: Vec<ErrorId> =
        samples().iter().map(|failure| explain(&words, failure).id).collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    // A full drive and wrong words each stand twice among the samples, with and without figures; a
    // drive put back twice, in its backups and in what it forgot.
    assert_eq!(ids.len(), all - 3);
}

#[test]
fn every_id_stands_in_the_manual() {
    let manual = include_str!("../../../docs/cli.md");
    for id in ErrorId::ALL {
        let row = format!("| {} |", id.as_str());
        assert_eq!(manual.matches(&row).count(), 1, "docs/cli.md: {}", id.as_str());
    }
}

#[test]
fn the_manual_gives_the_exit_code_of_every_error() {
    let manual = include_str!("../../../docs/cli.md");
    let [words, _] = catalogs();
    for failure in samples() {
        let start = format!("| {} |", explain(&words, &failure).id.as_str());
        let row = manual.lines().find(|line| line.starts_with(&start)).unwrap();
        let end = format!("| exit {} |", failure.exit().code());
        assert!(row.ends_with(&end), "{row} should end with {end}");
    }
}

const fn full(
    missing_bytes: Option<u64>,
    free_bytes: Option<u64>,
    backups: Option<u64>,
) -> DriveTrouble {
    DriveTrouble::Full { missing_bytes, free_bytes, backups }
}

#[test]
fn thinning_is_advised_only_where_there_is_something_to_thin() {
    let words = Catalog::load(Language::English).unwrap();
    let now = |backups| {
        let error = Error::drive(full(None, None, backups));
        explain(&words, &error.into()).lines()[2].clone()
    };
    assert!(now(Some(2)).contains("refuge thin") && now(None).contains("refuge thin"));
    assert!(!now(Some(1)).contains("refuge thin") && !now(Some(0)).contains("refuge thin"));
}

#[test]
fn a_drive_is_called_by_its_name_where_it_is_known() {
    let [words, _] = catalogs();
    let full = full(Some(3_100_000_000), None, None);
    let known = Failure::Library(Error::drive(full.clone()).of_drive("Bleu"));
    let said = explain(&words, &known).what.replace('\u{a0}', " ");
    assert_eq!(said, "Bleu est plein : il manque 3,1 Go.");
    let unknown = Failure::Library(Error::drive(full));
    assert!(explain(&words, &unknown).what.starts_with("Le disque est plein"));
}

#[test]
fn only_a_drive_that_comes_out_is_to_be_unplugged_first() {
    let samples = samples();
    let is_attack = |one: &&Failure| matches!(one, Failure::Library(Error::MassChange(_)));
    let Some(Failure::Library(Error::MassChange(change))) = samples.iter().find(is_attack) else {
        panic!("no sample");
    };
    for (words, unplug) in catalogs().iter().zip(["1 Débranchez Blue", "1 Unplug Blue"]) {
        for stays in [false, true] {
            let change = refuge::error::MassChange { stays, ..(**change).clone() };
            let now = explain(words, &Failure::Library(Error::MassChange(Box::new(change)))).now;
            assert_eq!(now.starts_with(unplug), !stays, "{now}");
            assert_eq!(now.contains("Blue"), !stays, "{now}");
        }
    }
}

#[test]
fn a_hostile_name_cannot_move_the_cursor() {
    let [words, _] = catalogs();
    let error = Error::NotFound { what: Thing::Path, name: "a\x1b[2J\u{202e}".into() };
    let said = explain(&words, &Failure::Library(error)).what;
    assert!(!said.chars().any(|c| c.is_control() || c == '\u{202e}'), "{said:?}");
}

#[test]
fn the_json_form_carries_id_and_text() {
    let [_, words] = catalogs();
    let said = explain(&words, &Failure::Library(Error::Busy)).json();
    assert_eq!(said["id"], "P05");
    assert_eq!(said["text"], "Another run is in progress.");
}

#[test]
fn problems_hide_names_unless_asked() {
    let [french, _] = catalogs();
    let problem = refuge::error::Problem {
        path: refuge::tree_path::TreePath::from_bytes(b"DUPONT Jean").unwrap(),
        cause: ProblemCause::Denied,
    };
    assert!(!problem_line(&french, &problem, false).contains("DUPONT"));
    assert!(problem_line(&french, &problem, true).contains("DUPONT"));
}
