//! How soon the program answers, as a person feels it: whole processes, from their start to their end, in a practice of
//! a thousand patients. Aim: `status`, `--help` and the menu under 50 ms, the first line of anything under 100 ms.

use std::io::{Error, Read, Result};
use std::process::{Command, Stdio};
use std::sync::LazyLock;

const PATIENTS: usize = 1000;

struct Practice {
    folder: tempfile::TempDir,
}

static PRACTICE: LazyLock<Result<Practice>> = LazyLock::new(Practice::new);

impl Practice {
    fn new() -> Result<Self> {
        let practice = Self { folder: tempfile::tempdir()? };
        let at = |name: &str| practice.folder.path().join(name);
        for number in 0..PATIENTS {
            let folder = at("patients").join(format!("PATIENT {number:04}"));
            std::fs::create_dir_all(&folder)?;
            std::fs::write(folder.join("notes.txt"), format!("about {number}"))?;
        }
        std::fs::create_dir(at("Blue"))?;
        std::fs::write(
            at("phrase"),
            "ruban cabanon octobre navire potager lanterne tambour gardien\n",
        )?;
        let init =
            ["init", "--practice", "P", "--identity-out", "key", "--passphrase-file", "phrase"];
        practice.whole(&[&init[..], &["--recovery-out", "sheet"]].concat())?;
        let source = ["sources", "add", "patients", "--class", "fr/medical-record"];
        practice.whole(&[&source[..], &["--records", "each-folder"]].concat())?;
        practice.whole(&["drives", "add", "Blue", "--name", "Blue", "--allow-fixed"])?;
        practice.whole(&["backup"])?;
        Ok(practice)
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_refuge"));
        command.env("REFUGE_HOME", self.folder.path().join("home")).arg("--no-input").args(args);
        command.current_dir(self.folder.path());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// To the end; a status that is due is one as well.
    fn whole(&self, args: &[&str]) -> Result<()> {
        let output = self.command(args).output()?;
        match output.status.code() {
            Some(0 | 16) => Ok(()),
            _ => Err(Error::other(format!("{args:?}: {output:?}"))),
        }
    }

    /// To the first byte that a person sees.
    fn first_line(&self, args: &[&str]) -> Result<()> {
        let mut child = self.command(args).spawn()?;
        let mut talk = child.stderr.take().ok_or(Error::other("no talk"))?;
        talk.read_exact(&mut [0])?;
        child.kill()?;
        child.wait().map(|_| ())
    }
}

fn practice() -> &'static Practice {
    match &*PRACTICE {
        Ok(practice) => practice,
        // The figures would be of nothing.
        Err(_) => std::process::abort(),
    }
}

fn main() -> Result<()> {
    practice().whole(&["status"])?;
    divan::main();
    Ok(())
}

#[divan::bench(sample_count = 50)]
fn help() -> Result<()> {
    practice().whole(&["--help"])
}

#[divan::bench(sample_count = 50)]
fn status() -> Result<()> {
    practice().whole(&["status"])
}

#[divan::bench(sample_count = 50)]
fn what_the_menu_shows_first() -> Result<()> {
    practice().whole(&[])
}

#[divan::bench(sample_count = 50)]
fn drives() -> Result<()> {
    practice().whole(&["drives"])
}

#[divan::bench(sample_count = 20)]
fn first_line_of_a_backup() -> Result<()> {
    practice().first_line(&["backup"])
}

#[divan::bench(sample_count = 20)]
fn first_line_of_a_check() -> Result<()> {
    practice().first_line(&["verify", "--quick"])
}
