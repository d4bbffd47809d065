//! A drive restores with its own `rescue.py`, stock `age`, `zstd` and `python3`; damage is told exactly.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{FileExt, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, UNIX_EPOCH};

use refuge::config::RecordRule;
use refuge::crypto::words::WordList;
use refuge::format::entry::{EntryKind, InventoryEntry};
use refuge::format::names;
use refuge::id::PackId;
use refuge::storage::Disk;
use refuge::vault::{Contents, Fetcher, Manifest};
use secrecy::ExposeSecret;

use crate::office::{NAME, Office, PHRASE};
use crate::rig::{Rig, noise};

/// What one thing below a folder is: mode, last change, and bytes, link text or nothing.
type Tree = BTreeMap<PathBuf, (u32, (i64, i64), Vec<u8>)>;

/// Whether everything `rescue.py` calls is there; says so when it is not.
fn tools_are_there() -> bool {
    let missing = ["python3", "age", "zstd", "b3sum"]
        .into_iter()
        .find(|tool| Command::new(tool).arg("--version").output().is_err());
    if let Some(tool) = missing {
        crate::support::skipped(&format!("restoring with rescue.py needs {tool}"));
    }
    missing.is_none()
}

/// A practice whose drive is a folder, and the key as a file.
struct Case {
    rig: Rig,
    disk: Disk,
    drive: tempfile::TempDir,
}

impl Case {
    fn new() -> Self {
        let drive = tempfile::tempdir().unwrap();
        let disk = Disk::create(&drive.path().join("refuge")).unwrap();
        let rig = Rig::new(&disk, RecordRule::EachFolder);
        let secret = rig.identity.secret_text();
        let key = format!("# refuge: a practice\n{}\n", secret.expose_secret());
        std::fs::write(drive.path().join("key.txt"), key).unwrap();
        Self { rig, disk, drive }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.drive.path().join(name)
    }

    /// Runs the drive's own script: its exit code, and what it said.
    fn rescue(&self, arguments: &[&str]) -> (Option<i32>, String) {
        let output = Command::new("python3")
            .arg(self.path("refuge/rescue.py"))
            .arg("--vault")
            .arg(self.path("refuge"))
            .arg("--identity")
            .arg(self.path("key.txt"))
            .args(arguments)
            .env("PYTHONUTF8", "1")
            .output()
            .unwrap();
        let said = [output.stdout, output.stderr].concat();
        (output.status.code(), String::from_utf8_lossy(&said).into_owned())
    }

    /// Restores into a new folder, which must end with that exit code.
    fn restored(&self, name: &str, code: i32, more: &[&str]) -> (PathBuf, String) {
        let target = self.path(name);
        let arguments = [&["--to", target.to_str().unwrap()], more].concat();
        let (ended, said) = self.rescue(&arguments);
        assert_eq!(ended, Some(code), "{said}");
        (target, said)
    }

    /// Every entry of the latest snapshot, and for the first chunk of `path` the pack, where in it
    /// its segment lies, and the entries that have a chunk in that segment.
    fn around(&self, path: &str) -> (PackId, u64, BTreeSet<String>) {
        let (vault, section) = self.rig.open(&self.disk);
        let contents = Contents::load(&vault, &section).unwrap();
        let latest = Manifest::all(&vault, &section).unwrap().0.pop().unwrap();
        let mut fetcher = Fetcher::new(vault, &section, &contents).unwrap();
        let mut files = BTreeMap::new();
        let mut lists = BTreeSet::new();
        for record in &latest.records {
            lists.extend(record.inventory.iter().copied());
            let inventory = fetcher.joined(&record.inventory, usize::MAX).unwrap();
            for line in inventory.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
                let entry: InventoryEntry = serde_json::from_slice(line).unwrap();
                if let EntryKind::File(content) = entry.kind {
                    files.insert(entry.path.escaped(), content.chunks);
                }
            }
        }
        let segment_of = |chunk| {
            let place = contents.place(chunk).unwrap();
            (place.pack, place.segment)
        };
        let hit = segment_of(&files[path][0]);
        assert!(lists.iter().all(|chunk| segment_of(chunk) != hit), "a list of files lies there");
        let (pack, segment) = contents.segment(contents.place(&files[path][0]).unwrap()).unwrap();
        let suffers =
            files.iter().filter(|(_, chunks)| chunks.iter().any(|c| segment_of(c) == hit));
        let middle = segment.at + u64::from(segment.bytes) / 2;
        (pack.pack, middle, suffers.map(|(name, _)| name.clone()).collect())
    }
}

/// Everything a practice may hold that is awkward to bring back.
fn fill(rig: &Rig) {
    rig.write("Dupont Zoé/scan.pdf", &noise(1, 3_000_000));
    rig.write("Dupont Zoé/film.avi", &noise(2, 7_000_000));
    rig.write("Dupont Zoé/note.txt", "tension 12/8, œdème\n".as_bytes());
    rig.write("Martin/vide.txt", b"");
    rig.write("Martin/a/b/c/d/e/f/g/h/i/j/k/l/deep.txt", b"deep");
    rig.write("loose.txt", b"no folder");
    let source = rig.source();
    let odd = source.join("Martin").join(OsStr::from_bytes(b"bad\xffname"));
    std::fs::write(&odd, b"a name that is not UTF-8").unwrap();
    std::fs::create_dir(source.join("Nouveau")).unwrap();
    std::fs::hard_link(source.join("loose.txt"), source.join("same.txt")).unwrap();
    std::os::unix::fs::symlink("note.txt", source.join("Dupont Zoé/latest")).unwrap();
    let sparse = std::fs::File::create(source.join("Martin/image.vhd")).unwrap();
    sparse.set_len(9_000_000).unwrap();
    sparse.write_all_at(b"in the middle", 4_000_000).unwrap();
    for (number, path) in (1_u64..).zip([odd, source.join("loose.txt"), source.join("Nouveau")]) {
        let time = UNIX_EPOCH + Duration::new(1_000_000_000 + number, 123_456_700);
        std::fs::File::open(&path).unwrap().set_modified(time).unwrap();
    }
    let readable = std::fs::Permissions::from_mode(0o640);
    std::fs::set_permissions(source.join("loose.txt"), readable).unwrap();
}

fn tree(root: &Path) -> Tree {
    let mut found = Tree::new();
    let mut waiting = vec![root.to_owned()];
    while let Some(folder) = waiting.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let meta = path.symlink_metadata().unwrap();
            let content = if meta.is_symlink() {
                std::fs::read_link(&path).unwrap().into_os_string().into_encoded_bytes()
            } else if meta.is_dir() {
                waiting.push(path.clone());
                Vec::new()
            } else {
                std::fs::read(&path).unwrap()
            };
            let name = path.strip_prefix(root).unwrap().to_owned();
            found.insert(name, (meta.mode(), (meta.mtime(), meta.mtime_nsec()), content));
        }
    }
    found
}

/// Compares what differs by name first: the bytes would fill the screen.
fn assert_same(found: &Tree, wanted: &Tree) {
    let names = |tree: &Tree| tree.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(found), names(wanted));
    for (path, (mode, modified, bytes)) in wanted {
        assert_eq!((&found[path].0, &found[path].1), (mode, modified), "{}", path.display());
        assert!(found[path].2 == *bytes, "the bytes of {}", path.display());
    }
}

#[test]
fn a_drive_restores_with_its_own_script_and_stock_tools() {
    if !tools_are_there() {
        return;
    }
    let mut case = Case::new();
    fill(&case.rig);
    case.rig.backup(&case.disk, "Blue").unwrap();
    let first = tree(&case.rig.source());
    case.rig.write("Dupont Zoé/note.txt", b"tension 14/9");
    std::fs::remove_file(case.rig.source().join("Martin/vide.txt")).unwrap();
    case.rig.backup(&case.disk, "Blue").unwrap();

    let (latest, _) = case.restored("latest", 0, &[]);
    assert_same(&tree(&latest), &tree(&case.rig.source()));
    let inode = |name: &str| latest.join(name).metadata().unwrap().ino();
    assert_eq!(inode("loose.txt"), inode("same.txt"), "the hard link");
    let held = latest.join("Martin/image.vhd").metadata().unwrap().blocks() * 512;
    assert!(held < 1_000_000, "the holes are filled: {held} bytes");

    let (vault, section) = case.rig.open(&case.disk);
    let snapshots = Manifest::all(&vault, &section).unwrap().0;
    let id = snapshots[0].id().to_string();
    let (code, listed) = case.rescue(&["--list"]);
    assert_eq!((code, listed.lines().count()), (Some(0), 2), "{listed}");
    assert!(listed.lines().last().unwrap().contains(&id), "the oldest comes last: {listed}");
    let (earlier, _) = case.restored("earlier", 0, &["--snapshot", &id]);
    assert_same(&tree(&earlier), &first);
}

#[test]
fn a_damaged_segment_costs_exactly_the_files_in_it_and_they_are_named() {
    if !tools_are_there() {
        return;
    }
    let mut case = Case::new();
    fill(&case.rig);
    case.rig.backup(&case.disk, "Blue").unwrap();
    let (pack, middle, suffers) = case.around("Dupont Zoé/film.avi");
    let path = case.path("refuge").join(names::pack(pack).as_str());
    let file = std::fs::OpenOptions::new().read(true).write(true).open(path).unwrap();
    let mut byte = [0];
    file.read_exact_at(&mut byte, middle).unwrap();
    file.write_all_at(&[!byte[0]], middle).unwrap();

    let (target, said) = case.restored("damaged", 1, &[]);
    let prefix = format!("PERDU / LOST {}/", target.display());
    let lost = said.lines().filter(|line| line.contains("LOST"));
    let lost = lost.map(|line| line.strip_prefix(&prefix).unwrap().split_once(": ").unwrap().0);
    assert_eq!(lost.map(str::to_owned).collect::<BTreeSet<_>>(), suffers, "{said}");
    assert!(!suffers.is_empty());

    let mut found = tree(&target);
    let mut wanted = tree(&case.rig.source());
    for name in &suffers {
        wanted.remove(Path::new(name)).unwrap();
        found.remove(Path::new(&format!("{name}.INCOMPLETE"))).unwrap();
    }
    assert_same(&found, &wanted);
}

/// Runs the script of a drive with the words of a sheet on its standard input.
fn rescue_with_words(office: &Office, target: &str, typed: &str) -> (Option<i32>, String) {
    let mut script = Command::new("python3")
        .arg(office.path("Blue/refuge/rescue.py"))
        // The sheet says no more than that: the script finds the vault it lies in.
        .args(["--words", "--to"])
        .arg(office.path(target))
        .env("PYTHONUTF8", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // The script may have stopped at a wrong word before it read everything.
    std::io::Write::write_all(&mut script.stdin.take().unwrap(), typed.as_bytes()).ok();
    let output = script.wait_with_output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8_lossy(&said).into_owned())
}

#[test]
fn a_key_file_with_lines_that_this_age_does_not_know_opens_all_the_same() {
    if !tools_are_there() {
        return;
    }
    let mut case = Case::new();
    case.rig.write("Dupont Zoé/note.txt", b"a note");
    case.rig.backup(&case.disk, "Blue").unwrap();
    let key = std::fs::read_to_string(case.path("key.txt")).unwrap();
    let mixed = format!(
        "\u{feff}\nAGE-PLUGIN-NOBODY-1QQQSYQCYQ5RQWZQFPG9SCRGWPUGPZYSNRGJ0M8\n\
         AGE-SECRET-KEY-PQ-1QQQSYQCYQ5RQWZQFPG9SCRGWPUGPZYSN\n{}",
        key.to_lowercase()
    );
    std::fs::write(case.path("key.txt"), mixed).unwrap();
    let (target, said) = case.restored("mixed", 0, &[]);
    assert_same(&tree(&target), &tree(&case.rig.source()));
    assert!(!said.contains("LOST"), "{said}");
}

/// Runs the script of a drive on a terminal, where age asks for the passphrase: its exit code, and what it said.
#[cfg(target_os = "linux")]
fn rescue_with_passphrase(office: &Office, key: &str, target: &str) -> (u32, String) {
    let script = format!(
        "PYTHONUTF8=1 python3 Blue/refuge/rescue.py --identity {key} --to {target}; echo ended"
    );
    let line = format!("sh -c '{script}'");
    let home = office.path("home");
    crate::guide_person::on_a_terminal(&home, &line, &[("passphrase", PHRASE)], |_| {})
}

#[cfg(target_os = "linux")]
#[test]
fn a_key_behind_a_passphrase_opens_with_a_mark_or_empty_lines_before_it_as_in_the_program() {
    if !tools_are_there() {
        return;
    }
    let office = Office::with_patients(&["DURAND Paul 1949"]);
    office.run(&["backup"]).ends(0);
    let key = std::fs::read_to_string(office.path("key.txt")).unwrap();
    for (name, before) in [("marked", "\u{feff}"), ("empty", "\n"), ("both", "\u{feff}\r\n \n")] {
        let [file, target] = [format!("{name}.age"), format!("{name} restored")];
        office.write(&file, &format!("{before}{key}"));
        let to = office.text(&format!("{name} by the program"));
        let phrase = office.text("phrase.txt");
        let restore = ["restore", "--all", "--to", &to, "--identity", &office.text(&file)];
        office.run(&[&restore[..], &["--passphrase-file", &phrase]].concat()).ends(0);
        let target = target.replace(' ', "-");
        let (_, said) = rescue_with_passphrase(&office, &file, &target);
        assert_eq!(office.tree(&target), office.tree("patients"), "{name}: {said}");
    }
}

#[test]
fn lower_case_keys_open_in_the_program_and_in_the_script() {
    if !tools_are_there() {
        return;
    }
    let office = Office::with_patients(&["DURAND Paul 1949"]);
    office.run(&["backup"]).ends(0);
    let recovery = std::fs::read_to_string(office.path("sheet.txt")).unwrap();
    let key = recovery.lines().find(|line| line.starts_with("AGE-SECRET-KEY-1")).unwrap();
    for (name, text) in [
        ("lower", key.to_lowercase()),
        ("marked", format!("\u{feff}{}", key.to_lowercase())),
        ("indented", format!("\r\n  {}\r\n", key.to_lowercase())),
    ] {
        let file = format!("{name}.txt");
        office.write(&file, &text);
        let own = std::fs::Permissions::from_mode(0o600);
        std::fs::set_permissions(office.path(&file), own).unwrap();
        let to = office.text(&format!("{name} by the program"));
        let identity = office.text(&file);
        office.run(&["restore", "--all", "--to", &to, "--identity", &identity]).ends(0);
        let output = Command::new("python3")
            .arg(office.path("Blue/refuge/rescue.py"))
            .args(["--identity", &identity, "--to", &office.text(name)])
            .env("PYTHONUTF8", "1")
            .output()
            .unwrap();
        assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(office.tree(name), office.tree("patients"), "{name}");
    }
}

/// Manifests that were written before name the key that is no more.
#[test]
fn a_record_with_a_new_key_is_not_taken_for_a_forgotten_one() {
    if !tools_are_there() {
        return;
    }
    let office = Office::with_patients(&["DURAND Paul 1949", "MARTIN Luc 1950"]);
    office.run(&["backup"]).ends(0);
    let sheet = office.text("sheet.txt");
    let new_key = ["thin", "--rekey", "DURAND Paul 1949", "--confirm", NAME];
    office.run(&[&new_key[..], &["--identity", &sheet]].concat()).ends(0);
    let output = Command::new("python3")
        .arg(office.path("Blue/refuge/rescue.py"))
        .args(["--identity", &sheet, "--to", &office.text("rescued")])
        .env("PYTHONUTF8", "1")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(said.contains("0 oublié(s) volontairement"), "{said}");
    assert_eq!(office.tree("rescued"), office.tree("patients"), "{said}");
}

#[test]
fn the_words_of_the_sheet_are_enough_for_the_script() {
    if !tools_are_there() {
        return;
    }
    let office = Office::with_patients(&["DURAND Paul 1949"]);
    office.run(&["backup"]).ends(0);
    let words = office.words_on("sheet.txt");
    let list = WordList::English;
    let short: Vec<String> = words.iter().map(|word| word.chars().take(4).collect()).collect();
    assert!(words.iter().all(|word| list.complete(word).is_some()));

    let typed = format!("{}\nqqqq\n{}\n", short[..10].join("\n"), short[10..].join(" "));
    let (code, said) = rescue_with_words(&office, "restored", &typed);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("This word is in no list"), "{said}");
    assert_eq!(office.tree("restored"), office.tree("patients"));

    let mut wrong = words;
    wrong.swap(0, 1);
    let (code, said) = rescue_with_words(&office, "wrong", &wrong.join("\n"));
    assert_eq!(code, Some(2), "{said}");
    assert!(!office.path("wrong").exists(), "{said}");
}

#[test]
fn the_script_knows_every_word_of_both_lists() {
    if !tools_are_there() {
        return;
    }
    let lists = "import rescue; print(*rescue.word_list(rescue.FRENCH)); print(*rescue.word_list(rescue.ENGLISH))";
    let output = Command::new("python3")
        .args(["-B", "-c", lists])
        .env("PYTHONPATH", concat!(env!("CARGO_MANIFEST_DIR"), "/assets"))
        .output()
        .unwrap();
    let known = String::from_utf8(output.stdout).unwrap();
    let known: Vec<&str> = known.lines().collect();
    assert_eq!(known.len(), 2);
    for (list, known) in WordList::ALL.into_iter().zip(known) {
        let found: Option<Vec<String>> = known.split(' ').map(|word| list.complete(word)).collect();
        assert_eq!(found, Some(list.words().collect()));
    }
}
