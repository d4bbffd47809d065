//! Headings met in the exports of practice software, folded: lower case, no accents, single spaces.
//!
//! A field's own name (`last_contact`) is recognised as well and need not be listed.

pub(super) const ID: &[&str] = &[
    "id patient",
    "identifiant",
    "identifiant patient",
    "no patient",
    "n patient",
    "num patient",
    "numero patient",
    "numero",
    "no dossier",
    "n dossier",
    "num dossier",
    "numero dossier",
    "numero de dossier",
    "numero du dossier",
    "numero du patient",
    "code patient",
    "ipp",
    "patient id",
    "patient number",
    "id interne",
    "ref patient",
    "reference patient",
    "reference",
];
pub(super) const BIRTH: &[&str] = &[
    "naissance",
    "date naissance",
    "date de naissance",
    "ddn",
    "dn",
    "ne le",
    "ne e le",
    "nee le",
    "date naiss",
    "dt naissance",
    "date of birth",
    "birth date",
    "birthdate",
    "dob",
    "born",
];
pub(super) const DEATH: &[&str] = &[
    "deces",
    "date deces",
    "date de deces",
    "date du deces",
    "dt deces",
    "decede le",
    "decede e le",
    "ddd",
    "date of death",
    "death date",
    "died",
];
pub(super) const DECEASED: &[&str] =
    &["decede", "decede e", "est decede", "dcd", "mort", "is deceased", "dead"];
pub(super) const DEATH_SOURCE: &[&str] = &["source deces", "source du deces", "origine deces"];
pub(super) const LAST_CONTACT: &[&str] = &[
    "dernier contact",
    "derniere visite",
    "derniere consultation",
    "dernier acte",
    "dernier passage",
    "derniere venue",
    "dernier rdv",
    "dernier rendez vous",
    "dernier soin",
    "derniere seance",
    "date dernier contact",
    "date derniere visite",
    "date derniere consultation",
    "date dernier acte",
    "date dernier passage",
    "date dernier rdv",
    "date du dernier contact",
    "date du dernier acte",
    "date de derniere visite",
    "date de la derniere visite",
    "date de derniere consultation",
    "date de la derniere consultation",
    "date de dernier passage",
    "last visit",
    "last seen",
    "last appointment",
    "last act",
];
pub(super) const FOLDER: &[&str] = &[
    "dossier",
    "nom dossier",
    "nom du dossier",
    "repertoire",
    "cle dossier",
    "folder key",
    "folder name",
    "chemin",
];
pub(super) const PROFESSION: &[&str] = &["metier", "specialite", "profession soignant"];
pub(super) const CLASS: &[&str] = &["categorie", "classe", "classes", "retention class"];
pub(super) const HOLD: &[&str] = &[
    "holds",
    "gel",
    "gele",
    "blocage",
    "bloque",
    "litige",
    "contentieux",
    "suspension",
    "on hold",
];
pub(super) const MERGED_INTO: &[&str] =
    &["fusionne avec", "fusionne dans", "fusion", "doublon de", "duplicate of", "merged with"];
