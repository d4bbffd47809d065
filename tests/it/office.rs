//! A practice that is used only through its command line, as people and scripts use it.

use std::path::{Path, PathBuf};
use std::process::Output;

use assert_cmd::Command;
use serde_json::Value;

/// The passphrase of every office.
pub(crate) const PHRASE: &str = "ruban cabanon octobre navire potager lanterne tambour gardien";
/// The name to type.
pub(crate) const NAME: &str = "Cabinet Dr Martin";

/// A home folder, a key file, a recovery file and a folder of patients, all in one scratch folder.
pub(crate) struct Office {
    pub(crate) folder: tempfile::TempDir,
}

/// What a command answered.
pub(crate) struct Answer {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Answer {
    pub(crate) fn of(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap().replace('\u{a0}', " ");
        Self {
            code: output.status.code().unwrap_or(-1),
            out: text(&output.stdout),
            err: text(&output.stderr),
        }
    }

    /// Fails unless the command ended with this code.
    #[track_caller]
    pub(crate) fn ends(self, code: i32) -> Self {
        assert_eq!(self.code, code, "stdout: {}\nstderr: {}", self.out, self.err);
        self
    }

    /// The id of the error it ended with, from the summary or from what a person reads.
    #[track_caller]
    pub(crate) fn error(&self) -> String {
        if self.out.trim_end().ends_with('}') {
            return self.json()["error"]["id"].as_str().unwrap_or_default().to_owned();
        }
        let after = self.err.rsplit_once('[').map_or("", |(_, after)| after);
        after.split(']').next().unwrap_or_default().to_owned()
    }

    /// Fails unless the command ended with the code for "anything else", and with this error.
    #[track_caller]
    pub(crate) fn refuses(self, id: &str) -> Self {
        let answer = self.ends(1);
        assert_eq!(answer.error(), id, "stdout: {}\nstderr: {}", answer.out, answer.err);
        answer
    }

    /// Every JSON line of standard output.
    #[track_caller]
    pub(crate) fn lines(&self) -> Vec<Value> {
        self.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// The last JSON line: the summary.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        self.lines().pop().unwrap_or_else(|| panic!("no output; stderr: {}", self.err))
    }
}

impl Office {
    /// Sets a practice up with `init` and nothing else.
    pub(crate) fn new() -> Self {
        let office = Self { folder: tempfile::tempdir().unwrap() };
        std::fs::write(office.path("phrase.txt"), format!("{PHRASE}\n")).unwrap();
        let [key, phrase, sheet] =
            ["key.txt", "phrase.txt", "sheet.txt"].map(|name| office.text(name));
        office
            .run(&[
                "init",
                "--practice",
                NAME,
                "--identity-out",
                &key,
                "--passphrase-file",
                &phrase,
                "--recovery-out",
                &sheet,
            ])
            .ends(0);
        office
    }

    /// The same with a source of patients (`each-folder`, `fr/medical-record`) and a drive "Blue".
    pub(crate) fn with_patients(patients: &[&str]) -> Self {
        let office = Self::new();
        for patient in patients {
            office.write(&format!("patients/{patient}/notes.txt"), &format!("about {patient}\n"));
        }
        std::fs::create_dir_all(office.path("patients")).unwrap();
        let source = office.text("patients");
        office
            .run(&[
                "sources",
                "add",
                &source,
                "--class",
                "fr/medical-record",
                "--records",
                "each-folder",
            ])
            .ends(0);
        office.add_drive("Blue");
        office
    }

    /// Enrols a plain folder of that name as a drive.
    pub(crate) fn add_drive(&self, name: &str) {
        std::fs::create_dir_all(self.path(name)).unwrap();
        let path = self.text(name);
        self.run(&["drives", "add", &path, "--name", name, "--allow-fixed"]).ends(0);
    }

    /// A drive is taken away, so that the program cannot find it.
    pub(crate) fn unplug(&self, name: &str) {
        std::fs::rename(self.path(name), self.path(&format!("{name}.away"))).unwrap();
    }

    /// A drive comes back.
    pub(crate) fn plug(&self, name: &str) {
        std::fs::rename(self.path(&format!("{name}.away")), self.path(name)).unwrap();
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn text(&self, name: &str) -> String {
        self.path(name).to_str().unwrap().to_owned()
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    /// The program, in this practice, in English, with nobody to ask.
    pub(crate) fn command(&self) -> Command {
        self.command_in("en")
    }

    pub(crate) fn command_in(&self, language: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_refuge"));
        for name in ["REFUGE_LANG", "LC_ALL", "LC_MESSAGES", "LANGUAGE", "LANG"] {
            command.env_remove(name);
        }
        command
            .env("NO_COLOR", "1")
            .env("TZ", "Europe/Paris")
            .env("REFUGE_HOME", self.path("home"))
            .args(["--lang", language, "--no-input"]);
        command
    }

    /// Runs a command without keys in another language.
    pub(crate) fn run_in(&self, language: &str, args: &[&str]) -> Answer {
        Answer::of(&self.command_in(language).args(args).output().unwrap())
    }

    /// Runs a command without keys.
    pub(crate) fn run(&self, args: &[&str]) -> Answer {
        Answer::of(&self.command().args(args).output().unwrap())
    }

    /// Runs a command that must succeed and gives its summary.
    #[track_caller]
    pub(crate) fn json(&self, args: &[&str]) -> Value {
        let args: Vec<&str> = args.iter().copied().chain(["--json"]).collect();
        self.run(&args).ends(0).json()
    }

    /// Runs a command with the secret of the recovery file: a passphrase costs a second each time,
    /// by design, so only the tests of passphrases use the key file.
    pub(crate) fn run_with_key(&self, args: &[&str]) -> Answer {
        let sheet = self.text("sheet.txt");
        let args: Vec<&str> = args.iter().copied().chain(["--identity", &sheet]).collect();
        self.run(&args)
    }

    /// The 24 words in a recovery file.
    pub(crate) fn words_on(&self, name: &str) -> Vec<String> {
        let recovery = std::fs::read_to_string(self.path(name)).unwrap();
        let lines = recovery.lines().filter_map(|line| line.strip_prefix("# "));
        let word = |line: &str| {
            let (number, word) = line.trim().split_once(' ')?;
            number.parse::<u32>().ok().map(|_| word.to_owned())
        };
        let words: Vec<String> = lines.filter_map(word).collect();
        assert_eq!(words.len(), 24);
        words
    }

    /// Every file below a folder with its content, by relative path.
    pub(crate) fn tree(&self, name: &str) -> std::collections::BTreeMap<PathBuf, Vec<u8>> {
        let mut found = std::collections::BTreeMap::new();
        collect(&self.path(name), Path::new(""), &mut found);
        found
    }
}

fn collect(at: &Path, inside: &Path, found: &mut std::collections::BTreeMap<PathBuf, Vec<u8>>) {
    for entry in std::fs::read_dir(at).unwrap() {
        let entry = entry.unwrap();
        let name = inside.join(entry.file_name());
        if entry.path().is_dir() {
            collect(&entry.path(), &name, found);
        } else {
            found.insert(name, std::fs::read(entry.path()).unwrap());
        }
    }
}

#[test]
fn an_office_backs_up_and_restores_through_its_command_line() {
    let office = Office::with_patients(&["DURAND Paul 1949"]);
    assert_eq!(office.json(&["backup"])["files"], 1);
    let to = office.text("restored");
    office.run_with_key(&["restore", "--all", "--to", &to, "--json"]).ends(0);
    assert_eq!(office.tree("patients"), office.tree("restored"));
    office.unplug("Blue");
    office.run(&["backup"]).ends(10);
    office.plug("Blue");
    office.run(&["backup"]).ends(0);
}
