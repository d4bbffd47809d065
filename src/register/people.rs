//! From rows to people: rows of one number join, merged duplicates are one person, and doubt spreads to
//! everybody of whom a row that is not believed may speak.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use jiff::civil::Date;

use super::rows::{Patient, Quarantined, RowTrouble, plausible};
use super::words::fold;

/// So many patients seen before their birth, and this share of all, in per cent, are no slips.
const UNBORN_MIN: usize = 5;
const UNBORN_PERCENT_MAX: usize = 20;

/// What the rows of a file came to.
pub(super) type ReadRow = Result<Patient, Box<Quarantined>>;

/// The first and the last visit of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Visited {
    pub(super) first: Date,
    pub(super) last: Date,
}

/// What another file says of the same people.
#[derive(Debug, Default)]
pub(super) struct Elsewhere {
    /// Visits by number; see [`bare`].
    pub(super) contacts: HashMap<String, Visited>,
    /// Keys of which rows speak that are not believed; see [`bare`].
    pub(super) doubtful: HashSet<String>,
}

/// Joins rows to people.
pub(super) fn join(
    rows: Vec<ReadRow>,
    elsewhere: &Elsewhere,
    today: Date,
) -> (Vec<Patient>, Vec<Quarantined>) {
    let mut people = People::default();
    let mut by_id: BTreeMap<String, Vec<Patient>> = BTreeMap::new();
    for row in rows {
        match row {
            Ok(patient) => by_id.entry(fold(&patient.id)).or_default().push(patient),
            Err(doubtful) => people.doubtful.push(*doubtful),
        }
    }
    let mut doubtful_keys = keys_of(people.doubtful.iter());
    doubtful_keys.extend(elsewhere.doubtful.iter().cloned());
    for (id, mut rows) in by_id {
        let visited = elsewhere.contacts.get(&bare(&id));
        if let (Some(visited), Some(first)) = (visited, rows.first_mut()) {
            first.last_contact = first.last_contact.max(Some(visited.last));
        }
        let seen = visited.map(|visited| visited.first);
        match joined(&rows, today).and_then(|patient| born_before(patient, seen)) {
            Ok(patient) => people.believed.push(patient),
            Err(trouble) => {
                doubtful_keys.extend(rows.iter().flat_map(keys_of_patient));
                people.doubt(rows, trouble);
            }
        }
    }
    people.spread(&doubtful_keys);
    people.doubt_namesakes();
    people.doubt_numbers_alike();
    people.merge(today);
    people.doubtful.sort_by_key(|row| row.line);
    (people.believed, people.doubtful)
}

/// Whether the numbers of the visits are another numbering than the list's: many would have been seen before birth.
pub(super) fn are_others(rows: &[ReadRow], elsewhere: &Elsewhere) -> bool {
    let (mut compared, mut unborn) = (0, 0);
    for patient in rows.iter().flatten() {
        let visited = elsewhere.contacts.get(&bare(&patient.id));
        if let Some((birth, visited)) = patient.birth.zip(visited) {
            compared += 1;
            unborn += usize::from(birth > visited.first);
        }
    }
    unborn >= UNBORN_MIN && unborn * 100 > compared * UNBORN_PERCENT_MAX
}

/// Who was seen before birth is somebody else, or was born earlier.
fn born_before(patient: Patient, seen: Option<Date>) -> Result<Patient, RowTrouble> {
    match patient.birth.zip(seen) {
        Some((birth, seen)) if birth > seen => Err(RowTrouble::BirthAfterContact),
        _ => Ok(patient),
    }
}

/// Numbers are compared without zeros in front where doubt or two files are concerned.
pub(super) fn bare(key: &str) -> String {
    let folded = fold(key);
    let is_number = !folded.is_empty() && folded.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { folded.trim_start_matches('0').to_owned() } else { folded }
}

fn keys_of<'q>(rows: impl Iterator<Item = &'q Quarantined>) -> HashSet<String> {
    rows.flat_map(|row| row.keys.iter().map(|key| bare(key)))
        .filter(|key| !key.is_empty())
        .collect()
}

fn keys_of_patient(patient: &Patient) -> impl Iterator<Item = String> + use<> {
    let keys = [Some(patient.id.clone()), patient.folder.clone()];
    keys.into_iter().flatten().map(|key| bare(&key)).filter(|key| !key.is_empty())
}

#[derive(Default)]
struct People {
    believed: Vec<Patient>,
    doubtful: Vec<Quarantined>,
}

impl People {
    fn doubt(&mut self, rows: Vec<Patient>, trouble: RowTrouble) {
        for patient in rows {
            let keys: Vec<String> =
                [Some(patient.id), patient.folder].into_iter().flatten().collect();
            let row = |line| Quarantined {
                line,
                trouble: Some(trouble),
                keys: keys.clone(),
                merged_into: patient.merged_into.clone(),
                ..Quarantined::default()
            };
            self.doubtful.extend(patient.lines.into_iter().map(row));
        }
    }

    /// Takes out of the believed whoever `is_doubtful`.
    fn doubt_those(&mut self, trouble: RowTrouble, is_doubtful: impl Fn(&Patient) -> bool) {
        let all = std::mem::take(&mut self.believed);
        let (doubtful, believed) = all.into_iter().partition(is_doubtful);
        self.believed = believed;
        self.doubt(doubtful, trouble);
    }

    fn spread(&mut self, doubtful: &HashSet<String>) {
        if !doubtful.is_empty() {
            self.doubt_those(RowTrouble::SiblingQuarantined, |patient| {
                keys_of_patient(patient).any(|key| doubtful.contains(&key))
            });
        }
    }

    /// A row without a number may speak of everybody who bears its names.
    fn doubt_namesakes(&mut self) {
        let named: Vec<BTreeSet<String>> = self
            .doubtful
            .iter()
            .filter(|row| !row.names.is_empty())
            .map(|row| row.names.clone())
            .collect();
        if !named.is_empty() {
            self.doubt_those(RowTrouble::SiblingQuarantined, |patient| {
                named.iter().any(|names| names.is_subset(&patient.names))
            });
        }
    }

    /// `0815` and `815` are one number that a spreadsheet cut, more likely than two patients.
    fn doubt_numbers_alike(&mut self) {
        let mut times: HashMap<String, u32> = HashMap::new();
        for patient in &self.believed {
            *times.entry(bare(&patient.id)).or_default() += 1;
        }
        times.retain(|_, times| *times > 1);
        if !times.is_empty() {
            self.doubt_those(RowTrouble::NumbersAlike, |patient| {
                times.contains_key(&bare(&patient.id))
            });
        }
    }

    /// Merged duplicates: what one row says holds for all; one in doubt puts all in doubt.
    fn merge(&mut self, today: Date) {
        let groups = Groups::of(&self.believed, &self.doubtful);
        let mut in_doubt = groups.in_doubt.clone();
        let mut shared: HashMap<usize, Patient> = HashMap::new();
        for patient in &self.believed {
            let group = groups.find(&fold(&patient.id));
            let Some(group) = group.filter(|group| groups.is_merged.contains(group)) else {
                continue;
            };
            match shared.remove(&group) {
                None => _ = shared.insert(group, patient.clone()),
                Some(before) => match one_person(&before, patient, today) {
                    Some(together) => _ = shared.insert(group, together),
                    None => _ = in_doubt.insert(group),
                },
            }
        }
        if !in_doubt.is_empty() {
            self.doubt_those(RowTrouble::MergedInDoubt, |patient| {
                groups.find(&fold(&patient.id)).is_some_and(|group| in_doubt.contains(&group))
            });
        }
        self.share(&groups, &shared);
    }

    fn share(&mut self, groups: &Groups, shared: &HashMap<usize, Patient>) {
        let mut first: HashMap<usize, u32> = HashMap::new();
        for (at, patient) in (0_u32..).zip(self.believed.iter_mut()) {
            patient.person = at;
            let group = groups.find(&fold(&patient.id));
            let Some(group) = group.filter(|group| groups.is_merged.contains(group)) else {
                continue;
            };
            patient.person = *first.entry(group).or_insert(at);
            if let Some(together) = shared.get(&group) {
                patient.birth = together.birth;
                patient.death = together.death;
                patient.deceased = together.deceased;
                patient.last_contact = together.last_contact;
                patient.held = together.held;
            }
        }
    }
}

/// Numbers that belong to one person, by the merges that any row tells of.
#[derive(Default)]
struct Groups {
    numbers: HashMap<String, usize>,
    parents: Vec<usize>,
    /// Groups of more than one number.
    is_merged: HashSet<usize>,
    /// Groups with a number that is in doubt, or in no row.
    in_doubt: BTreeSet<usize>,
}

impl Groups {
    fn of(believed: &[Patient], doubtful: &[Quarantined]) -> Self {
        let mut groups = Self::default();
        for patient in believed {
            if let Some(into) = &patient.merged_into {
                groups.join(&fold(&patient.id), &fold(into));
            }
        }
        for row in doubtful {
            if let (Some(into), Some(id)) = (&row.merged_into, row.keys.first()) {
                groups.join(&fold(id), &fold(into));
            }
        }
        let known: HashSet<String> = believed.iter().map(|patient| fold(&patient.id)).collect();
        for (number, node) in &groups.numbers {
            let root = groups.root(*node);
            groups.is_merged.insert(root);
            if !known.contains(number) {
                groups.in_doubt.insert(root);
            }
        }
        groups
    }

    fn node(&mut self, number: &str) -> usize {
        if let Some(node) = self.numbers.get(number) {
            return *node;
        }
        let node = self.parents.len();
        self.parents.push(node);
        self.numbers.insert(number.to_owned(), node);
        node
    }

    fn join(&mut self, one: &str, other: &str) {
        if one != other && !one.is_empty() && !other.is_empty() {
            let (one, other) = (self.node(one), self.node(other));
            let (one, other) = (self.root(one), self.root(other));
            if let Some(parent) = self.parents.get_mut(one) {
                *parent = other;
            }
        }
    }

    fn root(&self, mut node: usize) -> usize {
        while let Some(parent) = self.parents.get(node).copied().filter(|parent| *parent != node) {
            node = parent;
        }
        node
    }

    fn find(&self, number: &str) -> Option<usize> {
        self.numbers.get(number).map(|node| self.root(*node))
    }
}

/// What merged duplicates say together: the latest of contacts and births, any hold, one death.
fn one_person(one: &Patient, other: &Patient, today: Date) -> Option<Patient> {
    let deaths_agree = one.death.zip(other.death).is_none_or(|(a, b)| a == b);
    let together = Patient {
        birth: one.birth.max(other.birth),
        death: one.death.or(other.death),
        deceased: one.deceased || other.deceased,
        last_contact: one.last_contact.max(other.last_contact),
        held: one.held || other.held,
        ..one.clone()
    };
    (deaths_agree && plausible(&together, today).is_ok()).then_some(together)
}

/// Rows of one number must agree on birth, death, folder, class and merging; the latest contact counts.
fn joined(rows: &[Patient], today: Date) -> Result<Patient, RowTrouble> {
    let mut rows = rows.iter().cloned();
    let first = rows.next().ok_or(RowTrouble::NoId)?;
    let together = rows.try_fold(first, merged).ok_or(RowTrouble::RowsDisagree)?;
    plausible(&together, today)?;
    Ok(together)
}

fn merged(one: Patient, mut other: Patient) -> Option<Patient> {
    let agree = |a: Option<Date>, b: Option<Date>| a.zip(b).is_none_or(|(a, b)| a == b);
    let same = |a: &Option<String>, b: &Option<String>| a.is_none() || b.is_none() || a == b;
    let is_one = agree(one.birth, other.birth)
        && agree(one.death, other.death)
        && same(&one.folder, &other.folder)
        && same(&one.class, &other.class)
        && same(&one.merged_into, &other.merged_into);
    let mut names = one.names;
    names.append(&mut other.names);
    is_one.then(|| Patient {
        folder: one.folder.or(other.folder),
        birth: one.birth.or(other.birth),
        death: one.death.or(other.death),
        deceased: one.deceased || other.deceased,
        death_source: one.death_source.or(other.death_source),
        last_contact: one.last_contact.max(other.last_contact),
        profession: one.profession.or(other.profession),
        class: one.class.or(other.class),
        held: one.held || other.held,
        merged_into: one.merged_into.or(other.merged_into),
        person: 0,
        names,
        lines: [one.lines, other.lines].concat(),
        id: one.id,
    })
}
