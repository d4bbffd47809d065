//! What can be the matter with a plan or with the patients' register.

use refuge::error::PlanTrouble;
use refuge::register::{Field, RegisterError};

use super::{ErrorId, Filling};
use crate::faces::safe;

pub(super) fn plan(trouble: PlanTrouble) -> Filling {
    match trouble {
        PlanTrouble::Changed { records } => Filling::new(ErrorId::R03).number("records", records),
        PlanTrouble::Expired => Filling::new(ErrorId::R04),
        PlanTrouble::TooEarly { days } => Filling::new(ErrorId::R05).number("days", days.into()),
        PlanTrouble::SecondPerson => Filling::new(ErrorId::R06),
        PlanTrouble::Executed => Filling::new(ErrorId::R07),
    }
}

pub(super) fn register(error: &RegisterError) -> Filling {
    let (trouble, field, columns) = match error {
        RegisterError::TooLarge => ("too-large", "", String::new()),
        RegisterError::Empty => ("empty", "", String::new()),
        RegisterError::NoRows => ("no-rows", "", String::new()),
        RegisterError::NotText => ("not-text", "", String::new()),
        RegisterError::Workbook => ("workbook", "", String::new()),
        RegisterError::Unreadable => ("unreadable", "", String::new()),
        RegisterError::MixedDates => ("mixed-dates", "", String::new()),
        RegisterError::ColumnMissing(sought) => ("missing", sought.field.name(), String::new()),
        RegisterError::ColumnAmbiguous(sought) => {
            let columns = list(sought.columns.iter().map(String::as_str));
            ("ambiguous", sought.field.name(), columns)
        }
        RegisterError::ColumnUnknown(field, column) => ("unknown", field.name(), safe(column)),
        RegisterError::ColumnsUnused(columns) => ("unused", "", pairs(columns)),
        RegisterError::ColumnsRemembered(columns) => ("remembered", "", pairs(columns)),
        RegisterError::StrayQuote(line) => ("stray-quote", "", line.to_string()),
        RegisterError::VisitsOfWhom(column) => ("visits-of-whom", "", safe(column)),
        RegisterError::VisitsOfOthers => ("visits-of-others", "", String::new()),
        RegisterError::NumbersCut(line) => ("numbers-cut", "", line.to_string()),
        RegisterError::SocialSecurityNumber => ("social-security", "", String::new()),
    };
    Filling::new(ErrorId::R02)
        .with("trouble", trouble)
        .with("field", field)
        .with("columns", columns)
}

fn list<'c>(columns: impl Iterator<Item = &'c str>) -> String {
    columns.map(|column| format!("\"{}\"", safe(column))).collect::<Vec<_>>().join(", ")
}

/// `"Dernier RDV" (last_contact)`.
fn pairs(columns: &[(Field, String)]) -> String {
    let pair =
        |(field, column): &(Field, String)| format!("\"{}\" ({})", safe(column), field.name());
    columns.iter().map(pair).collect::<Vec<_>>().join(", ")
}
