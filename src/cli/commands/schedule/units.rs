//! The files of each system's scheduler: one job each day, one when a drive is plugged in.

use std::path::Path;

use refuge::platform::Scheduler;

/// Hour of the day at which people are reminded.
pub(super) const HOUR: u8 = 9;
/// Seconds until a drive that was plugged in is mounted.
const SETTLING_SECONDS: u8 = 5;

/// A file, the text that belongs into it, and what the system calls the job.
pub(super) struct Unit {
    pub(super) name: &'static str,
    text: String,
    encoding: Encoding,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Encoding {
    Utf8,
    /// Little-endian, with its mark: the only one that `schtasks` reads.
    Utf16,
}

impl Unit {
    fn utf8(name: &'static str, text: String) -> Self {
        Self { name, text, encoding: Encoding::Utf8 }
    }

    /// The file as it is written.
    pub(super) fn bytes(&self) -> Vec<u8> {
        match self.encoding {
            Encoding::Utf8 => self.text.as_bytes().to_vec(),
            Encoding::Utf16 => {
                let marked = std::iter::once(0xfeff).chain(self.text.encode_utf16());
                marked.flat_map(u16::to_le_bytes).collect()
            }
        }
    }
}

pub(super) fn units(scheduler: Scheduler, program: &Path, home: &Path) -> Vec<Unit> {
    let (program, home) = (program.to_string_lossy(), home.to_string_lossy());
    match scheduler {
        Scheduler::Systemd => systemd(&program, &home),
        Scheduler::Launchd => launchd(&program, &home),
        Scheduler::TaskScheduler => tasks(&program, &home, &person()),
    }
}

// -- Linux: systemd user units -----------------------------------------------------------------

fn systemd(program: &str, home: &str) -> Vec<Unit> {
    // Nobody sits there to be asked.
    let start = format!("{} --home {} --no-input remind", quoted(program), quoted(home));
    let service = format!(
        "[Unit]\nDescription=refuge: what is due\n\n[Service]\nType=oneshot\nExecStart={start}\n"
    );
    let timer = format!(
        "[Unit]\nDescription=refuge: once a day\n\n[Timer]\nOnCalendar=*-*-* {HOUR:02}:00\n\
         Persistent=true\n\n[Install]\nWantedBy=timers.target\n"
    );
    let plugged = format!(
        "[Unit]\nDescription=refuge: a drive was plugged in\n\n[Service]\nType=oneshot\n\
         ExecStartPre=/bin/sleep {SETTLING_SECONDS}\nExecStart={start} --plugged\n"
    );
    // A rule of udev would need a technician. Desktops mount each drive in a folder made for it.
    let path = "[Unit]\nDescription=refuge: looks whether a drive is plugged in\n\n[Path]\n\
                PathChanged=/media/%u\nPathChanged=/run/media/%u\n\n[Install]\nWantedBy=paths.target\n";
    vec![
        Unit::utf8("refuge-remind.service", service),
        Unit::utf8("refuge-remind.timer", timer),
        Unit::utf8("refuge-plugged.service", plugged),
        Unit::utf8("refuge-plugged.path", path.to_owned()),
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

// -- macOS: launchd agents ---------------------------------------------------------------------

fn launchd(program: &str, home: &str) -> Vec<Unit> {
    let daily = format!(
        "  <key>StartCalendarInterval</key>\n  <dict>\n    <key>Hour</key>\n    \
         <integer>{HOUR}</integer>\n    <key>Minute</key>\n    <integer>0</integer>\n  </dict>\n"
    );
    let mounted = "  <key>StartOnMount</key>\n  <true/>\n";
    let line = [program, "--home", home, "--no-input", "remind"];
    let plugged = [program, "--home", home, "--no-input", "remind", "--plugged"];
    vec![
        Unit::utf8("org.refuge.remind.plist", agent("org.refuge.remind", &line, &daily)),
        Unit::utf8("org.refuge.plugged.plist", agent("org.refuge.plugged", &plugged, mounted)),
    ]
}

fn agent(label: &str, line: &[&str], when: &str) -> String {
    let arguments: String =
        line.iter().map(|word| format!("    <string>{}</string>\n", escaped(word))).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \
         \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n<plist version=\"1.0\">\n<dict>\n  \
         <key>Label</key>\n  <string>{label}</string>\n  <key>ProgramArguments</key>\n  \
         <array>\n{arguments}  </array>\n{when}</dict>\n</plist>\n"
    )
}

// -- Windows: tasks ----------------------------------------------------------------------------

/// Whose task it is, as the Task Scheduler takes it.
fn person() -> String {
    let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let user = variable("USERNAME").unwrap_or_default();
    variable("USERDOMAIN").map_or(user.clone(), |domain| format!("{domain}\\{user}"))
}

fn tasks(program: &str, home: &str, person: &str) -> Vec<Unit> {
    let daily = format!(
        "<CalendarTrigger>\n      <StartBoundary>2026-01-01T{HOUR:02}:00:00</StartBoundary>\n      \
         <ScheduleByDay><DaysInterval>1</DaysInterval></ScheduleByDay>\n    </CalendarTrigger>"
    );
    // Windows notes there each drive that comes (and, with a capacity of 0, each that goes).
    let query = "<QueryList><Query Id=\"0\" Path=\"Microsoft-Windows-Partition/Diagnostic\"><Select \
                 Path=\"Microsoft-Windows-Partition/Diagnostic\">*[System[(EventID=1006)]] and \
                 *[EventData[Data[@Name='Capacity']!='0']]</Select></Query></QueryList>";
    let plugged = format!(
        "<EventTrigger>\n      <Enabled>true</Enabled>\n      <Subscription>{}</Subscription>\n      \
         <Delay>PT{SETTLING_SECONDS}S</Delay>\n    </EventTrigger>",
        escaped(query)
    );
    let task = |name, trigger: &str, words: &str| Unit {
        name,
        text: task(program, home, person, trigger, words),
        encoding: Encoding::Utf16,
    };
    vec![
        task("refuge-remind.xml", &daily, "remind"),
        task("refuge-plugged.xml", &plugged, "remind --plugged"),
    ]
}

/// A task of the person that asks for no more rights than they have. A console program would flash a
/// window each day: the console's own host runs it without one.
fn task(program: &str, home: &str, person: &str, trigger: &str, words: &str) -> String {
    // A backslash before the closing quote would escape it.
    let home = home.trim_end_matches('\\');
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-16\"?>\n<Task version=\"1.2\" \
         xmlns=\"http://schemas.microsoft.com/windows/2004/02/mit/task\">\n  <RegistrationInfo>\n    \
         <Author>refuge</Author>\n  </RegistrationInfo>\n  <Triggers>\n    {trigger}\n  </Triggers>\n  \
         <Principals>\n    <Principal id=\"Person\">\n      <UserId>{person}</UserId>\n      \
         <LogonType>InteractiveToken</LogonType>\n      <RunLevel>LeastPrivilege</RunLevel>\n    \
         </Principal>\n  </Principals>\n  <Settings>\n    \
         <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>\n    \
         <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>\n    \
         <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>\n    \
         <StartWhenAvailable>true</StartWhenAvailable>\n    \
         <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>\n  </Settings>\n  <Actions Context=\"Person\">\n    \
         <Exec>\n      <Command>conhost.exe</Command>\n      <Arguments>--headless &quot;{}&quot; --home \
         &quot;{}&quot; --no-input {words}</Arguments>\n    </Exec>\n  </Actions>\n</Task>\n",
        escaped(program),
        escaped(home),
        person = escaped(person),
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_with_spaces_and_signs_reach_the_program_whole() {
        let units = systemd("/opt/my refuge/refuge", "/home/a \"b\" 100%$/h");
        assert!(units[0].text.contains(
            "ExecStart=\"/opt/my refuge/refuge\" --home \"/home/a \\\"b\\\" 100%%$$/h\" --no-input remind\n"
        ));
        let agents = launchd("/A & B/refuge", "/h");
        assert!(agents[0].text.contains("<string>/A &amp; B/refuge</string>"));
        assert!(agents[1].text.contains("<string>--plugged</string>"));
    }

    /// What Python reads from a file; nothing where there is no Python, which is said.
    #[expect(clippy::print_stderr, reason = "a test says aloud what it skips")]
    fn read_by_python(program: &str, unit: &Unit) -> Option<String> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(unit.name);
        std::fs::write(&file, unit.bytes()).unwrap();
        let mut python = std::process::Command::new("python3");
        let Ok(ran) = python.args(["-c", program]).arg(&file).output() else {
            eprintln!("SKIPPED: no python3");
            return None;
        };
        assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
        Some(String::from_utf8(ran.stdout).unwrap())
    }

    #[test]
    fn launchd_reads_every_word_as_it_was_meant() {
        const READ: &str = "import plistlib, sys\n\
            it = plistlib.load(open(sys.argv[1], 'rb'))\n\
            when = it.get('StartCalendarInterval', {}).get('Hour') or it['StartOnMount']\n\
            print(it['Label'], when, *it['ProgramArguments'], sep='|')";
        let agents = launchd("/A & <B>/refuge", "/Users/Zoé \"x\"/h");
        let Some(read) = read_by_python(READ, &agents[0]) else { return };
        let words = "/A & <B>/refuge|--home|/Users/Zoé \"x\"/h|--no-input|remind";
        assert_eq!(read.trim(), format!("org.refuge.remind|9|{words}"));
        let plugged = read_by_python(READ, &agents[1]).unwrap();
        assert_eq!(plugged.trim(), format!("org.refuge.plugged|True|{words}|--plugged"));
    }

    /// Strictly, as a program reads it that knows the encoding by the mark alone.
    const READ_TASK: &str = "import sys, xml.etree.ElementTree as tree\n\
        raw = open(sys.argv[1], 'rb').read()\n\
        assert raw[:2] == b'\\xff\\xfe'\n\
        it = tree.fromstring(raw)\n\
        n = '{http://schemas.microsoft.com/windows/2004/02/mit/task}'\n\
        words = ('UserId', 'RunLevel', 'Command', 'Arguments')\n\
        print(*[it.find(f'.//{n}{p}').text for p in words], sep='|')\n\
        print([t.tag.replace(n, '') for t in it.find(f'{n}Triggers')], \
        [t.text for t in it.iter(f'{n}Subscription')])";

    #[test]
    fn the_task_scheduler_reads_every_word_as_it_was_meant() {
        let tasks = tasks("C:\\A & B\\refuge.exe", "C:\\Zoé <x>\\h\\", "PC\\Zoé");
        let Some(read) = read_by_python(READ_TASK, &tasks[0]) else { return };
        let line = "PC\\Zoé|LeastPrivilege|conhost.exe|--headless \"C:\\A & B\\refuge.exe\" --home \
                    \"C:\\Zoé <x>\\h\" --no-input remind";
        assert_eq!(read.trim(), format!("{line}\n['CalendarTrigger'] []"));
        let plugged = read_by_python(READ_TASK, &tasks[1]).unwrap();
        assert!(plugged.starts_with(&format!("{line} --plugged\n['EventTrigger']")), "{plugged}");
        assert!(plugged.contains("(EventID=1006)") && plugged.contains("<QueryList>"), "{plugged}");
    }

    #[test]
    fn a_day_on_which_the_computer_was_off_is_made_up_for() {
        let units = systemd("/r", "/h");
        assert!(units[1].text.contains("OnCalendar=*-*-* 09:00\nPersistent=true"));
        assert!(tasks("r", "h", "p")[0].text.contains("<StartWhenAvailable>true"));
    }
}
