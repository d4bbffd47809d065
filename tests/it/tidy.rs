//! The rules of the house, as tests: floors, rooms of foreign crates, lengths, links.
//!
//! Each rule is a pure function from a file's name and text to violations, so that the fixtures at
//! the end can show that it bites. A violation names the file, the line and the rule. Code is
//! looked at after its comments and texts have been blanked out, up to its unit tests.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The floors of the library, from the ground up. A module imports only from lower floors;
/// neighbours do not know each other. A new module gets a place here first.
pub(crate) const FLOORS: &[&[&str]] = &[
    &["id", "limits", "tree_path", "words"],
    &["format", "retention", "register", "fate", "exclude", "guard"],
    &["error"],
    &["event", "chunker", "compress", "crypto", "parity", "platform"],
    &["storage", "source", "destination", "config", "state", "documents"],
    &["vault"],
    &["browse", "ledger", "parity_groups", "practice", "unsaved"],
    &["mount", "repack"],
    &[
        "attach", "backup", "drives", "incident", "keys", "mend", "purge", "expiry", "rekey",
        "restore", "setup", "sources", "thin", "verify", "wipe",
    ],
    &["settle"],
    &["status"],
    &["visit"],
];

/// Foreign crates that live in some rooms only, so that each can be replaced in an afternoon.
const ROOMS: &[(&[&str], &[&str])] = &[
    (
        &[
            "age",
            "age_core",
            "bech32",
            "bip39",
            "blake3",
            "hpke",
            "ml_kem",
            "rand",
            "scrypt",
            "sha2",
            "sha3",
            "x25519_dalek",
            "zxcvbn",
        ],
        &["crypto"],
    ),
    (&["mincdc"], &["chunker"]),
    (&["zstd"], &["compress"]),
    (&["reed_solomon_simd"], &["parity"]),
    (&["postcard", "rusqlite"], &["state"]),
    (&["toml_edit"], &["config"]),
    (&["toml"], &["config", "retention"]),
    (&["tempfile"], &["cli", "config", "practice", "state"]),
    (&["askama"], &["documents"]),
    (&["csv", "encoding_rs"], &["register"]),
    (&["globset"], &["exclude"]),
    (
        &["cap_fs_ext", "cap_std", "rustix", "walkdir", "xattr"],
        &["destination", "platform", "source", "storage"],
    ),
    (
        &["dunce", "keepawake", "libc", "notify_rust", "windows_sys", "winsafe", "winx", "wmi"],
        &["platform"],
    ),
    (&["fast_qr"], &["cli", "documents"]),
    (&["fuser"], &["mount"]),
    (&["open", "sys_locale"], &["cli", "window"]),
    (&["etcetera"], &["cli", "faces"]),
    (&["fluent", "i18n_embed", "i18n_embed_fl", "rust_embed"], &["faces"]),
    (&["accesskit", "eframe", "egui", "epaint", "image"], &["window"]),
    (
        &[
            "clap",
            "clap_complete",
            "clap_mangen",
            "ctrlc",
            "indicatif",
            "inquire",
            "rpassword",
            "strsim",
            "tracing",
            "tracing_appender",
            "tracing_subscriber",
        ],
        &["cli"],
    ),
];

/// Rooms of the program itself: they see the whole library.
const FACE: &[&str] = &["cli", "faces", "main", "window", "window_main"];

/// Files outside `platform/` that may tell systems apart, each a thin shim.
const SYSTEM_SHIMS: &[&str] = &[];

/// Longest file, in lines without its unit tests.
const FILE_LINES_MAX: usize = 500;

#[derive(Debug, PartialEq, Eq)]
struct Violation {
    file: String,
    line: usize,
    rule: String,
}

impl Violation {
    fn new(file: &str, line: usize, rule: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line, rule: rule.into() }
    }
}

// -- the rules -------------------------------------------------------------------------------

/// Everything that is demanded of one file under `src/`.
fn source_rules(file: &str, text: &str) -> Vec<Violation> {
    // Unit tests that outgrew their file stand beside it, under this name.
    let code = if file.ends_with("/tests.rs") { String::new() } else { code_of(text) };
    let mut found = Vec::new();
    found.extend(opens_with_its_purpose(file, text));
    found.extend(is_short(file, &code));
    found.extend(has_no_glob(file, &code));
    found.extend(imports_downwards(file, &code));
    found.extend(keeps_foreign_crates_in_their_rooms(file, &code));
    found.extend(leaves_systems_to_platform(file, &code));
    found
}

fn opens_with_its_purpose(file: &str, text: &str) -> Option<Violation> {
    let first = text.lines().next().unwrap_or_default();
    let told = first.strip_prefix("//!").is_some_and(|purpose| purpose.trim().len() > 10);
    (!told).then(|| Violation::new(file, 1, "the first line says what the file is for: `//! …`"))
}

fn is_short(file: &str, code: &str) -> Option<Violation> {
    let lines = code.lines().count();
    (lines > FILE_LINES_MAX)
        .then(|| Violation::new(file, lines, format!("{lines} lines without tests: cut it")))
}

fn has_no_glob(file: &str, code: &str) -> Vec<Violation> {
    numbered(code)
        .filter(|(_, line)| {
            let line = line.trim_start();
            (line.starts_with("use ") || line.starts_with("pub use ")) && line.contains("::*")
        })
        .map(|(number, _)| Violation::new(file, number, "no glob import"))
        .collect()
}

fn imports_downwards(file: &str, code: &str) -> Vec<Violation> {
    let room = room_of(file);
    if FACE.contains(&room) || room == "lib" {
        return Vec::new();
    }
    let Some(own_floor) = floor_of(room) else {
        return vec![Violation::new(
            file,
            1,
            format!("`{room}` has no floor: give it one in tidy.rs"),
        )];
    };
    let mut found = Vec::new();
    for (line, name) in crate_names(code) {
        let rule = match floor_of(&name) {
            _ if name == room => continue,
            Some(floor) if floor < own_floor => continue,
            Some(floor) => format!(
                "`{room}` (floor {}) imports `{name}` (floor {}): only downwards",
                own_floor + 1,
                floor + 1
            ),
            None => format!("`crate::{name}` is no module with a floor"),
        };
        found.push(Violation::new(file, line, rule));
    }
    if is_top_of_room(file) {
        let climbs = word_lines(code, "super::");
        found.extend(climbs.map(|line| Violation::new(file, line, "say `crate::`, not `super::`")));
    }
    found
}

fn keeps_foreign_crates_in_their_rooms(file: &str, code: &str) -> Vec<Violation> {
    let room = match room_of(file) {
        "main" => "cli",
        "window_main" => "window",
        room => room,
    };
    let mut found = Vec::new();
    for (crates, rooms) in ROOMS.iter().filter(|(_, rooms)| !rooms.contains(&room)) {
        for name in *crates {
            let path_start = format!("{name}::");
            let whole_import = format!("use {name};");
            let lines = word_lines(code, &path_start).chain(word_lines(code, &whole_import));
            found.extend(lines.map(|line| {
                Violation::new(file, line, format!("`{name}` lives only in {}", rooms.join(", ")))
            }));
        }
    }
    found
}

fn leaves_systems_to_platform(file: &str, code: &str) -> Vec<Violation> {
    if room_of(file) == "platform" || SYSTEM_SHIMS.contains(&file) {
        return Vec::new();
    }
    let systems = ["unix", "windows", "target_os", "target_family", "target_vendor"];
    let conditions = ["cfg(", "cfg!(", "cfg_attr("].into_iter().flat_map(|opening| {
        word_starts(code, opening)
            .filter(|at| {
                let condition = balanced(code.get(at + opening.len() - 1..).unwrap_or_default());
                systems.iter().any(|system| word_starts(condition, system).next().is_some())
            })
            .map(|at| line_at(code, at))
            .collect::<Vec<_>>()
    });
    conditions
        .chain(word_lines(code, "std::os::"))
        .map(|line| Violation::new(file, line, "systems are told apart only in platform/"))
        .collect()
}

/// Tests compile for Windows too: what only a Unix has stands below a `cfg` that says so. The compiler for
/// Windows, which few developers have, says the rest (`tests/windows/run.sh --check`).
fn tests_say_what_is_unix(file: &str, text: &str, gated: &[String]) -> Vec<Violation> {
    let code = blanked(text);
    let says = |text: &str| ["cfg(unix", "cfg(target_os"].iter().any(|cfg| text.contains(cfg));
    let module = file.rsplit('/').next().and_then(|name| name.strip_suffix(".rs"));
    if code.contains("#![cfg(") || gated.iter().any(|name| Some(name.as_str()) == module) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut line = 1;
    // A piece ends with the brace of an item at the margin, so that its attributes are in it.
    for piece in code.split_inclusive("\n}\n") {
        if !says(piece) {
            let names = ["std::os::unix", "rustix::", "portable_pty", "vt100::"];
            let at = names.iter().filter_map(|name| word_starts(piece, name).next()).min();
            let rule = "only a Unix has this: a `cfg` says so";
            found.extend(at.map(|at| Violation::new(file, line + line_at(piece, at) - 1, rule)));
        }
        line += piece.matches('\n').count();
    }
    found
}

/// Nothing is left for later in what is committed.
fn leaves_nothing_undone(file: &str, text: &str) -> Vec<Violation> {
    let marks = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X")];
    numbered(text)
        .filter(|(_, line)| marks.iter().any(|mark| word_starts(line, mark).next().is_some()))
        .map(|(number, _)| Violation::new(file, number, "finish it or file it: no such marks"))
        .collect()
}

/// Every relative link of a page leads to a file, and its `#part` to a heading there.
fn links_resolve(file: &str, text: &str, read: &dyn Fn(&str) -> Option<String>) -> Vec<Violation> {
    let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut found = Vec::new();
    for (line, target) in links(text) {
        if target.contains("://") || target.starts_with("mailto:") {
            continue;
        }
        let (path, part) = target.split_once('#').unwrap_or((&target, ""));
        let path = if path.is_empty() { file.to_owned() } else { resolve(folder, path) };
        match read(&path) {
            None => found.push(Violation::new(file, line, format!("link to nowhere: {target}"))),
            Some(page) if !part.is_empty() && !headings(&page).contains(part) => {
                found.push(Violation::new(file, line, format!("no such heading: {target}")));
            }
            Some(_) => {}
        }
    }
    found
}

/// The commands that a page shows in its code blocks: line, first words after `refuge`.
fn shown_commands(text: &str) -> Vec<(usize, Vec<String>)> {
    const TAKES_VALUE: &[&str] = &["--home", "--lang", "--identity", "--passphrase-file"];
    let mut inside = false;
    let mut found = Vec::new();
    for (number, line) in numbered(text) {
        if line.trim_start().starts_with("```") {
            inside = !inside;
            continue;
        }
        let line = line.trim_start().trim_start_matches("$ ");
        let Some(rest) = line.strip_prefix("refuge ").filter(|_| inside) else { continue };
        let mut words = Vec::new();
        let mut tokens = rest.split_whitespace().peekable();
        while let Some(token) = tokens.next() {
            if TAKES_VALUE.contains(&token) {
                tokens.next();
            } else if words.len() < 2 && !token.starts_with('-') {
                let plain = token.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
                if !plain {
                    break;
                }
                words.push(token.to_owned());
            } else if !words.is_empty() {
                break;
            }
        }
        if !words.is_empty() {
            found.push((number, words));
        }
    }
    found
}

// -- reading code ----------------------------------------------------------------------------

/// The code of a file: comments and texts blanked out, unit tests at its end cut off.
pub(crate) fn code_of(text: &str) -> String {
    let blank = blanked(text);
    let lines: Vec<&str> = blank.lines().collect();
    let tests = lines
        .windows(2)
        .position(|pair| matches!(pair, [cfg, module] if *cfg == "#[cfg(test)]" && module.starts_with("mod ")))
        .unwrap_or(lines.len());
    lines.get(..tests).unwrap_or_default().join("\n")
}

/// The text with every comment, string and character literal replaced by spaces, line by line.
pub(crate) fn blanked(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let after_word = out.ends_with(|last: char| last.is_alphanumeric() || last == '_');
        let skipped = skipped_bytes(rest, after_word);
        if skipped == 0 {
            out.push(first);
            rest = &rest[first.len_utf8()..];
            continue;
        }
        let (hidden, next) = rest.split_at(skipped);
        out.extend(hidden.chars().map(|hidden| if hidden == '\n' { '\n' } else { ' ' }));
        rest = next;
    }
    out
}

/// Length of the comment or literal that begins here; 0 where code begins.
fn skipped_bytes(rest: &str, after_word: bool) -> usize {
    let until = |opening: usize, end: &str| {
        rest[opening..].find(end).map_or(rest.len(), |at| opening + at + end.len())
    };
    if rest.starts_with("//") {
        return rest.find('\n').unwrap_or(rest.len());
    }
    if rest.starts_with("/*") {
        return until(2, "*/");
    }
    if rest.starts_with('"') {
        return quoted_bytes(rest);
    }
    if rest.starts_with('\'') {
        return character_bytes(rest);
    }
    if !after_word && (rest.starts_with("r\"") || rest.starts_with("r#") || rest.starts_with("br"))
    {
        let hashes_at = if rest.starts_with('b') { 2 } else { 1 };
        let hashes = rest[hashes_at..].bytes().take_while(|byte| *byte == b'#').count();
        let opening = hashes_at + hashes;
        if rest[opening..].starts_with('"') {
            return until(opening + 1, &format!("\"{}", "#".repeat(hashes)));
        }
    }
    0
}

fn quoted_bytes(rest: &str) -> usize {
    let mut escaped = false;
    for (at, letter) in rest.char_indices().skip(1) {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// A character literal, told from a lifetime by its closing quote.
fn character_bytes(rest: &str) -> usize {
    let mut letters = rest.char_indices().skip(1);
    match letters.next() {
        Some((_, '\\')) => rest[3..].find('\'').map_or(0, |at| at + 4),
        Some(_) => letters.next().filter(|(_, letter)| *letter == '\'').map_or(0, |(at, _)| at + 1),
        None => 0,
    }
}

/// Names right after `crate::`, those in a group of braces included, with their lines.
fn crate_names(code: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for at in word_starts(code, "crate::") {
        let rest = code.get(at + "crate::".len()..).unwrap_or_default();
        let line = line_at(code, at);
        if rest.starts_with('{') {
            let group = balanced(rest);
            found.extend(group_names(group).into_iter().map(|name| (line, name)));
        } else {
            found.push((line, leading_name(rest)));
        }
    }
    found
}

/// First names of the members of `{a, b::c, d::{e, f}}`.
fn group_names(group: &str) -> Vec<String> {
    let inner = group.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).unwrap_or(group);
    let mut depth = 0_usize;
    let members = inner.split(|letter| {
        match letter {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        letter == ',' && depth == 0
    });
    members.map(|member| leading_name(member.trim())).filter(|name| !name.is_empty()).collect()
}

fn leading_name(text: &str) -> String {
    text.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect()
}

/// The bracketed part that `text` begins with, brackets included.
pub(crate) fn balanced(text: &str) -> &str {
    let mut depth = 0_usize;
    for (at, letter) in text.char_indices() {
        match letter {
            '(' | '{' | '[' => depth += 1,
            ')' | '}' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return text.get(..=at).unwrap_or_default();
        }
    }
    text
}

/// Where `word` begins in `text`, not as the tail of a longer name or path.
fn word_starts<'a>(text: &'a str, word: &'a str) -> impl Iterator<Item = usize> + 'a {
    let whole = word.ends_with(|last: char| last.is_alphanumeric());
    text.match_indices(word).map(|(at, _)| at).filter(move |at| {
        let before = text[..*at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        let in_word = |letter: Option<char>| {
            letter.is_some_and(|letter| letter.is_alphanumeric() || letter == '_')
        };
        !in_word(before) && before != Some(':') && !(whole && in_word(after))
    })
}

fn word_lines<'a>(text: &'a str, word: &'a str) -> impl Iterator<Item = usize> + 'a {
    let lines: BTreeSet<usize> = word_starts(text, word).map(|at| line_at(text, at)).collect();
    lines.into_iter()
}

fn line_at(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}

fn numbered(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().map(|(at, line)| (at + 1, line))
}

/// The module of the first level that a file belongs to: `src/crypto/sheet.rs` lies in `crypto`.
fn room_of(file: &str) -> &str {
    let inside = file.strip_prefix("src/").unwrap_or(file);
    inside.split('/').next().unwrap_or_default().trim_end_matches(".rs")
}

fn is_top_of_room(file: &str) -> bool {
    let inside = file.strip_prefix("src/").unwrap_or(file);
    !inside.contains('/') || inside.matches('/').count() == 1 && inside.ends_with("/mod.rs")
}

fn floor_of(room: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&room))
}

// -- reading pages ---------------------------------------------------------------------------

/// Targets of the links of a page, outside code, with their lines.
fn links(text: &str) -> Vec<(usize, String)> {
    let mut fenced = false;
    let mut found = Vec::new();
    for (number, line) in numbered(text) {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        }
        if fenced {
            continue;
        }
        // Every second part between backticks is code.
        let prose: String = line.split('`').step_by(2).collect::<Vec<_>>().join("`");
        for (at, _) in prose.match_indices("](") {
            let target = prose[at + 2..].split([')', ' ']).next().unwrap_or_default();
            found.push((number, target.to_owned()));
        }
    }
    found
}

/// `path` seen from `folder`, both relative to the project.
fn resolve(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// The names that the headings of a page can be linked by.
fn headings(page: &str) -> BTreeSet<String> {
    let titles = page.lines().filter(|line| line.starts_with('#'));
    titles.map(|line| anchor(line.trim_start_matches('#').trim())).collect()
}

pub(crate) fn anchor(title: &str) -> String {
    let kept = title.to_lowercase();
    let kept = kept.chars().filter(|letter| letter.is_alphanumeric() || " -_".contains(*letter));
    kept.map(|letter| if letter == ' ' { '-' } else { letter }).collect()
}

// -- the project as it is --------------------------------------------------------------------

fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Files below `folder` with one of the endings, as paths relative to the project, sorted.
pub(crate) fn files(folder: &str, endings: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders: Vec<PathBuf> = vec![project().join(folder)];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for entry in entries {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| endings.iter().any(|e| ending == *e)) {
                let relative = path.strip_prefix(project()).unwrap();
                found.push(relative.to_string_lossy().replace('\\', "/"));
            }
        }
    }
    found.sort();
    found
}

fn pages() -> Vec<String> {
    let at_root = fs::read_dir(project()).unwrap().map(|entry| entry.unwrap().file_name());
    let mut found: Vec<String> = at_root
        .map(|name| name.to_string_lossy().into_owned())
        .filter(|n| n.ends_with(".md"))
        .collect();
    found.extend(files("docs", &["md"]));
    found
}

pub(crate) fn read(file: &str) -> String {
    fs::read_to_string(project().join(file)).unwrap()
}

#[track_caller]
fn none(violations: &[Violation]) {
    let lines: Vec<String> =
        violations.iter().map(|v| format!("{}:{}: {}", v.file, v.line, v.rule)).collect();
    assert!(lines.is_empty(), "\n{}\n", lines.join("\n"));
}

#[test]
fn the_source_keeps_the_rules_of_the_house() {
    let files = files("src", &["rs"]);
    assert!(files.contains(&"src/lib.rs".to_owned()), "no source found: {files:?}");
    none(&files.iter().flat_map(|file| source_rules(file, &read(file))).collect::<Vec<_>>());
}

#[test]
fn tests_and_benches_open_with_their_purpose() {
    let files = [files("tests", &["rs"]), files("benches", &["rs"])].concat();
    assert!(files.contains(&"tests/it/tidy.rs".to_owned()));
    let found = files.iter().filter_map(|file| opens_with_its_purpose(file, &read(file)));
    none(&found.collect::<Vec<_>>());
}

#[test]
fn tests_compile_for_windows() {
    let main = read("tests/it/main.rs");
    let pairs = main.lines().zip(main.lines().skip(1));
    let gated: Vec<String> = pairs
        .filter(|(above, _)| above.starts_with("#[cfg("))
        .filter_map(|(_, line)| Some(line.strip_prefix("mod ")?.strip_suffix(';')?.to_owned()))
        .collect();
    assert!(gated.contains(&"rescue".to_owned()), "{gated:?}");
    let mut all = files("tests/it", &["rs"]);
    all.extend(files("src", &["rs"]).into_iter().filter(|file| file.ends_with("/tests.rs")));
    let found = all
        .iter()
        .filter(|file| !file.contains("platform/unix/"))
        .flat_map(|file| tests_say_what_is_unix(file, &read(file), &gated));
    none(&found.collect::<Vec<_>>());
}

#[test]
fn nothing_is_left_undone() {
    let mut all = pages();
    for folder in ["src", "tests", "benches", "docs", "i18n"] {
        all.extend(files(folder, &["rs", "sh", "py", "ftl", "toml", "html", "css"]));
    }
    none(&all.iter().flat_map(|file| leaves_nothing_undone(file, &read(file))).collect::<Vec<_>>());
}

#[test]
fn the_links_of_the_pages_lead_somewhere() {
    let read_any = |path: &str| {
        let path = project().join(path);
        if path.is_dir() { Some(String::new()) } else { fs::read_to_string(path).ok() }
    };
    let found = pages().into_iter().flat_map(|page| links_resolve(&page, &read(&page), &read_any));
    none(&found.collect::<Vec<_>>());
}

#[test]
fn every_command_that_the_pages_show_exists() {
    let mut found = Vec::new();
    for page in pages() {
        for (line, words) in shown_commands(&read(&page)) {
            let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_refuge"));
            let known = command.args(&words).arg("--help").output().unwrap().status.success();
            if !known {
                let rule = format!("no such command: refuge {}", words.join(" "));
                found.push(Violation::new(&page, line, rule));
            }
        }
    }
    none(&found);
}

// -- each rule bites -------------------------------------------------------------------------

const HEAD: &str = "//! Shows that a rule bites.\n";

fn found_in(file: &str, body: &str) -> Vec<String> {
    let found = source_rules(file, &format!("{HEAD}{body}"));
    found.into_iter().map(|v| format!("{}:{}: {}", v.file, v.line, v.rule)).collect()
}

#[test]
fn an_upward_import_is_found() {
    assert_eq!(
        found_in("src/chunker.rs", "use crate::id::ChunkName;\nuse crate::vault::Vault;\n"),
        ["src/chunker.rs:3: `chunker` (floor 4) imports `vault` (floor 6): only downwards"]
    );
    assert_eq!(
        found_in("src/verify/quick.rs", "use crate::{id, verify::Report, purge};\n").len(),
        1
    );
    assert_eq!(found_in("src/vault/mod.rs", "fn a() { crate::backup::run() }\n").len(), 1);
    assert_eq!(found_in("src/error.rs", "use super::vault::Vault;\n").len(), 1);
    assert_eq!(found_in("src/attic.rs", "").len(), 1, "a module without a floor");
}

#[test]
fn neighbours_do_not_know_each_other() {
    assert_eq!(found_in("src/backup.rs", "use crate::{vault::{A, B}, verify};\n").len(), 1);
    assert!(found_in("src/backup.rs", "use crate::{vault::{A, B}, storage};\n").is_empty());
}

#[test]
fn a_foreign_crate_outside_its_room_is_found() {
    assert_eq!(
        found_in("src/vault/mod.rs", "\nfn a() { zstd::encode() }\n"),
        ["src/vault/mod.rs:3: `zstd` lives only in compress"]
    );
    assert_eq!(found_in("src/main.rs", "use age;\n").len(), 1);
    assert!(found_in("src/crypto/seal.rs", "use age::x25519;\n").is_empty());
    assert!(found_in("src/vault/mod.rs", "use crate::crypto::age::A; // age::\n").is_empty());
    assert!(found_in("src/main.rs", "use clap::Parser;\n").is_empty());
}

#[test]
fn a_system_outside_platform_is_found() {
    for line in [
        "#[cfg(unix)]",
        "#[cfg(not(windows))]",
        "#[cfg(all(test,\n  target_os = \"macos\"))]",
        "fn a() { if cfg!(windows) {} }",
        "use std::os::unix::fs::MetadataExt;",
        "#[cfg_attr(unix, path = \"a.rs\")]",
    ] {
        assert_eq!(found_in("src/storage.rs", line).len(), 1, "{line}");
        assert!(found_in("src/platform/mod.rs", line).is_empty(), "{line}");
    }
    assert!(found_in("src/storage.rs", "#[cfg(feature = \"unix\")]").is_empty());
}

#[test]
fn a_test_that_only_a_unix_compiles_is_found() {
    let found = |text: &str| tests_say_what_is_unix("tests/it/a.rs", text, &["b".into()]);
    let body = "fn a() {\n    rustix::process::kill();\n}\n";
    assert_eq!(found(&format!("fn b() {{\n}}\n{body}")).first().map(|v| v.line), Some(4));
    assert!(found(&format!("#[cfg(unix)]\n{body}")).is_empty());
    assert_eq!(found(&format!("#[cfg(unix)]\n{body}{body}")).len(), 1, "says it for one only");
    assert!(found(&format!("#![cfg(unix)]\n{body}")).is_empty());
    assert!(tests_say_what_is_unix("tests/it/b.rs", body, &["b".into()]).is_empty());
}

#[test]
fn a_file_without_a_purpose_is_found() {
    for text in ["use std::fmt;\n", "//!\n", ""] {
        assert!(opens_with_its_purpose("src/a.rs", text).is_some(), "{text:?}");
    }
}

#[test]
fn a_long_file_is_found_and_its_tests_do_not_count() {
    let lines = |count: usize| "fn a() {}\n".repeat(count);
    let tests = format!("#[cfg(test)]\nmod tests {{\n{}}}\n", lines(600));
    assert_eq!(found_in("src/id.rs", &format!("{}{tests}", lines(500))).len(), 1);
    assert!(found_in("src/id.rs", &format!("{}{tests}", lines(499))).is_empty());
}

#[test]
fn a_glob_import_is_found_outside_tests() {
    assert_eq!(found_in("src/id.rs", "use std::fmt::*;\n"), ["src/id.rs:2: no glob import"]);
    let tests = "#[cfg(test)]\nmod tests {\n    use super::*;\n}\n";
    assert!(found_in("src/id.rs", tests).is_empty());
}

#[test]
fn a_mark_for_later_is_found() {
    let mark = concat!("// TO", "DO: later\n");
    assert_eq!(leaves_nothing_undone("docs/a.md", mark).len(), 1);
    assert!(leaves_nothing_undone("docs/a.md", "AUTODOC").is_empty());
}

#[test]
fn a_broken_link_is_found() {
    let page = "# One two\n[a](b.md) [c](#one-two)\n[d](../x.md#y) `[e](f)` [g](https://h)\n";
    let read = |path: &str| match path {
        "docs/a.md" => Some(page.to_owned()),
        "x.md" => Some("## Y\n".to_owned()),
        _ => None,
    };
    let found = links_resolve("docs/a.md", page, &read);
    assert_eq!(found, [Violation::new("docs/a.md", 2, "link to nowhere: b.md")]);
    assert_eq!(links_resolve("docs/a.md", "[a](#two)", &read).len(), 1);
}

#[test]
fn the_commands_of_a_page_are_found() {
    let page = "refuge prose\n```\nrefuge backup --drive A\n$ refuge --lang fr keys add --name B\n\
                refuge restore Dupont --to C\nrefuge\n```\n";
    let expected: Vec<(usize, Vec<String>)> = vec![
        (3, vec!["backup".to_owned()]),
        (4, vec!["keys".to_owned(), "add".to_owned()]),
        (5, vec!["restore".to_owned()]),
    ];
    assert_eq!(shown_commands(page), expected);
}

#[test]
fn comments_and_texts_are_no_code() {
    let code = code_of("a // b\n\"c\\\"d\" e /* f\n g */ 'h' '\\'' i<'j> r#\"k\"l\"# m\n");
    let words: Vec<&str> = code.split_whitespace().collect();
    assert_eq!(words, ["a", "e", "i<'j>", "m"]);
    assert_eq!(code.lines().count(), 3);
}
