//! Small named things the computer remembers: about a drive, or in a collection (plans, holds).

use rusqlite::{OptionalExtension, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::{Error, Result};
use crate::state::named::{Collection, Note};
use crate::state::{State, broken};

impl State {
    /// A named value about a drive (its row), kept as JSON; nothing when it was never noted.
    ///
    /// # Errors
    /// `State`, also when what is kept is no `T`.
    pub fn drive_note<T: DeserializeOwned>(&self, drive: i64, name: Note) -> Result<Option<T>> {
        let sql = "SELECT json FROM drive_note WHERE drive = ?1 AND name = ?2";
        let text: Option<String> = self
            .connection
            .query_row(sql, params![drive, name.0], |row| row.get(0))
            .optional()
            .map_err(broken)?;
        text.map(|text| decode(&text)).transpose()
    }

    /// Notes a named value about a drive; what was noted before under this name is replaced.
    ///
    /// # Errors
    /// `State`.
    pub fn set_drive_note<T: Serialize>(
        &mut self,
        drive: i64,
        name: Note,
        value: &T,
    ) -> Result<()> {
        let json = encode(value)?;
        self.connection
            .execute(
                "INSERT OR REPLACE INTO drive_note (drive, name, json) VALUES (?1, ?2, ?3)",
                params![drive, name.0, json],
            )
            .map(drop)
            .map_err(broken)
    }

    /// Everything in a collection, by key.
    ///
    /// # Errors
    /// `State`, also when something in it is no `T`.
    pub fn items<T: DeserializeOwned>(&self, collection: Collection) -> Result<Vec<(String, T)>> {
        let sql = "SELECT key, json FROM item WHERE collection = ?1 ORDER BY key";
        let mut query = self.connection.prepare(sql).map_err(broken)?;
        let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?));
        let rows = query.query_map([collection.0], read).map_err(broken)?;
        let rows: Vec<(String, String)> = rows.collect::<rusqlite::Result<_>>().map_err(broken)?;
        rows.into_iter().map(|(key, text)| Ok((key, decode(&text)?))).collect()
    }

    /// One thing in a collection.
    ///
    /// # Errors
    /// `State`, also when it is no `T`.
    pub fn item<T: DeserializeOwned>(
        &self,
        collection: Collection,
        key: &str,
    ) -> Result<Option<T>> {
        let sql = "SELECT json FROM item WHERE collection = ?1 AND key = ?2";
        let text: Option<String> = self
            .connection
            .query_row(sql, [collection.0, key], |row| row.get(0))
            .optional()
            .map_err(broken)?;
        text.map(|text| decode(&text)).transpose()
    }

    /// Puts a thing into a collection; what had this key is replaced.
    ///
    /// # Errors
    /// `State`.
    pub fn set_item<T: Serialize>(
        &mut self,
        collection: Collection,
        key: &str,
        value: &T,
    ) -> Result<()> {
        let json = encode(value)?;
        self.connection
            .execute(
                "INSERT OR REPLACE INTO item (collection, key, json) VALUES (?1, ?2, ?3)",
                params![collection.0, key, json],
            )
            .map(drop)
            .map_err(broken)
    }

    /// Replaces a whole collection, all or nothing.
    ///
    /// # Errors
    /// `State`.
    pub fn replace_items<T: Serialize>(
        &mut self,
        collection: Collection,
        items: &[(String, T)],
    ) -> Result<()> {
        let rows: Vec<(&String, String)> =
            items.iter().map(|(key, value)| Ok((key, encode(value)?))).collect::<Result<_>>()?;
        self.atomically(|db| {
            db.execute("DELETE FROM item WHERE collection = ?1", [collection.0])?;
            let mut put =
                db.prepare("INSERT INTO item (collection, key, json) VALUES (?1, ?2, ?3)")?;
            for (key, json) in &rows {
                put.execute(params![collection.0, key, json])?;
            }
            Ok(())
        })
    }

    /// Adds things to a collection, all or none; what had their keys is replaced.
    ///
    /// # Errors
    /// `State`.
    pub fn add_items<T: Serialize>(
        &mut self,
        collection: Collection,
        items: &[(String, T)],
    ) -> Result<()> {
        if items.is_empty() {
            return Ok(());
        }
        let rows: Vec<(&String, String)> =
            items.iter().map(|(key, value)| Ok((key, encode(value)?))).collect::<Result<_>>()?;
        self.atomically(|db| {
            let mut put = db.prepare(
                "INSERT OR REPLACE INTO item (collection, key, json) VALUES (?1, ?2, ?3)",
            )?;
            for (key, json) in &rows {
                put.execute(params![collection.0, key, json])?;
            }
            Ok(())
        })
    }

    /// Takes a thing out of a collection; one that is not there is out already.
    ///
    /// # Errors
    /// `State`.
    pub fn drop_item(&mut self, collection: Collection, key: &str) -> Result<()> {
        self.connection
            .execute("DELETE FROM item WHERE collection = ?1 AND key = ?2", [collection.0, key])
            .map(drop)
            .map_err(broken)
    }
}

fn encode<T: Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|cause| Error::State { reason: cause.to_string() })
}

fn decode<T: DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|cause| Error::State { reason: cause.to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::named::{HOLDS, PLANS};

    #[test]
    fn a_collection_is_replaced_as_a_whole() {
        let home = tempfile::tempdir().unwrap();
        let mut state = State::open(home.path()).unwrap();
        state.set_item(HOLDS, "a", &1_u32).unwrap();
        state.set_item(HOLDS, "a", &2_u32).unwrap();
        state.set_item(PLANS, "a", &9_u32).unwrap();
        assert_eq!(state.item::<u32>(HOLDS, "a").unwrap(), Some(2));
        state.replace_items(HOLDS, &[("b".to_owned(), 5_u32)]).unwrap();
        assert_eq!(state.items::<u32>(HOLDS).unwrap(), [("b".to_owned(), 5)]);
        assert_eq!(state.item::<u32>(PLANS, "a").unwrap(), Some(9));
        assert!(matches!(state.item::<String>(PLANS, "a"), Err(Error::State { .. })));
    }
}
