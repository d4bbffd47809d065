//! `refuge drives label`: a label to cut out, which tells a finder whom to call and nothing else.

use crate::cli::{
    Exit, Face, Failure, Summary,
    args::{papers::Report, setup::DriveLabel},
    commands::home,
    papers::output,
};
use crate::faces::drive_label;

pub(crate) fn run(face: &mut Face<'_>, name: &str, options: &DriveLabel) -> Result<Exit, Failure> {
    let practice = home::practice_reading(face)?;
    let drive = practice.state.drive_named(name)?;
    let (page, numbered) = drive_label::paper(face.words, &practice, &drive)?;
    let number = numbered.number;
    let summary = Summary::new("drives", Exit::Done)
        .with("drive", drive.name.as_str())
        .with("number", number)
        .with("of", numbered.of);
    let canonical = serde_json::json!({ "drive": drive.name, "number": number }).to_string();
    let name = drive_label::file_name(&drive);
    let paper = output::Paper { page: &page, canonical: &canonical, name };
    let wanted = Report {
        number: None,
        output: options.output.clone(),
        open: options.open,
        year: None,
        prove: None,
    };
    output::deliver(face, &practice.home, &paper, summary, &wanted)
}
