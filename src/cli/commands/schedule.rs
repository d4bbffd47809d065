//! `refuge settings schedule`: files for the system's scheduler, so that nobody has to remember.
//!
//! Every day the scheduler starts `refuge remind`, which reads only what the computer remembers and
//! says nothing unless something is due. Nothing is backed up behind anybody's back.

use std::path::{Path, PathBuf};

use refuge::error::{Action, Error, Result};
use refuge::platform::{self, Scheduler};

use super::home;
use crate::cli::{Catalog, Exit, Face, Failure, Summary, args::papers::Schedule, fl, safe};

/// Hour of the day at which people are reminded.
const HOUR: u8 = 9;
/// The one file that only a technician can put into place.
const RULE: &str = "99-refuge.rules";

/// A file and the text that belongs into it.
struct Unit {
    name: &'static str,
    text: String,
}

pub(super) fn run(face: &mut Face<'_>, options: &Schedule) -> Result<Exit, Failure> {
    let home = home::folder(face)?;
    let program = std::env::current_exe().map_err(Error::io(Action::Read, "refuge"))?;
    let scheduler = platform::scheduler();
    let folder = options.output.clone().unwrap_or_else(|| home.join("schedule"));
    let mut written = write(&folder, &units(scheduler, &program, &home))?;
    let mut installed = false;
    if options.install {
        let place = platform::scheduler_folder().ok_or(Error::NotConfirmed)?;
        let units = units(scheduler, &program, &home);
        let units: Vec<Unit> = units.into_iter().filter(|unit| unit.name != RULE).collect();
        written = write(&place, &units)?;
        installed = switch_on(scheduler, &place)?;
    }
    let summary = Summary::new("settings", Exit::Done)
        .with("files", written.len())
        .with("installed", installed);
    let mut lines: Vec<String> = written.iter().map(|path| safe(&path.to_string_lossy())).collect();
    lines.insert(0, fl!(face.words, "schedule-written"));
    lines.extend(next(face.words, scheduler, &folder, options.install.then_some(installed)));
    face.finish(&summary, &lines)
}

fn write(folder: &Path, units: &[Unit]) -> Result<Vec<PathBuf>> {
    std::fs::create_dir_all(folder).map_err(Error::io(Action::Create, folder))?;
    let mut written = Vec::with_capacity(units.len());
    for unit in units {
        let path = folder.join(unit.name);
        std::fs::write(&path, &unit.text).map_err(Error::io(Action::Write, &path))?;
        written.push(path);
    }
    Ok(written)
}

fn units(scheduler: Scheduler, program: &Path, home: &Path) -> Vec<Unit> {
    let (program, home) = (program.to_string_lossy(), home.to_string_lossy());
    match scheduler {
        Scheduler::Systemd => systemd(&program, &home),
        Scheduler::Launchd => vec![launchd(&program, &home)],
        Scheduler::TaskScheduler => vec![task(&program, &home)],
    }
}

fn systemd(program: &str, home: &str) -> Vec<Unit> {
    let start = format!("{} --home {} remind", quoted(program), quoted(home));
    let service = format!(
        "[Unit]\nDescription=refuge: what is due\n\n[Service]\nType=oneshot\nExecStart={start}\n"
    );
    let timer = format!(
        "[Unit]\nDescription=refuge: once a day\n\n[Timer]\nOnCalendar=*-*-* {HOUR:02}:00\n\
         Persistent=true\n\n[Install]\nWantedBy=timers.target\n"
    );
    let plugged = format!(
        "[Unit]\nDescription=refuge: a drive was plugged in\n\n[Service]\nType=oneshot\n\
         ExecStartPre=/bin/sleep 5\nExecStart={start} --plugged\n"
    );
    // A program that udev starts itself is killed soon; it may only ask systemd to start one.
    let rule = "ACTION==\"add\", SUBSYSTEM==\"block\", ENV{ID_BUS}==\"usb\", ENV{ID_FS_USAGE}==\
                \"filesystem\", TAG+=\"systemd\", ENV{SYSTEMD_USER_WANTS}+=\"refuge-plugged.service\"\n";
    vec![
        Unit { name: "refuge-remind.service", text: service },
        Unit { name: "refuge-remind.timer", text: timer },
        Unit { name: "refuge-plugged.service", text: plugged },
        Unit { name: RULE, text: rule.to_owned() },
    ]
}

/// As systemd reads it: quotes and backslashes escaped, no specifier, no variable.
fn quoted(text: &str) -> String {
    let escaped: String = text
        .chars()
        .flat_map(|letter| match letter {
            '"' | '\\' => vec!['\\', letter],
            '%' | '$' => vec![letter, letter],
            _ => vec![letter],
        })
        .collect();
    format!("\"{escaped}\"")
}

fn launchd(program: &str, home: &str) -> Unit {
    let arguments: String = [program, "--home", home, "remind"]
        .iter()
        .map(|word| format!("    <string>{}</string>\n", escaped(word)))
        .collect();
    let text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \
         \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n<plist version=\"1.0\">\n<dict>\n  \
         <key>Label</key>\n  <string>org.refuge.remind</string>\n  <key>ProgramArguments</key>\n  \
         <array>\n{arguments}  </array>\n  <key>StartCalendarInterval</key>\n  <dict>\n    \
         <key>Hour</key>\n    <integer>{HOUR}</integer>\n    <key>Minute</key>\n    <integer>0</integer>\n  \
         </dict>\n</dict>\n</plist>\n"
    );
    Unit { name: "org.refuge.remind.plist", text }
}

fn task(program: &str, home: &str) -> Unit {
    let text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Task version=\"1.2\" \
         xmlns=\"http://schemas.microsoft.com/windows/2004/02/mit/task\">\n  <Triggers>\n    \
         <CalendarTrigger>\n      <StartBoundary>2026-01-01T{HOUR:02}:00:00</StartBoundary>\n      \
         <ScheduleByDay><DaysInterval>1</DaysInterval></ScheduleByDay>\n    </CalendarTrigger>\n  \
         </Triggers>\n  <Settings>\n    <StartWhenAvailable>true</StartWhenAvailable>\n    \
         <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>\n  </Settings>\n  \
         <Actions>\n    <Exec>\n      <Command>{}</Command>\n      \
         <Arguments>--home \"{}\" remind</Arguments>\n    </Exec>\n  </Actions>\n</Task>\n",
        escaped(program),
        escaped(home)
    );
    Unit { name: "refuge-remind.xml", text }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// What is left to do; `taken` tells whether the system took the files, where it was asked to.
fn next(words: &Catalog, scheduler: Scheduler, folder: &Path, taken: Option<bool>) -> Vec<String> {
    let command = || format!("  {}", fl!(words, "schedule-install"));
    let mut lines = match taken {
        Some(true) => vec![fl!(words, "schedule-installed", hour = u64::from(HOUR))],
        Some(false) => vec![fl!(words, "schedule-refused"), command()],
        None => vec![fl!(words, "schedule-how"), command()],
    };
    if scheduler == Scheduler::Systemd {
        let rule = safe(&folder.join(RULE).to_string_lossy());
        lines.push(fl!(words, "schedule-rule"));
        lines.push(format!("  sudo cp \"{rule}\" /etc/udev/rules.d/"));
    }
    lines
}

fn switch_on(scheduler: Scheduler, folder: &Path) -> Result<bool> {
    let at = |name: &str| folder.join(name).to_string_lossy().into_owned();
    let lines: Vec<Vec<String>> = match scheduler {
        Scheduler::Systemd => vec![
            words(&["systemctl", "--user", "daemon-reload"]),
            words(&["systemctl", "--user", "enable", "--now", "refuge-remind.timer"]),
        ],
        Scheduler::Launchd => {
            vec![words(&["launchctl", "load", "-w", &at("org.refuge.remind.plist")])]
        }
        Scheduler::TaskScheduler => vec![words(&[
            "schtasks",
            "/Create",
            "/F",
            "/TN",
            "refuge remind",
            "/XML",
            &at("refuge-remind.xml"),
        ])],
    };
    for line in lines {
        if !started(&line)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn words(line: &[&str]) -> Vec<String> {
    line.iter().map(|word| (*word).to_owned()).collect()
}

/// Whether the system's own tool took it. One that is not there did not.
fn started(line: &[String]) -> Result<bool> {
    let Some((program, arguments)) = line.split_first() else { return Ok(false) };
    let ran = std::process::Command::new(program)
        .args(arguments)
        .stdin(std::process::Stdio::null())
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .status();
    match ran {
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => Ok(false),
        other => Ok(other.map_err(Error::io(Action::Read, program))?.success()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_with_spaces_and_signs_reach_the_program_whole() {
        let units = systemd("/opt/my refuge/refuge", "/home/a \"b\" 100%$/h");
        assert!(units[0].text.contains(
            "ExecStart=\"/opt/my refuge/refuge\" --home \"/home/a \\\"b\\\" 100%%$$/h\" remind\n"
        ));
        assert!(launchd("/A & B/refuge", "/h").text.contains("<string>/A &amp; B/refuge</string>"));
        assert!(task("C:\\A & B\\refuge.exe", "C:\\h").text.contains("C:\\A &amp; B\\refuge.exe"));
    }

    /// What Python reads from a text; nothing where there is no Python, which is said.
    #[expect(clippy::print_stderr, reason = "a test says aloud what it skips")]
    fn read_by_python(program: &str, text: &str) -> Option<String> {
        let mut python = std::process::Command::new("python3");
        let Ok(ran) = python.args(["-c", program, text]).output() else {
            eprintln!("SKIPPED: no python3");
            return None;
        };
        assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
        Some(String::from_utf8(ran.stdout).unwrap())
    }

    #[test]
    fn launchd_reads_every_word_as_it_was_meant() {
        const READ: &str = "import plistlib, sys\n\
            it = plistlib.loads(sys.argv[1].encode())\n\
            print(it['Label'], it['StartCalendarInterval']['Hour'], *it['ProgramArguments'], sep='|')";
        let unit = launchd("/A & <B>/refuge", "/Users/Zoé \"x\"/h");
        let Some(read) = read_by_python(READ, &unit.text) else { return };
        let wanted = "org.refuge.remind|9|/A & <B>/refuge|--home|/Users/Zoé \"x\"/h|remind";
        assert_eq!(read.trim(), wanted);
    }

    #[test]
    fn the_task_scheduler_reads_every_word_as_it_was_meant() {
        const READ: &str = "import sys, xml.etree.ElementTree as tree\n\
            it = tree.fromstring(sys.argv[1].encode())\n\
            n = '{http://schemas.microsoft.com/windows/2004/02/mit/task}'\n\
            print(*[it.find(f'.//{n}{p}').text for p in ('StartBoundary', 'Command', 'Arguments')], sep='|')";
        let unit = task("C:\\A & B\\refuge.exe", "C:\\Zoé <x>\\h");
        let Some(read) = read_by_python(READ, &unit.text) else { return };
        let wanted = "2026-01-01T09:00:00|C:\\A & B\\refuge.exe|--home \"C:\\Zoé <x>\\h\" remind";
        assert_eq!(read.trim(), wanted);
    }

    #[test]
    fn the_timer_makes_up_for_a_day_on_which_the_computer_was_off() {
        let units = systemd("/r", "/h");
        assert!(units[1].text.contains("OnCalendar=*-*-* 09:00\nPersistent=true"));
        assert!(task("r", "h").text.contains("<StartWhenAvailable>true"));
    }
}
