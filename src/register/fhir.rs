//! FHIR (HL7): a bundle, or one resource a line (NDJSON), read as a list of patients and their encounters.
//!
//! Used of a `Patient`: `id`, `birthDate`, `deceasedDateTime` or `deceasedBoolean`, and `link` of the type
//! `replaced-by`; of an `Encounter`: `subject` and the end of its `period`, else its start. Anything else is passed over.

use std::collections::HashMap;
use std::io::{BufRead, Read};

use serde_json::{Deserializer, Value};

use super::table::{Layout, Row};
use super::{REGISTER_BYTES_MAX, RegisterError};

/// Stands for a day that an encounter does not tell.
const UNKNOWN: &str = "?";
const HEADER: [&str; 6] = ["id", "birth", "death", "deceased", "last_contact", "merged_into"];

/// Whether a file begins as JSON does.
pub(super) fn is_one(begin: &[u8]) -> bool {
    let begin = begin.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(begin);
    begin.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'{')
}

/// All patients and encounters, as the rows of a list; the number of a row is that of its resource.
///
/// # Errors
/// `TooLarge`; `NotText` for what is not JSON.
pub(super) fn rows(file: impl BufRead) -> Result<(Layout, Vec<Row>), RegisterError> {
    let limit = u64::try_from(REGISTER_BYTES_MAX).unwrap_or(u64::MAX);
    let mut text = String::new();
    let read = file.take(limit + 1).read_to_string(&mut text);
    if read.map_err(|_| RegisterError::NotText)? > REGISTER_BYTES_MAX {
        return Err(RegisterError::TooLarge);
    }
    let text = text.trim_start_matches('\u{feff}');
    let (mut rows, mut number) = (Vec::new(), 0);
    let mut addresses: HashMap<String, String> = HashMap::new();
    for value in Deserializer::from_str(text).into_iter::<Value>() {
        let value = value.map_err(|_| RegisterError::NotText)?;
        let entries = at(&value, "entry").as_array().map(Vec::as_slice).unwrap_or_default();
        addresses.extend(entries.iter().filter_map(address));
        let resources = entries.iter().map(|entry| at(entry, "resource"));
        for resource in std::iter::once(&value).chain(resources) {
            number += 1;
            rows.extend(cells(resource).map(|cells| Row { line: number, cells, broken: None }));
        }
    }
    for row in &mut rows {
        let Row { cells, .. } = row;
        for cell in [0, 5] {
            if let Some(cell) = cells.get_mut(cell)
                && let Some(id) = addresses.get(cell)
            {
                cell.clone_from(id);
            }
        }
    }
    let header = HEADER.map(str::to_owned).to_vec();
    Ok((Layout { separator: '\0', header, header_line: 0 }, rows))
}

/// The address under which a bundle's references know a patient, where it is not the patient's id.
fn address(entry: &Value) -> Option<(String, String)> {
    let resource = at(entry, "resource");
    let is_patient = at(resource, "resourceType") == "Patient";
    let id = at(resource, "id").as_str().filter(|_| is_patient)?;
    let address = at(entry, "fullUrl").as_str()?.rsplit(['/', ':']).next()?;
    (address != id).then(|| (address.to_owned(), id.to_owned()))
}

/// What a key holds; nothing where it is not there.
fn at<'v>(value: &'v Value, key: &str) -> &'v Value {
    static NOTHING: Value = Value::Null;
    value.get(key).unwrap_or(&NOTHING)
}

fn cells(resource: &Value) -> Option<Vec<String>> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    match at(resource, "resourceType").as_str()? {
        "Patient" => {
            let deceased = at(resource, "deceasedBoolean").as_bool().map(|dead| dead.to_string());
            Some(vec![
                text(at(resource, "id")),
                text(at(resource, "birthDate")),
                text(at(resource, "deceasedDateTime")),
                deceased.unwrap_or_default(),
                String::new(),
                replaced_by(resource).unwrap_or_default(),
            ])
        }
        "Encounter" => {
            let period = at(resource, "period");
            let seen = [at(period, "end"), at(period, "start")].into_iter().map(text);
            let seen = seen.into_iter().find(|day| !day.is_empty());
            let mut cells = vec![String::new(); HEADER.len()];
            // Whose encounter it was, or when, may not be lost in silence: such a row is doubted.
            *cells.first_mut()? = id_of(at(resource, "subject")).unwrap_or_default();
            *cells.get_mut(4)? = seen.unwrap_or_else(|| UNKNOWN.to_owned());
            Some(cells)
        }
        _ => None,
    }
}

/// The patient into whom this one was merged.
fn replaced_by(patient: &Value) -> Option<String> {
    let links = at(patient, "link").as_array()?;
    let link = links.iter().find(|link| at(link, "type") == "replaced-by")?;
    id_of(at(link, "other"))
}

/// `Patient/4711`, `urn:uuid:…` or an address that ends so.
fn id_of(reference: &Value) -> Option<String> {
    let reference = at(reference, "reference").as_str()?;
    reference.rsplit(['/', ':']).next().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bundle_and_lines_of_resources_give_the_same_rows() {
        let patient = r#"{"resourceType":"Patient","id":"4711","birthDate":"1960-05","deceasedDateTime":"2012-02-03T10:00:00Z","link":[{"type":"replaced-by","other":{"reference":"Patient/12"}}]}"#;
        let visit = r#"{"resourceType":"Encounter","id":"e1","subject":{"reference":"urn:uuid:4711"},"period":{"start":"2003-05-10T08:00:00Z","end":"2003-05-10T23:30:00Z"}}"#;
        let other = r#"{"resourceType":"Organization","id":"o1"}"#;
        let bundle = format!(
            r#"{{"resourceType":"Bundle","entry":[{{"resource":{patient}}},{{"resource":{other}}},{{"resource":{visit}}}]}}"#
        );
        let lines = format!("{patient}\n{other}\n{visit}\n");
        let wanted = ["4711|1960-05|2012-02-03T10:00:00Z|||12", "4711||||2003-05-10T23:30:00Z|"];
        for text in [bundle, lines] {
            assert!(is_one(text.as_bytes()));
            let (_, rows) = rows(text.as_bytes()).unwrap();
            let cells: Vec<String> = rows.iter().map(|row| row.cells.join("|")).collect();
            assert_eq!(cells, wanted);
        }
        assert_eq!(rows(b"{\"a\":".as_slice()).unwrap_err(), RegisterError::NotText);
    }
}
