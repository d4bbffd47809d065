//! What a folder is that is backed up, in words: the proposal, the categories to choose from, the ways to cut it.

use refuge::browse;
use refuge::config::{Keep, RecordRule};
use refuge::error::{Error, Result};
use refuge::retention::rules::{Rules, UNCLASSIFIED};
use refuge::sources::Likely;

use crate::faces::rule_words::{length, name};
use crate::faces::{Catalog, fl};

/// The question that a plain Enter says yes to: it names the category, the period and the cut.
pub(crate) fn question(words: &Catalog, likely: &Likely) -> Result<String> {
    let cut = match likely.records {
        RecordRule::EachFolder => fl!(words, "wizard-cut-each-folder"),
        RecordRule::ByYear => fl!(words, "wizard-cut-by-year"),
        RecordRule::Whole | RecordRule::Generations => fl!(words, "wizard-cut-whole"),
    };
    let rules = presets()?;
    let rule = rules.get(&likely.class).filter(|_| likely.class != UNCLASSIFIED);
    let term = rule.and_then(|rule| rule.term).map(|term| length(words, term));
    Ok(match (rule, term) {
        (Some(rule), Some(term)) => {
            let class = name(words.language(), &rule.name);
            fl!(words, "wizard-propose", class = class, term = term, cut = cut)
        }
        _ => fl!(words, "wizard-propose-endless", cut = cut),
    })
}

fn presets() -> Result<Rules> {
    Rules::presets().map_err(|cause| Error::Config { line: None, reason: cause.to_string() })
}

/// Few who run this are one of these, and their classes have words in common with everybody's.
fn is_rare(profession: &str) -> bool {
    ["establishment", "laboratory"].contains(&profession)
}

/// The classes that have a word in their names.
pub(crate) fn matching<'a>(words: &Catalog, classes: &'a [Class], part: &str) -> Vec<&'a Class> {
    let is_all = [fl!(words, "sources-class-all"), "*".to_owned()].contains(&part.to_owned());
    let part = browse::fold(part);
    let has = |text: &str| browse::fold(text).contains(&part);
    classes.iter().filter(|class| is_all || has(&class.name) || has(&class.id)).collect()
}

/// A retention class as it is offered.
pub(crate) struct Class {
    pub(crate) id: String,
    pub(crate) name: String,
}

/// The classes of a country and the common ones, those that few need last.
pub(crate) fn classes_of(words: &Catalog, country: &str) -> Result<Vec<Class>> {
    let country = format!("{country}/");
    let rules = presets()?;
    let ours = rules.iter().filter(|rule| rule.id.starts_with(&country));
    let common = rules.iter().filter(|rule| rule.id.starts_with("common/"));
    let mut offered: Vec<_> = ours.chain(common).collect();
    offered.sort_by_key(|rule| rule.professions.iter().any(|who| is_rare(who)));
    let class = |rule: &refuge::retention::rules::Rule| {
        let name = name(words.language(), &rule.name);
        let term = rule
            .term
            .map_or_else(|| fl!(words, "sources-class-endless"), |term| length(words, term));
        Class { id: rule.id.clone(), name: format!("{name} ({term})") }
    };
    Ok(offered.into_iter().map(class).collect())
}

/// Every way to cut a folder into records.
pub(crate) const RULES: [RecordRule; 4] =
    [RecordRule::EachFolder, RecordRule::ByYear, RecordRule::Whole, RecordRule::Generations];

/// In words.
pub(crate) fn rule_name(words: &Catalog, rule: RecordRule) -> String {
    match rule {
        RecordRule::EachFolder => fl!(words, "records-each-folder"),
        RecordRule::ByYear => fl!(words, "records-by-year"),
        RecordRule::Whole => fl!(words, "records-whole"),
        RecordRule::Generations => fl!(words, "records-generations"),
    }
}

/// The usual rule for old backups, as a question.
pub(crate) fn usual_thinning(words: &Catalog) -> String {
    let Keep { daily, weekly, monthly, yearly } = Keep::USUAL;
    fl!(words, "thin-usual-ask", days = daily, weeks = weekly, months = monthly, years = yearly)
}
