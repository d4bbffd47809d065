//! Leave to erase: whatever overwrites or removes something on a drive asks for it, and nobody has it
//! while an incident is open.

use crate::error::{Error, Result};
use crate::state::State;
use crate::state::named::{INCIDENT, OPEN};

/// Leave to overwrite or remove something on a drive. Only a state without an open incident gives it.
#[derive(Debug)]
pub struct Permit(());

impl State {
    /// Leave to erase.
    ///
    /// # Errors
    /// `IncidentOpen` while an incident is open, whatever is noted of it; `State`.
    pub fn permit(&self) -> Result<Permit> {
        self.may_erase()?.ok_or(Error::IncidentOpen)
    }

    /// The same, for what goes on without: nothing while an incident is open.
    ///
    /// # Errors
    /// `State`.
    pub fn may_erase(&self) -> Result<Option<Permit>> {
        // Any value: one that cannot be understood must not open what it closed.
        let open: Option<serde_json::Value> = self.item(INCIDENT, OPEN)?;
        Ok(open.is_none().then_some(Permit(())))
    }
}

#[cfg(test)]
impl Permit {
    /// For tests of rooms that have no state.
    pub(crate) const fn in_peace() -> Self {
        Self(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_incident_closes_erasing_also_where_its_note_cannot_be_understood() {
        let home = tempfile::tempdir().unwrap();
        let mut state = State::open(home.path()).unwrap();
        assert!(state.permit().is_ok());
        state.set_item(INCIDENT, OPEN, &"from another version").unwrap();
        assert!(matches!(state.permit(), Err(Error::IncidentOpen)));
        assert!(state.may_erase().unwrap().is_none());
        state.drop_item(INCIDENT, OPEN).unwrap();
        assert!(state.may_erase().unwrap().is_some());
    }
}
