//! Leave to erase: whatever overwrites or removes something on a drive asks for it, and nobody has it
//! while an incident is open.

use crate::error::{Error, Result};
use crate::state::State;

/// Where an open incident is kept: collection and key.
pub const OPEN_INCIDENT: (&str, &str) = ("incident", "open");

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
        let (collection, key) = OPEN_INCIDENT;
        // Any value: one that cannot be understood must not open what it closed.
        let open: Option<serde_json::Value> = self.item(collection, key)?;
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
        let (collection, key) = OPEN_INCIDENT;
        state.set_item(collection, key, &"from another version").unwrap();
        assert!(matches!(state.permit(), Err(Error::IncidentOpen)));
        assert!(state.may_erase().unwrap().is_none());
        state.drop_item(collection, key).unwrap();
        assert!(state.may_erase().unwrap().is_some());
    }
}
