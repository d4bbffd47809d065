//! What can be the matter with a plan or with the patients' register.

use refuge::error::PlanTrouble;
use refuge::register::RegisterError;

use super::{ErrorId, Facts};

pub(super) fn plan(trouble: PlanTrouble) -> Facts {
    match trouble {
        PlanTrouble::Changed { records } => Facts::new(ErrorId::R03).number("records", records),
        PlanTrouble::Expired => Facts::new(ErrorId::R04),
        PlanTrouble::TooEarly { days } => Facts::new(ErrorId::R05).number("days", days.into()),
        PlanTrouble::SecondPerson => Facts::new(ErrorId::R06),
        PlanTrouble::Executed => Facts::new(ErrorId::R07),
    }
}

pub(super) fn register(error: &RegisterError) -> Facts {
    let (trouble, field) = match error {
        RegisterError::TooLarge => ("too-large", ""),
        RegisterError::Empty => ("empty", ""),
        RegisterError::NotText => ("not-text", ""),
        RegisterError::ColumnMissing(field) => ("missing", field.name()),
        RegisterError::ColumnAmbiguous(field) => ("ambiguous", field.name()),
        RegisterError::ColumnUnknown(field) => ("unknown", field.name()),
        RegisterError::SocialSecurityNumber => ("social-security", ""),
    };
    Facts::new(ErrorId::R02).with("trouble", trouble).with("field", field)
}
