//! The last line of a command, for programs: `{"schema":1,…,"type":"summary",…}`.
//!
//! One builder, so that every command writes the same fields in the same order.

use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use crate::cli::{Exit, explain::Explanation};

/// Version of the shape of these lines. Fields may be added; none is renamed or removed.
const SCHEMA: u32 = 1;

/// One line of JSON whose fields keep the order in which they were added.
#[derive(Debug, Clone)]
pub(crate) struct Line(Vec<(String, Value)>);

impl Line {
    /// A line with the three fields every line begins with.
    pub(crate) fn new(command: &str, kind: &str) -> Self {
        Self(Vec::new()).with("schema", SCHEMA).with("command", command).with("type", kind)
    }

    /// An object inside a line.
    pub(crate) const fn bare() -> Self {
        Self(Vec::new())
    }

    /// Adds one field.
    #[must_use]
    pub(crate) fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.0.push((name.to_owned(), value.into()));
        self
    }
}

impl Serialize for Line {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

impl std::fmt::Display for Line {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&serde_json::to_string(self).map_err(|_| std::fmt::Error)?)
    }
}

/// A summary under construction.
#[derive(Debug, Clone)]
pub(crate) struct Summary {
    exit: Exit,
    line: Line,
}

impl Summary {
    /// The summary of a command that ends with `exit`.
    pub(crate) fn new(command: &str, exit: Exit) -> Self {
        let line =
            Line::new(command, "summary").with("result", result(exit)).with("code", exit.code());
        Self { exit, line }
    }

    /// Adds one field. No file name may get in unless `--names` was given.
    #[must_use]
    pub(crate) fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.line = self.line.with(name, value);
        self
    }

    /// Adds the error the command ended with.
    #[must_use]
    pub(crate) fn error(self, explanation: &Explanation) -> Self {
        self.with("error", json!(explanation.json()))
    }

    /// The code the program ends with.
    pub(crate) const fn exit(&self) -> Exit {
        self.exit
    }

    /// The fields, for the log.
    pub(crate) fn value(&self) -> Value {
        serde_json::to_value(&self.line).unwrap_or_default()
    }

    /// One line of JSON.
    pub(crate) fn line(&self) -> String {
        self.line.to_string()
    }
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
        assert!(line.starts_with("{\"schema\":1,\"command\":\"backup\",\"type\":\"summary\""));
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
