//! Vaults that lie, kept in `tests/vaults`: the program and the script say so, calmly, and go on.
//!
//! `v1` was written by the program in format version 1 and must open for ever, and so must `leaning`, of which
//! manifests lean on others. Those in `hostile` are small
//! vaults with one thing wrong in each. All are made anew, after a change of the format, by
//!
//! ```text
//! cargo test --test it -- --ignored make_the_committed_vaults_anew
//! ```

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use refuge::format::documents::{BlockLine, ObjectKind};
use refuge::format::entry::{Content, ContentHash, EntryKind};
use refuge::format::names;
use refuge::format::names::ObjectPath;
use refuge::id::ChunkName;
use refuge::storage::Storage;

use crate::office::{Answer, Office};
use crate::support::vault::{LittleRecord, LittleVault, entry, file_entry, tree};

/// No command may take longer on a vault this small.
const PATIENCE: Duration = Duration::from_secs(60);
/// What a command may map into memory; far above what it needs, far below what a bomb asks for.
const MEMORY_KIB: u64 = 1_500_000;

fn vaults() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vaults")
}

// -- trying them ---------------------------------------------------------------------------------

/// A computer that knows nothing, and a drive.
struct Stranger {
    office: Office,
}

impl Stranger {
    fn with(vault: &Path) -> Self {
        let office = Office { folder: tempfile::tempdir().unwrap() };
        copy(&vault.join("refuge"), &office.path("drive/refuge"));
        for name in ["README.html", "LISEZ-MOI.html", "rescue.py"] {
            let text =
                std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("assets").join(name));
            std::fs::write(office.path("drive/refuge").join(name), text.unwrap()).unwrap();
        }
        std::fs::copy(vault.join("key.txt"), office.path("key.txt")).unwrap();
        make_private(&office.path("key.txt"));
        Self { office }
    }

    /// A command with the key, within limits of memory and time.
    fn run(&self, args: &[&str]) -> Answer {
        let output = limited(env!("CARGO_BIN_EXE_refuge"))
            .args(["--lang", "en", "--no-input", "--identity", &self.office.text("key.txt")])
            .args(args)
            .env("REFUGE_HOME", self.office.path("home"))
            .env("MALLOC_ARENA_MAX", "2")
            .timeout(PATIENCE)
            .output()
            .unwrap();
        Answer::of(&output)
    }

    fn rescue(&self, to: &str) -> Option<Answer> {
        let missing = ["python3", "age", "zstd"]
            .into_iter()
            .find(|tool| Command::new(tool).arg("--version").output().is_err());
        if let Some(tool) = missing {
            crate::support::skipped(&format!("rescue.py on hostile vaults needs {tool}"));
            return None;
        }
        let limited = format!("ulimit -v {MEMORY_KIB}; exec python3 \"$0\" \"$@\"");
        let output = assert_cmd::Command::new("sh")
            .args(["-c", &limited])
            .arg(self.office.path("drive/refuge/rescue.py"))
            .args(["--vault", &self.office.text("drive/refuge")])
            .args(["--identity", &self.office.text("key.txt"), "--to", &self.office.text(to)])
            .env("PYTHONUTF8", "1")
            .timeout(PATIENCE)
            .output()
            .unwrap();
        Some(Answer::of(&output))
    }

    /// Names beside the drive: nothing may appear there that was not asked for.
    fn surroundings(&self) -> BTreeSet<String> {
        let entries = std::fs::read_dir(self.office.folder.path()).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }
}

/// A program that may use so much memory and no more; without limits where there is no shell to set them.
fn limited(program: &str) -> assert_cmd::Command {
    if cfg!(windows) {
        return assert_cmd::Command::new(program);
    }
    let line = format!("ulimit -v {MEMORY_KIB}; exec \"$0\" \"$@\"");
    let mut command = assert_cmd::Command::new("sh");
    command.args(["-c", &line, program]);
    command
}

/// Whoever may enter the folder may read the file there.
#[cfg(windows)]
fn make_private(_path: &Path) {}

#[cfg(unix)]
fn make_private(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).unwrap();
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        if entry.path().is_dir() {
            copy(&entry.path(), &to.join(entry.file_name()));
        } else {
            std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
}

/// What each command says: its code, and a word it must say or `""`.
struct Expected {
    vault: &'static str,
    attach: (i32, &'static str),
    verify: (i32, &'static str),
    restore: (i32, &'static str),
    rescue: i32,
}

const fn expected(
    vault: &'static str,
    attach: (i32, &'static str),
    verify: (i32, &'static str),
    restore: (i32, &'static str),
    rescue: i32,
) -> Expected {
    Expected { vault, attach, verify, restore, rescue }
}

/// A vault that is refused as a whole: nothing else is tried.
const REFUSED: (i32, &str) = (-1, "");

const EXPECTED: &[Expected] = &[
    expected("damaged", (0, ""), (15, "wrong-hash"), (3, "damaged-content"), 1),
    expected("truncated", (0, ""), (15, "malformed"), (3, "damaged-content"), 1),
    expected("swapped", (0, ""), (15, "not-authentic"), (3, "damaged-content"), 1),
    expected("misplaced", (3, ""), (15, "not-authentic"), (0, ""), 1),
    expected("age-header", (3, ""), (15, "too-large"), (0, ""), 1),
    expected("age-endless-line", (3, ""), (15, ""), (0, ""), 1),
    expected("zstd-bomb", (3, ""), (15, "malformed"), (3, "damaged-content"), 1),
    expected("absurd-counts", (0, ""), (15, "wrong-length"), (3, "not-written"), 1),
    expected("escaping-paths", (0, ""), (15, "malformed"), (3, "not-written"), 1),
    expected("forged", (3, ""), (15, "not-authentic"), (0, ""), 0),
    expected("other-practice", (0, ""), (15, "not-authentic"), (0, ""), 0),
    expected("newer-format", (0, ""), (15, "not-authentic"), (0, ""), 0),
    expected("garbage-identity", (0, ""), (15, "malformed"), (0, ""), 0),
];

#[test]
fn every_hostile_vault_is_named_and_nothing_else_happens() {
    for expected in EXPECTED {
        try_one(expected);
    }
}

fn try_one(expected: &Expected) {
    let stranger = Stranger::with(&vaults().join("hostile").join(expected.vault));
    let drive = stranger.office.text("drive");
    let out = stranger.office.text("out");
    let commands: [(&[&str], (i32, &str)); 3] = [
        (&["attach", &drive], expected.attach),
        (&["verify", "--json"], expected.verify),
        (&["restore", "--all", "--to", &out, "--json"], expected.restore),
    ];
    for (args, (code, word)) in commands {
        if (code, word) == REFUSED {
            continue;
        }
        let label = format!("{} {}", expected.vault, args[0]);
        let answer = stranger.run(args);
        assert!(!answer.err.contains("panick"), "{label}: {}", answer.err);
        let said = format!("{}{}", answer.out, answer.err);
        assert_eq!(answer.code, code, "{label}: {said}");
        assert!(said.contains(word), "{label}: {said}");
        if args.contains(&"--json") {
            let last = answer.json();
            assert_eq!(
                (&last["type"], &last["code"]),
                (&"summary".into(), &code.into()),
                "{label}"
            );
        }
    }
    if expected.restore != REFUSED {
        let answer = stranger.run(&["ls", "--json"]);
        let label = format!("{} ls: {}{}", expected.vault, answer.out, answer.err);
        assert!([0, 15].contains(&answer.code), "{label}");
        assert_eq!(answer.json()["type"], "summary", "{label}");
    }
    if let Some(answer) = stranger.rescue("rescued") {
        let label = format!("{} rescue.py", expected.vault);
        assert!(!answer.err.contains("Traceback"), "{label}: {}", answer.err);
        assert_eq!(answer.code, expected.rescue, "{label}: {}{}", answer.out, answer.err);
    }
    for found in stranger.surroundings() {
        let known = ["drive", "home", "key.txt", "out", "rescued"];
        assert!(known.contains(&found.as_str()), "{}: {found} appeared", expected.vault);
    }
    assert!(!Path::new("/tmp/refuge-escaped").exists(), "{}", expected.vault);
}

#[test]
fn every_committed_vault_is_tried() {
    let listed: BTreeSet<String> = std::fs::read_dir(vaults().join("hostile"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    let tried = EXPECTED.iter().map(|expected| expected.vault.to_owned()).collect();
    assert_eq!(listed, tried);
}

#[test]
fn an_object_far_too_long_is_not_even_read() {
    let stranger = Stranger::with(&vaults().join("hostile/damaged"));
    let sections = stranger.office.path("drive/refuge/sections");
    let section = std::fs::read_dir(sections).unwrap().next().unwrap().unwrap().path();
    let name = "snapshots/20270101t000000z-00000000000000000000000000000000.age";
    let file = std::fs::File::create(section.join(name)).unwrap();
    file.set_len(5 << 30).unwrap();
    stranger.run(&["attach", &stranger.office.text("drive")]).ends(3);
    let answer = stranger.run(&["verify", "--json"]).ends(15);
    assert!(answer.out.contains("too-large"), "{}", answer.out);
}

#[test]
fn a_vault_of_format_version_1_opens_for_ever() {
    let stranger = Stranger::with(&vaults().join("v1"));
    let wanted = stranger.office.path("wanted");
    copy(&vaults().join("v1/patients"), &wanted);
    stranger.run(&["attach", &stranger.office.text("drive")]).ends(0);
    stranger.run(&["verify", "--full"]).ends(0);
    let snapshots = stranger.run(&["snapshots", "--json"]).ends(0).json();
    assert_eq!(snapshots["snapshots"].as_array().unwrap().len(), 2);
    stranger.run(&["restore", "--all", "--to", &stranger.office.text("out")]).ends(0);
    assert_eq!(stranger.office.tree("out"), stranger.office.tree("wanted"));
    if let Some(answer) = stranger.rescue("rescued") {
        answer.ends(0);
        assert_eq!(stranger.office.tree("rescued"), stranger.office.tree("wanted"));
    }
}

#[test]
fn a_vault_whose_manifests_lean_on_others_opens_for_ever() {
    let stranger = Stranger::with(&vaults().join("leaning"));
    let wanted = stranger.office.path("wanted");
    copy(&vaults().join("leaning/patients"), &wanted);
    stranger.run(&["attach", &stranger.office.text("drive")]).ends(0);
    stranger.run(&["verify", "--full"]).ends(0);
    let snapshots = stranger.run(&["snapshots", "--json"]).ends(0).json();
    let files = snapshots["snapshots"].as_array().unwrap().iter().map(|shot| &shot["files"]);
    assert_eq!(files.collect::<Vec<_>>(), [3, 3, 2]);
    stranger.run(&["restore", "--all", "--to", &stranger.office.text("out")]).ends(0);
    assert_eq!(stranger.office.tree("out"), stranger.office.tree("wanted"));
    if let Some(answer) = stranger.rescue("rescued") {
        answer.ends(0);
        assert_eq!(stranger.office.tree("rescued"), stranger.office.tree("wanted"));
    }
}

// -- making them ---------------------------------------------------------------------------------

#[test]
#[ignore = "writes tests/vaults anew: only after a change of the format"]
fn make_the_committed_vaults_anew() {
    let folder = vaults();
    std::fs::remove_dir_all(&folder).ok();
    make_v1(&folder.join("v1"));
    make_leaning(&folder.join("leaning"));
    for (name, make) in MAKERS {
        make().export(&folder.join("hostile").join(name));
    }
}

fn make_v1(to: &Path) {
    let office = Office::with_patients(&["DURAND Paul 1949", "Lefèvre Zoé 1987"]);
    office.run(&["backup"]).ends(0);
    let scan = crate::rig::noise(7, 50_000);
    std::fs::write(office.path("patients/DURAND Paul 1949/scan.pdf"), scan).unwrap();
    office.write("patients/loose.txt", "tension 12/8\n");
    office.run(&["backup"]).ends(0);
    keep(&office, to);
}

#[test]
#[ignore = "writes tests/vaults/leaning anew: only after a change of the format"]
fn make_the_vault_whose_manifests_lean_on_others_anew() {
    let folder = vaults().join("leaning");
    std::fs::remove_dir_all(&folder).ok();
    make_leaning(&folder);
}

/// A base, a day without changes, and a day on which a record went and another changed.
fn make_leaning(to: &Path) {
    let office =
        Office::with_patients(&["DURAND Paul 1949", "Lefèvre Zoé 1987", "MARTIN Ali 2001"]);
    office.run(&["backup"]).ends(0);
    office.run(&["backup"]).ends(0);
    std::fs::remove_dir_all(office.path("patients/DURAND Paul 1949")).unwrap();
    office.run(&["backup"]).ends(0);
    keep(&office, to);
}

/// What a stranger finds, and what it must give back.
fn keep(office: &Office, to: &Path) {
    copy(&office.path("Blue/refuge"), &to.join("refuge"));
    for name in ["README.html", "LISEZ-MOI.html", "rescue.py"] {
        std::fs::remove_file(to.join("refuge").join(name)).unwrap();
    }
    copy(&office.path("patients"), &to.join("patients"));
    std::fs::copy(office.path("sheet.txt"), to.join("key.txt")).unwrap();
}

type Maker = fn() -> LittleVault;

const MAKERS: &[(&str, Maker)] = &[
    ("damaged", damaged),
    ("truncated", truncated),
    ("swapped", swapped),
    ("misplaced", misplaced),
    ("age-header", age_header),
    ("age-endless-line", age_endless_line),
    ("zstd-bomb", zstd_bomb),
    ("absurd-counts", absurd_counts),
    ("escaping-paths", escaping_paths),
    ("forged", forged),
    ("other-practice", other_practice),
    ("newer-format", newer_format),
    ("garbage-identity", garbage_identity),
];

/// A good vault: one record in two snapshots.
fn good() -> (LittleVault, LittleRecord) {
    let mut vault = LittleVault::new();
    let source = vault.source("/srv/patients", "each-folder");
    let record = vault.record(source, "Dupont");
    let note = vault.file(&record, "Dupont/note.txt", b"tension 12/8", 100);
    vault.snapshot("2026-11-24T02:08:00Z", &[(&record, vec![note.clone()])]);
    let scan = vault.file(&record, "Dupont/scan.pdf", &crate::rig::noise(3, 900), 400);
    vault.snapshot("2026-11-25T02:08:00Z", &[(&record, vec![note, scan])]);
    (vault, record)
}

fn objects(vault: &LittleVault, part: &str) -> Vec<ObjectPath> {
    let all = vault.storage.list("").unwrap();
    all.into_iter().map(|(object, _)| object).filter(|o| o.as_str().contains(part)).collect()
}

fn bytes_of(vault: &LittleVault, object: &ObjectPath) -> Vec<u8> {
    let length = vault.storage.length(object).unwrap();
    vault.storage.read(object, 0, usize::try_from(length).unwrap()).unwrap()
}

fn set(vault: &LittleVault, object: &ObjectPath, bytes: &[u8]) {
    vault.storage.remove(object).unwrap();
    vault.storage.put(object, bytes).unwrap();
}

fn damaged() -> LittleVault {
    let vault = good().0;
    // The scan: the second file, in the third pack.
    vault.damage(2, 0);
    vault
}

fn truncated() -> LittleVault {
    let vault = good().0;
    let scan = names::pack(vault.packs[2].pack);
    for object in objects(&vault, "/index/").into_iter().take(1).chain([scan]) {
        let bytes = bytes_of(&vault, &object);
        set(&vault, &object, &bytes[..bytes.len() / 2]);
    }
    vault
}

fn swapped() -> LittleVault {
    let vault = good().0;
    let scan = names::pack(vault.packs[2].pack);
    let note = names::pack(vault.packs[0].pack);
    let (one, other) = (bytes_of(&vault, &scan), bytes_of(&vault, &note));
    set(&vault, &scan, &other);
    set(&vault, &note, &one);
    vault
}

/// Whole and authentic objects, each in the folder of the other kind.
fn misplaced() -> LittleVault {
    let vault = good().0;
    let index = objects(&vault, "/index/").remove(0);
    let manifest = objects(&vault, "/snapshots/").remove(0);
    vault.put_raw(ObjectKind::Manifest, &bytes_of(&vault, &index));
    vault.put_raw(ObjectKind::Index, &bytes_of(&vault, &manifest));
    vault
}

fn age_header() -> LittleVault {
    let vault = good().0;
    let stanza = "-> X25519 AAAA\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n";
    let header = format!("age-encryption.org/v1\n{}--- AAAA\n", stanza.repeat(300));
    vault.put_raw(ObjectKind::Manifest, header.as_bytes());
    vault.put_raw(ObjectKind::Index, header.as_bytes());
    vault
}

fn age_endless_line() -> LittleVault {
    let vault = good().0;
    let header = format!("age-encryption.org/v1\n-> {}", "A".repeat(17_000));
    vault.put_raw(ObjectKind::Manifest, header.as_bytes());
    vault.put_raw(ObjectKind::Index, header.as_bytes());
    vault
}

/// As many zeros as asked for, as zstd frames.
fn zeros(mebibytes: usize) -> Vec<u8> {
    zstd::bulk::compress(&vec![0; mebibytes << 20], 19).unwrap()
}

/// Three gibibytes in a manifest, one in a block that announces little.
fn zstd_bomb() -> LittleVault {
    let (mut vault, record) = good();
    let bomb = zeros(256).repeat(12);
    let sealed = vault.seal(&bomb);
    vault.put_raw(ObjectKind::Manifest, &sealed);
    let name = ChunkName([9; 16]);
    let frame = zeros(1024);
    let length = u32::try_from(frame.len()).unwrap();
    let block = BlockLine { frame: length, chunks: vec![(name, 300_000)] };
    vault.raw_pack(&record, &frame, vec![block]);
    let bad = file_entry("Dupont/bomb.txt", &vec![0; 300_000], vec![name]);
    let good = vault.file(&record, "Dupont/good.txt", b"good", 100);
    vault.snapshot("2026-11-26T02:08:00Z", &[(&record, vec![good, bad])]);
    vault
}

/// Numbers that nothing may be allocated for.
fn absurd_counts() -> LittleVault {
    let (mut vault, record) = good();
    let good = vault.file(&record, "Dupont/good.txt", b"good", 100);
    let EntryKind::File(content) = good.kind.clone() else { unreachable!() };
    let lie = |path: &str, size_bytes: u64, extents: Option<Vec<(u64, u64)>>| {
        let hash = ContentHash([1; 32]);
        let chunks = content.chunks.clone();
        entry(path, EntryKind::File(Content { size_bytes, hash, chunks, extents }))
    };
    let entries = vec![
        good,
        lie("Dupont/huge", u64::MAX, None),
        lie("Dupont/far", u64::MAX, Some(vec![(u64::MAX - 4, 4)])),
        lie("Dupont/beyond", 4, Some(vec![(u64::MAX, u64::MAX)])),
    ];
    vault.snapshot("2026-11-26T02:08:00Z", &[(&record, entries)]);
    // A pack whose footer announces more segments than there are bytes in the world.
    let pack = names::pack(vault.packs[2].pack);
    let mut bytes = bytes_of(&vault, &pack);
    let count = bytes.len() - 24;
    bytes[count..count + 4].fill(0xff);
    set(&vault, &pack, &bytes);
    vault
}

fn escaping_paths() -> LittleVault {
    let (mut vault, record) = good();
    let good = vault.file(&record, "Dupont/good.txt", b"good", 100);
    let EntryKind::File(content) = good.kind.clone() else { unreachable!() };
    let mut text = Vec::new();
    let link = |path: &str, to: &str| entry(path, EntryKind::Symlink { to: to.to_owned() });
    let entries = [
        good.clone(),
        link("trap", "/tmp"),
        entry("trap/refuge-escaped", EntryKind::File(content.clone())),
        entry("hard", EntryKind::HardLink { to: tree("etc/passwd") }),
    ];
    for entry in &entries {
        text.extend(serde_json::to_vec(entry).unwrap());
        text.push(b'\n');
    }
    let line = String::from_utf8(serde_json::to_vec(&good).unwrap()).unwrap();
    for path in
        ["../escaped", "/tmp/refuge-escaped", "a/../../escaped", "a//b", "", "\\u00002f\\u00002f"]
    {
        text.extend(line.replace("Dupont/good.txt", path).into_bytes());
        text.push(b'\n');
    }
    let line = vault.record_line(&record, &entries, &text);
    vault.commit("2026-11-26T02:08:00Z", vec![line]);
    vault
}

/// A manifest by someone who knows where to seal to, and nothing else.
fn forged() -> LittleVault {
    let (mut vault, _) = good();
    vault.forge();
    vault.commit("2026-11-26T02:08:00Z", Vec::new());
    vault
}

fn with_identity(change: impl Fn(&mut serde_json::Value)) -> LittleVault {
    let vault = good().0;
    let object = names::vault_json();
    let mut json = serde_json::from_slice(&bytes_of(&vault, &object)).unwrap();
    change(&mut json);
    set(&vault, &object, &serde_json::to_vec(&json).unwrap());
    vault
}

fn other_practice() -> LittleVault {
    with_identity(|json| json["practice"] = "ff".repeat(16).into())
}

fn newer_format() -> LittleVault {
    with_identity(|json| json["refuge"] = 2.into())
}

fn garbage_identity() -> LittleVault {
    let vault = good().0;
    set(&vault, &names::vault_json(), "[".repeat(16_000).as_bytes());
    vault
}
