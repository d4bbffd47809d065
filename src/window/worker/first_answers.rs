//! The questions of the first day, one after the other, with a way back to the one before.
//!
//! What was answered is kept until the practice is made, so that the window, or the terminal, goes on there.

use std::path::{Path, PathBuf};

use refuge::config::Setting;
use refuge::error::Result;
use refuge::retention::rules::UNCLASSIFIED;
use refuge::setup;
use refuge::sources::{self, Candidate, Likely, NewSource};

use super::Desk;
use super::asking::Given;
use super::first_drive::ChosenDrive;
use crate::faces::country::{COUNTRIES, asks_for_archives, country_names, country_of};
use crate::faces::draft::Draft;
use crate::faces::source_words::{RULES, classes_of, question, rule_name, usual_thinning};
use crate::faces::{Catalog, dropped, explain, fl, safe, safe_path, units};
use crate::window::questions::{Blank, Question, Ticks};

/// The questions, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Name,
    Rules,
    Phone,
    Folders,
    Thinning,
    Drive,
}

const STEPS: [Step; 6] =
    [Step::Name, Step::Rules, Step::Phone, Step::Folders, Step::Thinning, Step::Drive];

/// Where to go from a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Going {
    On,
    Back,
}

/// Everything that is asked before something is made.
pub(super) struct FirstAnswers {
    pub(super) draft: Draft,
    pub(super) drive: Option<ChosenDrive>,
    /// What was found on this computer, measured once.
    found: Option<Vec<Candidate>>,
}

impl Desk {
    pub(super) fn first_answers(&self, home: &Path) -> Result<FirstAnswers> {
        let draft = self.earlier_answers(home)?;
        let mut at = first_open(&draft);
        let mut answers = FirstAnswers { draft, drive: None, found: None };
        while let Some(step) = STEPS.get(at) {
            let going = match step {
                Step::Name => self.ask_name(&mut answers.draft)?,
                Step::Rules => self.ask_rules(&mut answers.draft)?,
                Step::Phone => self.ask_phone(&mut answers.draft)?,
                Step::Folders => self.ask_folders(&mut answers)?,
                Step::Thinning => self.ask_thinning(&mut answers.draft)?,
                Step::Drive => self.ask_first_drive(&mut answers)?,
            };
            answers.draft.keep(home)?;
            at = match going {
                Going::On => at + 1,
                // Nothing is thinned where no folder is backed up.
                Going::Back if *step == Step::Drive && answers.has_no_folder() => at - 2,
                Going::Back => at.saturating_sub(1),
            };
        }
        Ok(answers)
    }

    /// What was answered before, here or in the terminal, where the person wants to go on with it.
    fn earlier_answers(&self, home: &Path) -> Result<Draft> {
        let Some(left) = Draft::left(home) else { return Ok(Draft::new()) };
        let Some(name) = left.name.clone() else { return Ok(left) };
        let chosen = self.ask_or_leave(|words| Question {
            told: vec![fl!(words, "wizard-go-on", practice = safe(&name))],
            options: vec![fl!(words, "window-first-go-on"), fl!(words, "window-first-anew")],
        })?;
        // The number stays: it may stand on a sheet that was printed.
        Ok(if chosen == 0 { left } else { Draft { id: left.id, ..Draft::new() } })
    }

    fn ask_name(&self, draft: &mut Draft) -> Result<Going> {
        let mut why = None;
        loop {
            let name = self.ask_text(|words| {
                let mut told = vec![fl!(words, "wizard-step-practice")];
                told.extend(why.as_ref().map(|why| explain::in_window(words, why).what));
                Blank {
                    told,
                    name: fl!(words, "window-first-name"),
                    proposed: draft.name.clone().unwrap_or_default(),
                    ..Blank::default()
                }
            })?;
            match setup::check_name(&name) {
                Ok(()) => {
                    draft.name = Some(name);
                    return Ok(Going::On);
                }
                Err(error) => why = Some(error),
            }
        }
    }

    /// Whose legal periods apply: the country is the computer's, and stands first.
    fn ask_rules(&self, draft: &mut Draft) -> Result<Going> {
        let usual = country_of(sys_locale::get_locale().as_deref().unwrap_or_default());
        let mut order: Vec<usize> = (0..COUNTRIES.len()).collect();
        order.sort_by_key(|place| COUNTRIES.get(*place) != Some(&usual));
        let chosen = self.ask_or_leave(|words| {
            let names = country_names(words);
            let named = order.iter().filter_map(|place| names.get(*place).cloned());
            Question {
                told: vec![fl!(words, "wizard-step-practice"), fl!(words, "window-first-country")],
                options: named.chain([fl!(words, "window-back")]).collect(),
            }
        })?;
        let Some(country) = order.get(chosen).and_then(|place| COUNTRIES.get(*place)) else {
            return Ok(Going::Back);
        };
        let mut is_public = false;
        if asks_for_archives(country) {
            let chosen = self.ask_or_leave(|words| Question {
                told: vec![fl!(words, "wizard-step-practice"), fl!(words, "wizard-public-ask")],
                options: vec![fl!(words, "window-no"), fl!(words, "window-yes")],
            })?;
            is_public = chosen == 1;
        }
        draft.country = Some((*country).to_owned());
        draft.public_structure = Some(is_public);
        Ok(Going::On)
    }

    /// A number that a finder of a drive, or whoever comes after an attack, can call.
    fn ask_phone(&self, draft: &mut Draft) -> Result<Going> {
        let mut wrong: Option<String> = None;
        loop {
            let given = self.ask_line(|words| Blank {
                told: vec![
                    fl!(words, "wizard-step-practice"),
                    fl!(words, "window-first-phone-about"),
                ],
                why: wrong.as_ref().map(|_| fl!(words, "wizard-phone-again")),
                name: fl!(words, "window-first-phone"),
                proposed: wrong.as_ref().or(draft.phone.as_ref()).cloned().unwrap_or_default(),
                options: vec![fl!(words, "window-first-no-phone"), fl!(words, "window-back")],
            })?;
            let typed = match given {
                Given::Typed(typed) => typed,
                Given::Option(0) => String::new(),
                Given::Option(_) => return Ok(Going::Back),
            };
            if Setting::Phone.accepts(&typed) {
                draft.phone = Some(typed);
                return Ok(Going::On);
            }
            wrong = Some(typed);
        }
    }

    /// Which folders, ticked in a list of what was found, and what each of them is.
    fn ask_folders(&self, answers: &mut FirstAnswers) -> Result<Going> {
        let country = answers.draft.country.clone().unwrap_or_default();
        let before = answers.draft.folders().unwrap_or_default();
        let mut candidates = answers.found.take().unwrap_or_else(|| self.found_here());
        if !before.is_empty() {
            candidates.iter_mut().for_each(|one| one.chosen = false);
        }
        for folder in &before {
            tick(&mut candidates, &folder.path);
        }
        let going = self.tick_folders(&mut candidates)?;
        let ticked: Vec<PathBuf> =
            candidates.iter().filter(|one| one.chosen).map(|one| one.path.clone()).collect();
        answers.found = Some(candidates);
        if going == Going::Back {
            return Ok(Going::Back);
        }
        let mut folders = Vec::new();
        for path in ticked {
            match self.what_it_is(&country, path)? {
                Some(folder) => folders.push(folder),
                // Back to the list.
                None => return self.ask_folders(answers),
            }
        }
        answers.draft.set_folders(&folders);
        Ok(Going::On)
    }

    fn found_here(&self) -> Vec<Candidate> {
        self.documents.as_deref().map(sources::below).unwrap_or_default()
    }

    fn tick_folders(&self, candidates: &mut Vec<Candidate>) -> Result<Going> {
        let mut unknown = None;
        loop {
            let asked = self.ask_ticks(|words| {
                let mut told = vec![fl!(words, "wizard-step-practice")];
                told.push(if candidates.is_empty() {
                    fl!(words, "wizard-folders-none")
                } else {
                    fl!(words, "window-first-folders")
                });
                told.extend(unknown.as_ref().map(|path: &PathBuf| {
                    fl!(words, "window-first-no-folder", path = safe_path(path))
                }));
                Ticks {
                    told,
                    rows: candidates.iter().map(|one| row(words, one)).collect(),
                    ticked: candidates.iter().map(|one| one.chosen).collect(),
                    more: Some(fl!(words, "window-first-folder-more")),
                    options: vec![fl!(words, "window-back")],
                }
            })?;
            let Given::Typed(asked) = asked else { return Ok(Going::Back) };
            for (candidate, ticked) in candidates.iter_mut().zip(&asked.ticked) {
                candidate.chosen = *ticked;
            }
            if asked.more.is_empty() {
                return Ok(Going::On);
            }
            let path = dropped::path(&asked.more);
            let path = std::path::absolute(&path).unwrap_or(path);
            unknown = (!path.is_dir()).then(|| path.clone());
            if unknown.is_none() {
                tick(candidates, &path);
            }
        }
    }

    /// Category and cut of one folder: as proposed, or as the person says. Nothing where they go back.
    pub(super) fn what_it_is(&self, country: &str, path: PathBuf) -> Result<Option<NewSource>> {
        let likely = Likely::of(&path, country);
        // The words are those of the presets, which are part of the program.
        question(self.tongues.of(self.shared.language()), &likely)?;
        let chosen = self.ask_or_leave(|words| Question {
            told: vec![
                fl!(words, "wizard-folder-about", path = safe_path(&path)),
                question(words, &likely).unwrap_or_default(),
            ],
            options: vec![
                fl!(words, "window-first-right"),
                fl!(words, "window-first-other"),
                fl!(words, "window-back"),
            ],
        })?;
        let Likely { class, records } = match chosen {
            0 => likely,
            1 => match self.other_kind(country, &path)? {
                Some(kind) => kind,
                None => return self.what_it_is(country, path),
            },
            _ => return Ok(None),
        };
        Ok(Some(NewSource { path, class, records, readers: vec![] }))
    }

    /// The safe category first: it erases nothing.
    fn other_kind(&self, country: &str, path: &Path) -> Result<Option<Likely>> {
        let here = self.tongues.of(self.shared.language());
        let ids: Vec<String> = classes_of(here, country)?.into_iter().map(|one| one.id).collect();
        let chosen = self.ask_or_leave(|words| {
            let classes = classes_of(words, country).unwrap_or_default();
            let endless = fl!(words, "window-first-endless");
            let names = classes.into_iter().map(|class| class.name);
            let back = fl!(words, "window-back");
            Question {
                told: vec![safe_path(path), fl!(words, "window-first-class")],
                options: std::iter::once(endless).chain(names).chain([back]).collect(),
            }
        })?;
        let class = match chosen.checked_sub(1) {
            None => UNCLASSIFIED.to_owned(),
            Some(at) => match ids.get(at) {
                Some(id) => id.clone(),
                None => return Ok(None),
            },
        };
        let chosen = self.ask_or_leave(|words| Question {
            told: vec![safe_path(path), fl!(words, "sources-records-ask")],
            options: RULES.iter().map(|rule| rule_name(words, *rule)).collect(),
        })?;
        Ok(RULES.get(chosen).map(|records| Likely { class, records: *records }))
    }

    /// Whether the usual rule for old backups is wanted. Without a folder there is none to have one.
    fn ask_thinning(&self, draft: &mut Draft) -> Result<Going> {
        if draft.folders().is_none_or(|folders| folders.is_empty()) {
            draft.thins = Some(false);
            return Ok(Going::On);
        }
        let chosen = self.ask_or_leave(|words| Question {
            told: vec![fl!(words, "wizard-step-practice"), usual_thinning(words)],
            options: vec![
                fl!(words, "window-yes"),
                fl!(words, "window-no"),
                fl!(words, "window-back"),
            ],
        })?;
        if chosen == 2 {
            return Ok(Going::Back);
        }
        draft.thins = Some(chosen == 0);
        Ok(Going::On)
    }

    fn ask_first_drive(&self, answers: &mut FirstAnswers) -> Result<Going> {
        let folders = answers.draft.folders().unwrap_or_default();
        let folders: Vec<PathBuf> = folders.into_iter().map(|folder| folder.path).collect();
        match self.choose_drive(&folders, None)? {
            Given::Typed(drive) => answers.drive = Some(drive),
            Given::Option(0) => answers.drive = None,
            Given::Option(_) => return Ok(Going::Back),
        }
        Ok(Going::On)
    }
}

impl FirstAnswers {
    fn has_no_folder(&self) -> bool {
        self.draft.folders().is_none_or(|folders| folders.is_empty())
    }
}

/// The first question without an answer; the drive is asked for each time.
fn first_open(draft: &Draft) -> usize {
    let known = [
        draft.name.is_some(),
        draft.country.is_some() && draft.public_structure.is_some(),
        draft.phone.is_some(),
        draft.folders.is_some(),
        draft.thins.is_some(),
    ];
    known.iter().take_while(|is_known| **is_known).count()
}

fn tick(candidates: &mut Vec<Candidate>, path: &Path) {
    match candidates.iter_mut().find(|one| one.path == path) {
        Some(shown) => shown.chosen = true,
        None => candidates.push(Candidate::named(path.to_owned())),
    }
}

fn row(words: &Catalog, candidate: &Candidate) -> String {
    let (bytes, is_whole) = candidate.size;
    let size = units::bytes(words.language(), bytes);
    let size = if is_whole { size } else { fl!(words, "wizard-more-than", size = size) };
    let path = safe_path(&candidate.path);
    match candidate.recommended {
        true => format!("{path} ({size}), {}", fl!(words, "wizard-recommended")),
        false => format!("{path} ({size})"),
    }
}
