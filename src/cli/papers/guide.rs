//! `refuge guide`: a paper for each situation, out of the guide itself, with the practice's own drives and numbers.

use std::path::PathBuf;

use refuge::documents::guide::{GuidePage, Span, situations};
use refuge::documents::{Block, Page};
use refuge::error::{Action, Error, Result, Thing};
use refuge::platform;
use refuge::practice::Practice;
use refuge::state::DriveState;

use super::output;
use crate::cli::{
    Exit, Face, Failure, Language, Summary, args::papers::Guide, commands::home, fl, safe_path,
};
use crate::faces::papers::file::own_file;

/// Drives that the guide speaks of.
const EXAMPLES: [&str; 4] = ["Rouge", "Vert", "Red", "Green"];

pub(crate) fn run(face: &mut Face<'_>, options: &Guide) -> Result<Exit, Failure> {
    let text = match face.words.language() {
        Language::French => include_str!("../../../docs/guide.fr.md"),
        Language::English => include_str!("../../../docs/guide.en.md"),
    };
    let practice = home::practice_reading(face).ok();
    let own = Own::of(practice.as_ref())?;
    let mut chosen = situations(text);
    if let Some(number) = options.number {
        chosen.retain(|one| one.number == number);
        if chosen.is_empty() {
            let name = number.to_string();
            return Err(Error::NotFound { what: Thing::Document, name }.into());
        }
    }
    let home = home::folder(face)?;
    if let Some(folder) = &options.output {
        platform::create_private_folder(folder).map_err(Error::io(Action::Create, folder))?;
    }
    let mut files: Vec<PathBuf> = Vec::new();
    let mut lines = Vec::new();
    for one in chosen {
        let name = format!("guide-{:02}.html", one.number);
        lines.push(format!("  {:2}  {}", one.number, one.title));
        let html = page(face, &own, one).to_html()?;
        files.push(match &options.output {
            Some(folder) => output::new_file(&folder.join(name), &html)?,
            None => own_file(&home, &name, &html)?,
        });
    }
    let folder = files.first().and_then(|file| file.parent()).unwrap_or(&home).to_owned();
    let count = files.len() as u64;
    lines.push(fl!(face.words, "guide-written", count = count, folder = safe_path(&folder)));
    // Programs' folders are hidden from people; the one that is shown to them need not be found.
    let shown = match files.as_slice() {
        [only] => only,
        _ => &folder,
    };
    if options.open && open::that(shown).is_err() {
        lines.push(fl!(face.words, "report-not-opened"));
    }
    let listed: Vec<String> =
        files.iter().map(|file| file.to_string_lossy().into_owned()).collect();
    let summary = Summary::new("guide", Exit::Done).with("files", listed);
    face.finish(&summary, &lines)
}

/// What the practice calls its own.
#[derive(Default)]
struct Own {
    practice: String,
    /// Drives in use.
    drives: Vec<String>,
    /// Number of the lock, and of its sheet.
    lock: Option<u32>,
    call: Option<String>,
}

impl Own {
    fn of(practice: Option<&Practice>) -> Result<Self> {
        let Some(practice) = practice else { return Ok(Self::default()) };
        let in_use = practice.state.drives()?.into_iter();
        let in_use = in_use.filter(|drive| drive.state == DriveState::Active);
        Ok(Self {
            practice: practice.config.practice.name.clone(),
            drives: in_use.map(|drive| drive.name).collect(),
            lock: Some(practice.config.practice.epoch),
            call: practice.config.practice.call_in_incident.clone(),
        })
    }

    /// A command with the name of a drive that there is, in the place of that of an example.
    fn filled(&self, typed: &str) -> String {
        let Some(drive) = self.drives.last() else { return typed.to_owned() };
        let quoted = if drive.contains(' ') { format!("\"{drive}\"") } else { drive.clone() };
        let word = |word: &str| match EXAMPLES.contains(&word) {
            true => quoted.clone(),
            false => word.to_owned(),
        };
        typed.split(' ').map(word).collect::<Vec<_>>().join(" ")
    }

    fn block(&self, face: &Face<'_>) -> Option<Block> {
        let words = face.words;
        let mut facts = Vec::new();
        if !self.drives.is_empty() {
            facts.push((fl!(words, "guide-drives"), self.drives.join(", ")));
        }
        if let Some(lock) = self.lock {
            let sheet = fl!(words, "guide-sheet", number = i64::from(lock));
            facts.push((fl!(words, "guide-sheet-label"), sheet));
        }
        if let Some(call) = &self.call {
            facts.push((fl!(words, "guide-call"), call.clone()));
        }
        (!facts.is_empty()).then_some(Block::Facts(facts))
    }
}

fn page(face: &Face<'_>, own: &Own, situation: GuidePage) -> Page {
    let words = face.words;
    let mut blocks: Vec<Block> =
        situation.blocks.into_iter().map(|block| filled(own, block)).collect();
    blocks.extend(own.block(face));
    Page {
        language: words.language().tag().to_owned(),
        practice: own.practice.clone(),
        number: Some(situation.number.to_string()),
        title: situation.title,
        lead: None,
        blocks,
        footer: vec![fl!(words, "guide-footer")],
    }
}

fn filled(own: &Own, block: Block) -> Block {
    let span = |span: Span| match span {
        Span::Typed(typed) => Span::Typed(own.filled(&typed)),
        other => other,
    };
    match block {
        Block::Typed(lines) => Block::Typed(lines.iter().map(|line| own.filled(line)).collect()),
        Block::Told(form, items) => {
            let items = items.into_iter().map(|item| item.into_iter().map(span).collect());
            Block::Told(form, items.collect())
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use refuge::documents::guide::Form;

    use super::*;

    #[test]
    fn an_example_gives_way_to_a_drive_of_the_practice_in_commands_only() {
        let own = Own { drives: vec!["Bleu".into(), "Grand disque".into()], ..Own::default() };
        assert_eq!(
            own.filled("refuge disques perdu Rouge"),
            "refuge disques perdu \"Grand disque\""
        );
        let told = Block::Told(Form::Points, vec![vec![Span::Plain("Rouge est loin".into())]]);
        assert_eq!(filled(&own, told.clone()), told);
        assert_eq!(
            Own::default().filled("refuge disques perdu Rouge"),
            "refuge disques perdu Rouge"
        );
    }
}
