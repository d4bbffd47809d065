//! Rules that need the whole house at once: no circle of files, one name one meaning, what the face may
//! reach, parameters counted honestly, short functions, and every promise with its test.
//!
//! Like `tidy.rs`, and with its reader of code: each rule is a function from files to violations, and
//! bites in a test of its own at the end.

use std::collections::{BTreeMap, BTreeSet};

use crate::tidy::{FLOORS, anchor, balanced, blanked, code_of, files, read};

/// Name and text of each file.
type House = BTreeMap<String, String>;

/// Public types that may share a name: the same thing on two systems, or made by derive.
const SAME_THING_TWICE: &[&str] = &["Folder", "ObjectLock"];
/// Public functions and constants that no other file of the program names, each with its reason.
const FOR_TESTS: &[&str] = &[
    // Stock `age` and its test vectors are held against the sealing, piece by piece.
    "src/crypto/identity_file.rs: plain_text",
    "src/crypto/seal.rs: open_reader",
    // What seven tests of parity ask: the program acts on groups, it never lists what has none.
    "src/parity_groups/mod.rs: unprotected",
    // A drive that fails, tears or lies goes the way of the program.
    "src/visit/mod.rs: writing_at",
];
/// Where code 1 may be asked for without naming the error: `refuses` does it, and then names it.
const ASKS_FOR_ANY: &str = "tests/it/office.rs";
/// What the face may not call: it asks and speaks, the library remembers and tells the ledger.
const NOT_FOR_THE_FACE: &[&str] = &[
    "ledger::append",
    ".set_item(",
    ".replace_items(",
    ".drop_item(",
    ".set_fact(",
    ".set_drive_note(",
    ".set_drive_state(",
    ".set_drive_epoch(",
    ".add_drive(",
    ".forget_records(",
    ".forget_contents(",
    ".note_packs_verified(",
    ".note_verified(",
    ".distrust_pack(",
];
/// Parameters of a function. `self` is none.
const PARAMETERS_MAX: usize = 6;
/// Functions that take two values in brackets because they are one thing: a day of the year, an owner,
/// a stretch of days, a line and its text, an object and what is wrong with it.
const PAIRS: &[&str] = &[
    "src/faces/purge_told.rs: range",
    "src/platform/unix/attributes.rs: set_owner",
    "src/retention/dates.rs: closing_in",
];
/// Lines between the braces of a function.
const FUNCTION_LINES_MAX: usize = 60;

fn house() -> House {
    let all = files("src", &["rs"]).into_iter();
    let of_tests = |file: &String| file.ends_with("/tests.rs") || file.ends_with("properties.rs");
    all.filter(|file| !of_tests(file)).map(|file| (file.clone(), code_of(&read(&file)))).collect()
}

// -- circles ---------------------------------------------------------------------------------

/// The path of a file's module, from the root of its crate.
fn module_of(file: &str) -> Vec<String> {
    let inside = file.trim_start_matches("src/").trim_end_matches(".rs");
    let mut parts: Vec<String> = inside.split('/').map(str::to_owned).collect();
    if parts.last().is_some_and(|last| last == "mod" || last == "lib") {
        parts.pop();
    }
    parts
}

/// The leaves of the tree of a `use`: path and the name it gets.
fn leaves(tree: &str) -> Vec<(String, String)> {
    let tree = tree.trim();
    let Some(open) = tree.find('{') else {
        let (path, name) = tree.split_once(" as ").unwrap_or((tree, ""));
        let path = path.trim().trim_end_matches("::self").to_owned();
        let last = path.rsplit("::").next().unwrap_or_default().to_owned();
        return vec![(path, if name.is_empty() { last } else { name.trim().to_owned() })];
    };
    let (before, group) = tree.split_at(open);
    let inner = balanced(group).trim_start_matches('{').trim_end_matches('}');
    let inner = group.strip_prefix('{').map_or(inner, |rest| &rest[..inner.len().min(rest.len())]);
    members(inner).iter().flat_map(|member| leaves(&format!("{before}{member}"))).collect()
}

/// The members of a list, split at commas that stand in no bracket.
fn members(list: &str) -> Vec<&str> {
    let mut depth = 0_i32;
    let mut before = ' ';
    let split = list.split(|letter| {
        match letter {
            '{' | '(' | '[' | '<' => depth += 1,
            '>' if before == '-' => {}
            '}' | ')' | ']' | '>' => depth -= 1,
            _ => {}
        }
        before = letter;
        letter == ',' && depth == 0
    });
    split.map(str::trim).filter(|member| !member.is_empty()).collect()
}

/// Every `use` of a file: its tree, without the semicolon.
fn uses(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("use ") {
        let begins = code[..at].chars().next_back().is_none_or(char::is_whitespace);
        let Some(end) = code[at..].find(';').filter(|_| begins) else { continue };
        let tree = code[at + 4..at + end].split_whitespace().collect::<Vec<_>>().join(" ");
        if tree.split("::").next().is_some_and(|first| !first.contains([' ', '='])) {
            found.push(tree);
        }
    }
    found
}

struct Paths<'h> {
    house: &'h House,
    by_module: BTreeMap<Vec<String>, &'h str>,
    names: BTreeMap<&'h str, BTreeMap<String, Vec<String>>>,
}

impl<'h> Paths<'h> {
    fn of(house: &'h House) -> Self {
        let by_module = house.keys().map(|file| (module_of(file), file.as_str())).collect();
        let mut paths = Self { house, by_module, names: BTreeMap::new() };
        for (file, code) in house {
            let trees = uses(code);
            let leaves = trees.iter().flat_map(|tree| leaves(tree));
            let known = leaves
                .filter_map(|(path, name)| Some((name, paths.absolute(file, &path)?)))
                .collect();
            paths.names.insert(file, known);
        }
        paths
    }

    /// A path from the root of the house; nothing where it leads out of it.
    fn absolute(&self, file: &str, path: &str) -> Option<Vec<String>> {
        let mut own = module_of(file);
        let mut rest: Vec<String> = path.split("::").map(str::to_owned).collect();
        match rest.first()?.as_str() {
            "crate" | "refuge" => Some(rest.split_off(1)),
            "self" => Some([own, rest.split_off(1)].concat()),
            "super" => {
                while rest.first().is_some_and(|first| first == "super") {
                    own.pop();
                    rest.remove(0);
                }
                Some([own, rest].concat())
            }
            _ => {
                let inside = [own.clone(), rest[..1].to_vec()].concat();
                self.by_module.contains_key(&inside).then(|| [own, rest].concat())
            }
        }
    }

    /// The file in which a path ends, through whatever it is handed on by.
    fn file_of(&self, path: &[String], depth: usize) -> Option<&'h str> {
        let length = (0..=path.len()).rev().find(|n| self.by_module.contains_key(&path[..*n]))?;
        let file = self.by_module.get(&path[..length])?;
        let next = path.get(length).and_then(|name| self.names.get(file)?.get(name));
        match next {
            Some(onward) if depth < 6 && onward != path => {
                let onward = [onward.clone(), path[length + 1..].to_vec()].concat();
                self.file_of(&onward, depth + 1)
            }
            _ => Some(file),
        }
    }

    /// The files that a file needs. What the files of a folder share may lie in its `mod.rs`.
    fn needs(&self, file: &str) -> BTreeSet<&'h str> {
        let own = module_of(file);
        let code = &self.house[file];
        let names = &self.names[file];
        let mut paths: Vec<Vec<String>> = names.values().cloned().collect();
        for word in code.split(|letter: char| !(letter.is_alphanumeric() || "_:".contains(letter)))
        {
            let Some((first, rest)) = word.split_once("::") else { continue };
            match names.get(first) {
                Some(begin) => {
                    let rest = rest.split("::").map(str::to_owned);
                    paths.push(begin.iter().cloned().chain(rest).collect());
                }
                None => paths.extend(self.absolute(file, word)),
            }
        }
        let met = paths.iter().filter_map(|path| self.file_of(path, 0));
        met.filter(|other| *other != file && !own.starts_with(&module_of(other))).collect()
    }
}

/// Files that need each other, directly or around corners.
fn circles(house: &House) -> Vec<String> {
    let paths = Paths::of(house);
    let needs: BTreeMap<&str, BTreeSet<&str>> =
        house.keys().map(|file| (file.as_str(), paths.needs(file))).collect();
    let reach = |from: &str| {
        let mut met = BTreeSet::new();
        let mut waiting: Vec<&str> = needs[from].iter().copied().collect();
        while let Some(file) = waiting.pop() {
            if met.insert(file) {
                waiting.extend(needs[file].iter().copied());
            }
        }
        met
    };
    let all: BTreeMap<&str, BTreeSet<&str>> =
        needs.keys().map(|file| (*file, reach(file))).collect();
    let with = |file: &str| {
        let others = all[file].iter().copied().filter(|other| all[other].contains(file));
        others.collect::<Vec<_>>().join(" <-> ")
    };
    let found: BTreeSet<String> =
        all.keys().copied().filter(|file| all[file].contains(file)).map(with).collect();
    found.into_iter().collect()
}

// -- names, doors, lengths -------------------------------------------------------------------

/// Public types that share a name, with their files.
fn homonyms(house: &House) -> Vec<String> {
    let mut places: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (file, code) in house {
        for line in code.lines().map(str::trim_start) {
            let kinds = ["pub struct ", "pub enum ", "pub type ", "pub trait "];
            let Some(rest) = kinds.iter().find_map(|kind| line.strip_prefix(kind)) else {
                continue;
            };
            let end = rest.find(|letter: char| !letter.is_alphanumeric()).unwrap_or(rest.len());
            places.entry(&rest[..end]).or_default().push(file);
        }
    }
    let several =
        |(name, files): &(&str, Vec<&str>)| files.len() > 1 && !SAME_THING_TWICE.contains(name);
    let said = |(name, files): (&str, Vec<&str>)| format!("{name}: {}", files.join(", "));
    places.into_iter().filter(several).map(said).collect()
}

/// What is public and that no other file names: dead, or to be private. A type counts as named where
/// a signature of its own file has it.
fn unnamed(house: &House) -> Vec<String> {
    let words = |text: &str| -> BTreeMap<String, usize> {
        let mut words = BTreeMap::new();
        for word in text.split(|letter: char| !(letter.is_alphanumeric() || letter == '_')) {
            *words.entry(word.to_owned()).or_default() += 1;
        }
        words
    };
    let handed_on = |code: &str| -> String {
        let trees = code.split("pub use ").skip(1).filter_map(|rest| rest.split(';').next());
        trees.collect::<Vec<_>>().join(" ")
    };
    let mut all = BTreeMap::<String, usize>::new();
    for code in house.values() {
        words(code).into_iter().for_each(|(word, count)| *all.entry(word).or_default() += count);
        for (word, count) in words(&handed_on(code)) {
            all.entry(word).and_modify(|all| *all -= count);
        }
    }
    let mut found = Vec::new();
    for (file, code) in house {
        let own = words(code);
        for line in code.lines().filter_map(|line| line.trim_start().strip_prefix("pub ")) {
            let line = ["async ", "unsafe "]
                .iter()
                .fold(line, |line, word| line.strip_prefix(word).unwrap_or(line));
            let line = line
                .strip_prefix("const fn ")
                .map_or_else(|| line.to_owned(), |rest| format!("fn {rest}"));
            let Some((kind, rest)) = line.split_once(' ') else { continue };
            let end = rest.find(|letter: char| !(letter.is_alphanumeric() || letter == '_'));
            let name = &rest[..end.unwrap_or(rest.len())];
            let in_a_signature = match kind {
                "fn" | "const" | "static" => 0,
                "struct" | "enum" | "type" | "trait" => usize::from(own[name] > 1),
                _ => continue,
            };
            if all[name] + in_a_signature <= own[name] {
                found.push(format!("{file}: {name}"));
            }
        }
    }
    found
}

fn is_of_a_face(file: &str) -> bool {
    ["src/cli/", "src/faces/", "src/window/"].iter().any(|room| file.starts_with(room))
}

/// What the face reaches for that it must leave to the library.
fn through_the_wall(house: &House) -> Vec<String> {
    let mut found = Vec::new();
    for (file, code) in house.iter().filter(|(file, _)| is_of_a_face(file)) {
        for (number, line) in (1..).zip(code.lines()) {
            let met = NOT_FOR_THE_FACE.iter().filter(|door| line.contains(**door));
            found.extend(met.map(|door| format!("{file}:{number}: {door}")));
        }
    }
    found
}

/// One function.
struct Function {
    /// File and line.
    at: String,
    /// File and name.
    named: String,
    /// What stands between its round brackets.
    list: String,
    /// Lines between its braces.
    lines: usize,
}

impl Function {
    /// What is handed in besides itself.
    fn parameters(&self) -> Vec<&str> {
        let is_self = |one: &&str| one.trim_start_matches(['&', '\'']).ends_with("self");
        members(&self.list).into_iter().filter(|one| !is_self(one)).collect()
    }

    /// Whether it takes two things under one name to pass for a function of fewer parameters.
    fn takes_brackets(&self) -> bool {
        let hides = |one: &&str| one.starts_with('(') || (one.contains(": (") && one.contains('&'));
        self.parameters().iter().any(hides)
    }
}

fn functions(house: &House) -> Vec<Function> {
    let mut found = Vec::new();
    for (file, code) in house {
        for (at, _) in code.match_indices("fn ") {
            let before = code[..at].chars().next_back();
            let after = &code[at + 3..];
            let named = after.starts_with(|letter: char| letter.is_lowercase() || letter == '_');
            let Some(open) = after.find('(').filter(|_| named) else { continue };
            if before.is_some_and(|letter| letter.is_alphanumeric() || letter == '_') {
                continue;
            }
            let list = balanced(&after[open..]);
            let rest = &after[open + list.len()..];
            let Some(body) = rest.find(['{', ';']) else { continue };
            let lines = match rest[body..].starts_with('{') {
                true => balanced(&rest[body..]).matches('\n').count().saturating_sub(1),
                false => 0,
            };
            let line = code[..at].matches('\n').count() + 1;
            let list = list[1..list.len() - 1].to_owned();
            let end = after.find(|letter: char| !(letter.is_alphanumeric() || letter == '_'));
            let named = format!("{file}: {}", &after[..end.unwrap_or(open)]);
            found.push(Function { at: format!("{file}:{line}"), named, list, lines });
        }
    }
    found
}

#[test]
fn no_files_need_each_other() {
    assert_eq!(circles(&house()), [""; 0]);
}

#[test]
fn a_public_name_has_one_meaning() {
    assert_eq!(homonyms(&house()), [""; 0]);
}

#[test]
fn what_is_public_is_named_by_another_file() {
    assert_eq!(unnamed(&house()), FOR_TESTS);
}

#[test]
fn the_face_asks_and_speaks_and_writes_neither_state_nor_ledger() {
    assert_eq!(through_the_wall(&house()), [""; 0]);
}

#[test]
fn no_function_takes_more_than_can_be_held_in_mind() {
    let all = functions(&house());
    let many = all.iter().filter(|function| function.parameters().len() > PARAMETERS_MAX);
    // What the system asks of a file system is laid down by the crate that carries it.
    let many = many.filter(|function| !function.at.starts_with("src/mount.rs:"));
    assert_eq!(many.map(|function| &function.at).collect::<Vec<_>>(), [""; 0]);
    let hiding = all.iter().filter(|function| function.takes_brackets());
    assert_eq!(hiding.map(|function| &function.named).collect::<Vec<_>>(), PAIRS);
}

#[test]
fn no_function_is_longer_than_a_screen() {
    let all = functions(&house());
    let long = all.iter().filter(|function| function.lines > FUNCTION_LINES_MAX);
    assert_eq!(long.map(|function| &function.at).collect::<Vec<_>>(), [""; 0]);
}

#[test]
fn a_run_is_made_and_a_drive_is_locked_in_one_place() {
    let all: String = files("src", &["rs"]).iter().map(|file| code_of(&read(file))).collect();
    let outside: String = [files("tests", &["rs"]), files("benches", &["rs"])]
        .concat()
        .iter()
        .map(|file| blanked(&read(file)))
        .collect();
    let runs = ["let run = Run {", "backup::Run {"].map(|run| all.matches(run).count());
    assert_eq!(runs.iter().sum::<usize>(), 1, "a run is made in visit/backup.rs");
    assert_eq!(outside.matches("backup::run(").count(), 0, "tests go the way of the program");
    let locks = ["disk.lock()", ".disk\n            .lock()"].map(|lock| all.matches(lock).count());
    assert_eq!(locks.iter().sum::<usize>(), 1, "a drive is locked in practice/held.rs");
}

/// Lines of tests that take any error for the right one.
fn any_error(file: &str, text: &str) -> Vec<String> {
    let is_bare = |line: &str| {
        (line.contains("assert!(") && line.contains(".is_err()")) || line.contains(".ends(1)")
    };
    let lines = (1..).zip(text.lines()).filter(|(_, line)| is_bare(line));
    lines.map(|(number, _)| format!("{file}:{number}")).collect()
}

#[test]
fn a_test_says_which_error_it_expects() {
    let found = ["src", "tests", "benches"].iter().flat_map(|folder| files(folder, &["rs"]));
    let found = found.filter(|file| file != ASKS_FOR_ANY);
    let bare: Vec<String> =
        found.flat_map(|file| any_error(&file, &blanked(&read(&file)))).collect();
    assert_eq!(bare, [""; 0]);
}

#[test]
fn every_promise_has_its_test() {
    let page = read("docs/acceptance.md");
    let mut promised = 0;
    for named in page.split('`').skip(1).step_by(2).filter(|named| named.contains("::")) {
        let (module, test) = named.split_once("::").unwrap();
        let text = read(&format!("tests/it/{module}.rs"));
        assert!(text.contains(&format!("fn {test}()")), "docs/acceptance.md: no test {named}");
        promised += 1;
    }
    let lines = page.lines().filter(|line| line.starts_with("* "));
    assert!(promised >= lines.count(), "a promise without a test");
}

/// The rooms that the table of the architecture page names, floor by floor.
fn floors_on_the_page(page: &str) -> Vec<Vec<&str>> {
    let mut floors: Vec<Vec<&str>> = Vec::new();
    let rows = page.lines().skip_while(|line| !line.starts_with("| floor |")).skip(2);
    for row in rows.take_while(|line| line.starts_with('|')) {
        let mut cells = row.split('|').skip(1);
        let (floor, rooms) = (cells.next().unwrap_or_default(), cells.next().unwrap_or_default());
        if !floor.trim().is_empty() {
            floors.push(Vec::new());
        }
        floors.last_mut().unwrap().extend(rooms.split('`').skip(1).step_by(2));
    }
    floors.iter_mut().for_each(|floor| floor.sort_unstable());
    floors
}

#[test]
fn the_architecture_page_names_every_room_on_its_floor() {
    let mut floors: Vec<Vec<&str>> = FLOORS.iter().map(|floor| floor.to_vec()).collect();
    floors.push(vec!["faces"]);
    floors.push(vec!["cli", "main", "window", "window_main"]);
    floors.iter_mut().for_each(|floor| floor.sort_unstable());
    let page = read("docs/architecture.md");
    assert_eq!(floors_on_the_page(&page), floors);
    let inside = files("src", &["rs"]).into_iter().filter(|file| is_of_a_face(file));
    for file in inside.filter_map(|file| file.strip_prefix("src/").map(str::to_owned)) {
        let part: Vec<&str> = file.split('/').take(2).collect();
        let part = part.join("/");
        let told = part.ends_with("/mod.rs") || page.contains(&format!("`{part}`"));
        assert!(told, "docs/architecture.md: no word about {part}");
    }
}

#[test]
fn every_decision_stands_in_the_index_once() {
    let page = read("docs/decisions.md");
    let titles = page.lines().filter_map(|line| line.strip_prefix("## 2"));
    for title in titles.map(|rest| format!("2{rest}")) {
        let link = format!("](#{})", anchor(&title));
        assert_eq!(page.matches(&link).count(), 1, "docs/decisions.md: {title}");
    }
}

#[cfg(unix)]
#[test]
fn the_questions_for_newcomers_are_answered_by_what_the_page_says_to_ask() {
    let page = read("CONTRIBUTING.md");
    let rows = page.lines().filter(|line| line.starts_with("| ") && line.contains("`"));
    let asked = rows.flat_map(|row| row.split('`').skip(1).step_by(2));
    let asked: Vec<&str> =
        asked.filter(|word| word.starts_with("grep ") || word.starts_with("head ")).collect();
    assert!(asked.len() >= 5, "{asked:?}");
    for ask in asked {
        let mut shell = std::process::Command::new("sh");
        shell.args(["-c", ask]).current_dir(env!("CARGO_MANIFEST_DIR"));
        let answer = shell.output().unwrap();
        assert!(answer.status.success() && !answer.stdout.is_empty(), "{ask}");
    }
}

// -- each rule bites -------------------------------------------------------------------------

fn built(files: &[(&str, &str)]) -> House {
    files.iter().map(|(file, code)| ((*file).to_owned(), (*code).to_owned())).collect()
}

#[test]
fn a_circle_is_found_also_around_a_corner() {
    let house = built(&[
        ("src/lib.rs", "pub mod a;\n"),
        ("src/a/mod.rs", "mod b;\nmod c;\npub use c::C;\npub fn run() { b::go() }\n"),
        ("src/a/b.rs", "use super::C;\npub fn go() {}\n"),
        ("src/a/c.rs", "pub struct C;\nfn f() { super::b::go() }\n"),
    ]);
    assert_eq!(circles(&house), ["src/a/b.rs <-> src/a/c.rs"]);
    let shared = built(&[
        ("src/a/mod.rs", "mod b;\npub struct Own;\nfn f() { b::go() }\n"),
        ("src/a/b.rs", "use super::Own;\npub fn go() -> Own {}\n"),
    ]);
    assert_eq!(circles(&shared), [""; 0], "a folder's mod.rs holds what its files share");
}

#[test]
fn a_second_meaning_is_found() {
    let house = built(&[("src/a.rs", "pub struct Plan;\n"), ("src/b.rs", "pub enum Plan {}\n")]);
    assert_eq!(homonyms(&house), ["Plan: src/a.rs, src/b.rs"]);
    let quiet = built(&[("src/a.rs", "pub struct Plan;\n"), ("src/b.rs", "struct Plan;\n")]);
    assert_eq!(homonyms(&quiet), [""; 0], "what is private needs no name of its own");
}

#[test]
fn what_nobody_names_is_found() {
    let house = built(&[
        (
            "src/a.rs",
            "pub const fn dead() {}\npub fn used() {}\npub struct Told;\npub fn f() -> Told {}\n",
        ),
        ("src/b.rs", "pub use a::dead;\nfn g() { a::used(); a::f() }\n"),
    ]);
    assert_eq!(unnamed(&house), ["src/a.rs: dead"], "handing it on is no use of it");
}

#[test]
fn a_test_that_takes_any_error_is_found() {
    let code = "assert!(f().is_err());\nif f().is_err() {}\noffice.run(&[]).ends(1);\nends(10);\n";
    assert_eq!(any_error("a.rs", &blanked(code)), ["a.rs:1", "a.rs:3"]);
}

#[test]
fn a_face_that_writes_is_found() {
    let code = "fn f() {\n    practice.state.set_item(KEY, name, &path)\n}\n";
    assert_eq!(through_the_wall(&built(&[("src/cli/a.rs", code)])), ["src/cli/a.rs:2: .set_item("]);
    assert_eq!(through_the_wall(&built(&[("src/visit/a.rs", code)])), [""; 0]);
}

#[test]
fn a_tuple_that_hides_parameters_is_found() {
    let code = "fn f(\n    a: u8,\n    (b, c): (&[u8], Map<K, V>),\n) {\n    g();\n}\n\
        fn g(&self, at: (&Vault<'_>, u8)) {}\nfn h(range: (u8, u8), d: &dyn Fn((u8, u8))) {}\n";
    let all = functions(&built(&[("src/a.rs", code)]));
    let told = |one: &Function| (one.at.clone(), one.parameters().len(), one.lines);
    let at = |line: u8| format!("src/a.rs:{line}");
    let told: Vec<_> = all.iter().map(told).collect();
    assert_eq!(told, [(at(1), 2, 1), (at(7), 1, 0), (at(8), 2, 0)]);
    let hiding = all.iter().filter(|one| one.takes_brackets()).map(|one| one.named.as_str());
    assert_eq!(hiding.collect::<Vec<_>>(), ["src/a.rs: f", "src/a.rs: g"]);
}
