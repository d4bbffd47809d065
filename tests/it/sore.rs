//! Each kind of object and each folder of a vault in turn missing, torn or not to be read, through the program:
//! what needs it says so, all else works, and nothing gets more than `restore` does, not even the script.

use std::collections::BTreeSet;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::cli_purge::{PATIENTS, office};
use crate::office::{Answer, Office};

/// What is the matter with one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sore {
    Missing,
    Torn,
    /// This user may not read it.
    Denied,
}

const ALL: [Sore; 3] = [Sore::Missing, Sore::Torn, Sore::Denied];

/// Who may be refused something: root may read whatever there is.
const NOBODY: &str = "65534";

/// Somebody for whom rights count; nothing where this system has no such thing.
struct Somebody {
    is_root: bool,
}

impl Somebody {
    fn new(office: &Office) -> Option<Self> {
        let own = Command::new("id").arg("-u").output().ok()?;
        let is_root = own.stdout.starts_with(b"0");
        let this = Self { is_root };
        if is_root {
            let owner = format!("{NOBODY}:{NOBODY}");
            let done =
                Command::new("chown").args(["-R", &owner]).arg(office.folder.path()).status();
            if !done.ok()?.success() || !this.command(Path::new("true")).status().ok()?.success() {
                return None;
            }
            let program = Path::new(env!("CARGO_BIN_EXE_refuge"));
            let runs = this.command(program).arg("--version").output();
            runs.ok().filter(|done| done.status.success())?;
        }
        Some(this)
    }

    fn command(&self, program: &Path) -> Command {
        if !self.is_root {
            return Command::new(program);
        }
        let mut command = Command::new("setpriv");
        command.args(["--reuid", NOBODY, "--regid", NOBODY, "--clear-groups"]).arg(program);
        command
    }

    fn run(&self, office: &Office, home: &str, args: &[&str]) -> Answer {
        let mut command = self.command(Path::new(env!("CARGO_BIN_EXE_refuge")));
        command.args(["--lang", "en", "--no-input", "--identity", &office.text("sheet.txt")]);
        command.args(args).env("REFUGE_HOME", office.path(home)).env("HOME", office.folder.path());
        Answer::of(&command.output().unwrap())
    }

    fn rescue(&self, office: &Office, to: &str) -> Answer {
        let mut command = self.command(Path::new("python3"));
        // That of the system: another may lie where this user may not go.
        command.env("PATH", "/usr/bin:/bin");
        command.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/rescue.py"));
        command.args(["--vault", &office.text("Blue/refuge")]);
        command.args(["--identity", &office.text("sheet.txt"), "--to", &office.text(to)]);
        Answer::of(&command.output().unwrap())
    }
}

/// A place below the vault, with its second copy where it has one.
fn both(name: &str) -> [String; 2] {
    [name.to_owned(), format!("mirror/{name}")]
}

/// One folder and one object of each kind, by name.
fn places(office: &Office) -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut folders, mut objects, mut kinds) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let mut prefixed = BTreeSet::new();
    for path in office.tree("Blue/refuge").into_keys() {
        let name = path.to_str().unwrap().to_owned();
        for above in path.ancestors().skip(1).filter(|above| above.components().next().is_some()) {
            let above = above.to_str().unwrap().to_owned();
            // Of the many named by two digits one is enough.
            let kind = above
                .strip_suffix(|_: char| true)
                .and_then(|rest| rest.strip_suffix(|_: char| true));
            let kind = kind.filter(|kind| kind.ends_with('/')).map(ToOwned::to_owned);
            if kind.is_none_or(|kind| prefixed.insert(kind)) || folders.contains(&above) {
                folders.insert(above);
            }
        }
        let is_second = name.starts_with("mirror/");
        let folder = path.parent().unwrap().to_str().unwrap();
        let kind = if folder.starts_with("pack") || folder.starts_with("parity") {
            folder[..5].to_owned()
        } else {
            format!("{folder} {}", if folder.is_empty() { &*name } else { "" })
        };
        if !is_second && kinds.insert(kind) {
            objects.insert(name);
        }
    }
    (folders, objects)
}

/// Makes a place sore; answers how it was.
fn harm(office: &Office, name: &str, sore: Sore) -> Option<(PathBuf, Option<Vec<u8>>)> {
    let path = office.path("Blue/refuge").join(name);
    let bytes = std::fs::read(&path).ok();
    match (sore, &bytes) {
        _ if !path.exists() => return None,
        (Sore::Missing, Some(_)) => std::fs::remove_file(&path).unwrap(),
        (Sore::Torn, Some(bytes)) => std::fs::write(&path, &bytes[..bytes.len() / 2]).unwrap(),
        (Sore::Denied, _) => rights(&path, 0o000),
        (Sore::Missing | Sore::Torn, None) => return None,
    }
    Some((path, bytes))
}

fn rights(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

fn heal((path, bytes): (PathBuf, Option<Vec<u8>>)) {
    match bytes {
        Some(bytes) => {
            std::fs::remove_file(&path).ok();
            std::fs::write(&path, bytes).unwrap();
            rights(&path, 0o644);
        }
        None => rights(&path, 0o755),
    }
}

/// Whatever comes of it, by whom.
fn gotten(office: &Office, folder: &str) -> BTreeSet<PathBuf> {
    let path = office.path(folder);
    let found =
        if path.exists() { office.tree(folder).into_keys().collect() } else { BTreeSet::new() };
    std::fs::remove_dir_all(path).ok();
    found
}

#[test]
fn no_bad_place_lets_the_script_get_more_than_the_program() {
    let office = office();
    let Some(somebody) = Somebody::new(&office) else {
        crate::support::skipped("nobody here for whom rights count");
        return;
    };
    let tools = ["age", "zstd"].map(|tool| Command::new(tool).arg("--version").output().is_ok());
    if tools.contains(&false) {
        crate::support::skipped("rescue.py needs age and zstd");
        return;
    }
    let (folders, objects) = places(&office);
    let sores = ALL.into_iter().flat_map(|sore| objects.iter().map(move |name| (sore, name)));
    let denied = folders.iter().map(|name| (Sore::Denied, name));
    for (sore, name) in sores.chain(denied) {
        // One copy, and then both.
        for names in [vec![name.clone()], both(name).to_vec()] {
            let label = format!("{sore:?} {names:?}");
            let harmed: Vec<_> =
                names.iter().filter_map(|name| harm(&office, name, sore)).collect();
            let back = office.text("back");
            let restored = somebody.run(&office, "home", &["restore", "--all", "--to", &back]);
            let rescued = somebody.rescue(&office, "rescued");
            let learnt = somebody.run(&office, "new", &["attach", &office.text("Blue")]);
            let told = somebody.run(&office, "home", &["verify", "--full", "--json"]);
            harmed.into_iter().for_each(heal);
            for answer in [&restored, &learnt, &told] {
                assert!(!answer.err.contains("panic"), "{label}: {}", answer.err);
            }
            let (ours, theirs) = (gotten(&office, "back"), gotten(&office, "rescued"));
            let what = format!(
                "{label}\nrestore: {} {}\nrescue: {} {}\nattach: {} {}",
                restored.code, restored.err, rescued.code, rescued.err, learnt.code, learnt.err
            );
            assert!(ours.is_superset(&theirs), "{what}");
            // A new computer has no copies of what no other key can stand in for.
            assert!(learnt.code == 0 || learnt.code == 3 || theirs.is_empty(), "{what}");
            std::fs::remove_dir_all(office.path("new")).ok();
            let says_so = told.out.contains(name.trim_start_matches("mirror/"));
            // Nothing needs these: the next visit brings them again.
            let is_needed = sore != Sore::Missing
                || !["parity/", "/ledger/"].iter().any(|kind| name.contains(kind));
            assert!(
                !is_needed || told.code != 0 && (says_so || told.code == 18),
                "{what}\nverify: {} {}",
                told.code,
                told.out
            );
        }
    }
}

#[test]
fn a_keyring_that_is_gone_is_read_from_the_computer_told_and_brought_back() {
    let office = office();
    let vault = office.path("Blue/refuge");
    let keyrings = || {
        let below = |folder: &str| std::fs::read_dir(vault.join(folder)).unwrap();
        let sections = below("sections").chain(below("mirror/sections"));
        sections.map(|section| section.unwrap().path().join("keyring"))
    };
    keyrings().for_each(|keyring| std::fs::remove_dir_all(keyring).unwrap());
    let back = office.text("back");
    office.run_with_key(&["restore", "--all", "--to", &back]).ends(0);
    assert_eq!(gotten(&office, "back").len(), PATIENTS.len());
    let stranger = office.run_with_key(&[
        "--home",
        &office.text("new"),
        "attach",
        &office.text("Blue"),
        "--json",
    ]);
    assert_eq!(stranger.error(), "V01", "{}", stranger.err);
    let told = office.run_with_key(&["verify", "--full", "--json"]).ends(15);
    assert!(told.out.contains("/keyring/"), "{}", told.out);
    office.run_with_key(&["verify", "--full", "--repair"]).ends(0);
    assert!(keyrings().all(|keyring| std::fs::read_dir(keyring).unwrap().count() > 0));
    office.run_with_key(&["--home", &office.text("new"), "attach", &office.text("Blue")]).ends(0);
}
