//! What can be the matter with a plan or with the patients' register.

use refuge::error::PlanTrouble;
use refuge::register::RegisterError;

use super::{ErrorId, Filling};

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
    let (trouble, field) = match error {
        RegisterError::TooLarge => ("too-large", ""),
        RegisterError::Empty => ("empty", ""),
        RegisterError::NotText => ("not-text", ""),
        RegisterError::ColumnMissing(field) => ("missing", field.name()),
        RegisterError::ColumnAmbiguous(field) => ("ambiguous", field.name()),
        RegisterError::ColumnUnknown(field) => ("unknown", field.name()),
        RegisterError::SocialSecurityNumber => ("social-security", ""),
    };
    Filling::new(ErrorId::R02).with("trouble", trouble).with("field", field)
}
