//! The last line of a command, for programs: `{"schema":1,…,"type":"summary",…}`.
//!
//! One builder, so that every command writes the same fields in the same order.

use serde_json::{Map, Value, json};

use super::exit::Exit;
use super::explain::Explanation;

/// Version of the shape of these lines. Fields may be added; none is renamed or removed.
const SCHEMA: u32 = 1;

/// A summary under construction.
#[derive(Debug, Clone)]
pub(crate) struct Summary {
    command: &'static str,
    exit: Exit,
    fields: Map<String, Value>,
}

impl Summary {
    /// The summary of a command that ends with `exit`.
    pub(crate) fn new(command: &'static str, exit: Exit) -> Self {
        Self { command, exit, fields: Map::new() }
    }

    /// Adds one field. No file name may get in unless `--names` was given.
    #[must_use]
    pub(crate) fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.fields.insert(name.to_owned(), value.into());
        self
    }

    /// Adds the error the command ended with.
    #[must_use]
    pub(crate) fn error(self, explanation: &Explanation) -> Self {
        self.with("error", explanation.json())
    }

    /// The code the program ends with.
    pub(crate) const fn exit(&self) -> Exit {
        self.exit
    }

    /// One line of JSON.
    pub(crate) fn line(&self) -> String {
        let mut object = line_start(self.command, "summary");
        object.insert("result".to_owned(), json!(result(self.exit)));
        object.insert("code".to_owned(), json!(self.exit.code()));
        object.extend(self.fields.clone());
        Value::Object(object).to_string()
    }
}

/// The fields every line begins with.
pub(crate) fn line_start(command: &str, kind: &str) -> Map<String, Value> {
    let mut object = Map::new();
    object.insert("schema".to_owned(), json!(SCHEMA));
    object.insert("command".to_owned(), json!(command));
    object.insert("type".to_owned(), json!(kind));
    object
}

/// `problems`: the command did its work, but something needs a look.
const fn result(exit: Exit) -> &'static str {
    match exit {
        Exit::Done => "ok",
        Exit::Problems | Exit::Damage | Exit::Overdue => "problems",
        _ => "failed",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summary_is_one_line_with_the_promised_fields() {
        let line = Summary::new("backup", Exit::Problems).with("files", 3).line();
        assert!(!line.contains('\n'));
        let value: Value = serde_json::from_str(&line).unwrap();
        assert_eq!(
            value,
            json!({"schema": 1, "command": "backup", "type": "summary", "result": "problems",
                   "code": 3, "files": 3})
        );
    }

    #[test]
    fn every_code_but_three_is_plain_success_or_failure() {
        for exit in Exit::ALL {
            let expected = match exit.code() {
                0 => "ok",
                3 | 15 | 16 => "problems",
                _ => "failed",
            };
            assert_eq!(result(*exit), expected);
        }
    }
}
