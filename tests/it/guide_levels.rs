//! What differs from run to run in a line of the guide's pages, levelled: sizes, durations, identifiers.

/// The line as it would be in any run.
pub(crate) fn levelled(line: &str) -> String {
    level_sizes(&level_head(&level_ids(&level_hidden(line))))
}

/// A passphrase that was made is as long as chance has it.
fn level_hidden(line: &str) -> String {
    let is_made = ["Type it back ", "Retapez-la "].iter().any(|ask| line.contains(ask));
    if is_made { format!("{}****", line.trim_end_matches('*')) } else { line.to_owned() }
}

/// Identifiers and hashes, and which three words of a sheet were asked for.
fn level_ids(line: &str) -> String {
    let is_hex = |word: &&str| word.len() >= 8 && word.bytes().all(|b| b.is_ascii_hexdigit());
    let is_id = |word: &&str| is_hex(word) && word.bytes().any(|byte| byte.is_ascii_digit());
    let mut levelled = line.to_owned();
    for id in line.split(' ').filter(is_id) {
        levelled = levelled.replace(id, "<id>");
    }
    let begin = ["ses mots ", "words "].into_iter().find(|begin| line.contains(begin));
    let end = [" se lisent", " can be read"].into_iter().find(|end| line.contains(end));
    if let Some(((before, _), (_, after))) =
        begin.and_then(|begin| line.split_once(begin)).zip(end.and_then(|end| line.split_once(end)))
    {
        levelled = format!("{before}<three words>{after}");
    }
    levelled
}

/// The head of a column of sizes stands as far to the right as they are long.
fn level_head(line: &str) -> String {
    let head = ["PLACE", "ROOM"].into_iter().find_map(|head| Some((line.split_once(head)?, head)));
    head.map_or_else(
        || line.to_owned(),
        |((before, after), head)| format!("{}  {head}{after}", before.trim_end()),
    )
}

/// Sizes and durations, each replaced as a whole: `3,1 Mo` and `12 secondes` depend on the machine.
fn level_sizes(line: &str) -> String {
    const SIZES: &[&str] = &[
        "octet", "octets", "ko", "Ko", "Mo", "Go", "To", "byte", "bytes", "kB", "KB", "MB", "GB",
        "TB",
    ];
    const TIMES: &[&str] = &["seconde", "secondes", "second", "seconds"];
    let line = ["moins d'une seconde", "less than a second"]
        .iter()
        .fold(line.to_owned(), |line, time| line.replace(time, "<time>"));
    let mut levelled = String::new();
    let mut rest = line.as_str();
    while let Some(at) = rest.find(|letter: char| letter.is_ascii_digit()) {
        let (before, from) = rest.split_at(at);
        let end = from.find(|l: char| !(l.is_ascii_digit() || ".,".contains(l)));
        let (number, after) = from.split_at(end.unwrap_or(from.len()));
        let unit = after.strip_prefix(' ').unwrap_or_default();
        let unit = unit.split(|letter: char| !letter.is_alphabetic()).next().unwrap_or_default();
        let name = match unit {
            // After a full stop, `To` begins a sentence.
            unit if SIZES.contains(&unit) && !number.ends_with('.') => "<size>",
            unit if TIMES.contains(&unit) => "<time>",
            _ => {
                levelled.push_str(before);
                levelled.push_str(number);
                rest = after;
                continue;
            }
        };
        // Columns are as wide as their numbers.
        let gap = before.len() - before.trim_end_matches(' ').len();
        levelled.push_str(before.trim_end_matches(' '));
        levelled.push_str(&" ".repeat(gap.min(2)));
        levelled.push_str(name);
        rest = after.get(1 + unit.len()..).unwrap_or_default();
        let room = rest.len() - rest.trim_start_matches(' ').len();
        rest = rest.get(room.saturating_sub(2)..).unwrap_or_default();
    }
    levelled + rest
}

#[test]
fn what_differs_is_levelled_and_the_rest_stays() {
    for (line, expected) in [
        ("  Blue    3 days ago   6     9.2 GB   keep", "  Blue    3 days ago   6  <size>  keep"),
        ("  DISQUE   VU        PLACE   SORT", "  DISQUE   VU  PLACE   SORT"),
        (
            "Record 2026-006. To print it: refuge report 6",
            "Record 2026-006. To print it: refuge report 6",
        ),
        ("complete. 1 file, 12 bytes, 3 seconds.", "complete. 1 file, <size>, <time>."),
        ("  5f3a9c01be27   Monday", "  <id>   Monday"),
    ] {
        assert_eq!(levelled(line), expected);
    }
}
