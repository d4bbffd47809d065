//! What a user may rely on stands on a page, and each line of it has a test that exists.

use std::fs;
use std::path::Path;

fn read(file: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap()
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
