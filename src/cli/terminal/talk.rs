//! Questions, in the user's language, on top of any [`Ui`].

use refuge::error::{Error, KeyTrouble, Result};
use secrecy::SecretString;

use super::Ui;
use crate::cli::{Catalog, fl, safe};
use crate::faces::names::same_name;

/// How often a name is asked for that somebody types wrongly.
const TRIES: usize = 3;
/// Letters by which an option is known, at least, where not all of it is typed.
const NAMED_LETTERS_MIN: usize = 3;

/// What was answered where something else than what is listed is as good.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Picked {
    /// One of the list, from 0.
    One(usize),
    /// In the person's own words.
    Own(String),
}

/// A conversation: a terminal and the words to use on it.
pub(crate) struct Talk<'a> {
    words: &'a Catalog,
    ui: &'a mut dyn Ui,
}

impl<'a> Talk<'a> {
    /// Speaks through `ui`.
    pub(crate) fn new(words: &'a Catalog, ui: &'a mut dyn Ui) -> Self {
        Self { words, ui }
    }

    /// A line of talk.
    pub(crate) fn say(&mut self, line: &str) {
        self.ui.say(line);
    }

    /// A free text; never empty.
    pub(crate) fn ask(&mut self, question: &str, default: Option<&str>) -> Result<String> {
        self.need_person(question)?;
        loop {
            let answer = self.ui.read(question, default)?;
            let answer = answer.trim();
            if !answer.is_empty() {
                return Ok(answer.to_owned());
            }
            self.say(&fl!(self.words, "ask-again-empty"));
        }
    }

    /// A free text, or nothing when the person only presses Enter.
    pub(crate) fn ask_or_skip(&mut self, question: &str) -> Result<Option<String>> {
        self.need_person(question)?;
        let answer = self.ui.read(question, None)?;
        Ok(Some(answer.trim().to_owned()).filter(|answer| !answer.is_empty()))
    }

    /// One of several, by its number. Gives the index, from 0.
    pub(crate) fn choose(&mut self, question: &str, options: &[String]) -> Result<usize> {
        self.pick(question, options, None)
    }

    /// The same; who only presses Enter takes the first.
    pub(crate) fn choose_or_first(&mut self, question: &str, options: &[String]) -> Result<usize> {
        self.pick(question, options, Some(0))
    }

    /// The same; who only presses Enter takes the one with that index.
    pub(crate) fn choose_or(
        &mut self,
        question: &str,
        options: &[String],
        usual: usize,
    ) -> Result<usize> {
        self.pick(question, options, Some(usual))
    }

    fn pick(&mut self, question: &str, options: &[String], usual: Option<usize>) -> Result<usize> {
        self.need_person(question)?;
        if let [only] = options {
            // There is nothing to choose.
            self.say(&format!("  {only}"));
            return Ok(0);
        }
        for (number, option) in (1_usize..).zip(options) {
            self.say(&format!("  {number}  {option}"));
        }
        loop {
            let answer = self.ui.read(question, None)?;
            let (answer, last) = (answer.trim(), options.len());
            match (number_or_name(answer, options), usual) {
                (Some(chosen), _) => return Ok(chosen),
                (None, Some(usual)) if answer.is_empty() => return Ok(usual),
                _ => self.say(&fl!(self.words, "ask-again-number", last = last)),
            }
        }
    }

    /// One of several by its number, or something else in the person's own words.
    pub(crate) fn choose_or_say(&mut self, question: &str, options: &[String]) -> Result<Picked> {
        self.need_person(question)?;
        for (number, option) in (1_usize..).zip(options) {
            self.say(&format!("  {number}  {option}"));
        }
        loop {
            let answer = self.ui.read(question, None)?;
            let answer = answer.trim();
            match answer.parse::<usize>() {
                Ok(number) if (1..=options.len()).contains(&number) => {
                    return Ok(Picked::One(number - 1));
                }
                Err(_) if !answer.is_empty() => return Ok(Picked::Own(answer.to_owned())),
                _ => self.say(&fl!(self.words, "ask-again-number", last = options.len())),
            }
        }
    }

    /// One of several that are shown already, by its number. Gives the index, from 0.
    pub(crate) fn number(&mut self, question: &str, last: usize) -> Result<usize> {
        self.need_person(question)?;
        self.number_or(question, last, None)
    }

    /// The same; who only presses Enter takes the one with that index.
    pub(crate) fn number_or_usual(
        &mut self,
        question: &str,
        last: usize,
        usual: usize,
    ) -> Result<usize> {
        self.need_person(question)?;
        self.number_or(question, last, Some(usual))
    }

    fn number_or(&mut self, question: &str, last: usize, usual: Option<usize>) -> Result<usize> {
        loop {
            let answer = self.ui.read(question, None)?;
            match (answer.trim().parse::<usize>(), usual) {
                (Ok(number), _) if (1..=last).contains(&number) => return Ok(number - 1),
                (_, Some(usual)) if answer.trim().is_empty() => return Ok(usual),
                _ => self.say(&fl!(self.words, "ask-again-number", last = last)),
            }
        }
    }

    /// Yes or no; an empty answer is `default`.
    pub(crate) fn confirm(&mut self, question: &str, default: bool) -> Result<bool> {
        self.need_person(question)?;
        let hint = if default { fl!(self.words, "hint-yes") } else { fl!(self.words, "hint-no") };
        let prompt = format!("{question} {hint}");
        loop {
            let answer = self.ui.read(&prompt, None)?;
            match yes_or_no(answer.trim()) {
                Some(answer) => return Ok(answer),
                None if answer.trim().is_empty() => return Ok(default),
                None => self.say(&fl!(self.words, "ask-again-yes-no")),
            }
        }
    }

    /// Succeeds only when the person types `expected`; `given` is `--confirm` where present. Whoever typed
    /// something else is told what it is, and asked again a few times.
    pub(crate) fn typed(&mut self, ask: &str, expected: &str, given: Option<&str>) -> Result<()> {
        if let Some(given) = given {
            return if same_name(given, expected) { Ok(()) } else { Err(Error::NotConfirmed) };
        }
        for _ in 0..TRIES {
            if same_name(&self.ask(ask, None)?, expected) {
                return Ok(());
            }
            self.say(&fl!(self.words, "ask-again-name", name = safe(expected)));
        }
        Err(Error::NotConfirmed)
    }

    /// A secret, not shown while typed.
    pub(crate) fn secret(&mut self, prompt: &str) -> Result<SecretString> {
        self.need_person_for_key()?;
        self.ui.read_hidden(prompt)
    }

    /// Words of a recovery sheet, shown while typed: copied from paper, they must be seen.
    pub(crate) fn words(&mut self, prompt: &str) -> Result<SecretString> {
        self.need_person_for_key()?;
        self.ui.read(prompt, None).map(SecretString::from)
    }

    /// A key can be given in other ways, which the error tells.
    fn need_person_for_key(&self) -> Result<()> {
        if self.ui.can_ask() { Ok(()) } else { Err(Error::Key(KeyTrouble::Needed)) }
    }

    /// Where nobody can be asked, whoever reads what a script said learns what is missing.
    fn need_person(&mut self, question: &str) -> Result<()> {
        if self.ui.can_ask() {
            return Ok(());
        }
        self.say(question);
        Err(Error::NotConfirmed)
    }
}

/// Both languages are understood whatever the language of the question.
pub(crate) fn yes_or_no(answer: &str) -> Option<bool> {
    match answer.to_lowercase().as_str() {
        "o" | "oui" | "y" | "yes" => Some(true),
        "n" | "non" | "no" => Some(false),
        _ => None,
    }
}

/// An option by its number, or by its own words: all of them, or a beginning that no other has.
fn number_or_name(answer: &str, options: &[String]) -> Option<usize> {
    if let Ok(number) = answer.parse::<usize>() {
        return (1..=options.len()).contains(&number).then(|| number - 1);
    }
    if let Some(same) = options.iter().position(|option| same_name(answer, option)) {
        return Some(same);
    }
    let letters = answer.chars().count();
    let begins =
        |option: &String| same_name(answer, &option.chars().take(letters).collect::<String>());
    let mut found = options.iter().enumerate().filter(|(_, option)| begins(option));
    let (chosen, _) = found.next().filter(|_| letters >= NAMED_LETTERS_MIN)?;
    found.next().is_none().then_some(chosen)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::{Language, terminal::scripted::Scripted};

    fn french() -> Catalog {
        Catalog::load(Language::French).unwrap()
    }

    #[test]
    fn yes_and_no_are_understood_in_both_languages() {
        let words = french();
        for (typed, expected) in
            [("o", true), ("OUI", true), ("y", true), ("n", false), ("", false)]
        {
            let mut ui = Scripted::answering(&[typed]);
            assert_eq!(Talk::new(&words, &mut ui).confirm("Sûr ?", false).unwrap(), expected);
        }
    }

    #[test]
    fn an_answer_that_is_neither_is_asked_again() {
        let words = french();
        let mut ui = Scripted::answering(&["peut-être", "non"]);
        assert!(!Talk::new(&words, &mut ui).confirm("Sûr ?", true).unwrap());
        assert_eq!(ui.transcript.said.text().matches("Répondez par o ou n.").count(), 1);
    }

    #[test]
    fn a_choice_out_of_range_is_asked_again() {
        let words = french();
        let mut ui = Scripted::answering(&["0", "3", "x", "2"]);
        let options = ["Bleu".to_owned(), "Rouge".to_owned()];
        assert_eq!(Talk::new(&words, &mut ui).choose("Lequel ?", &options).unwrap(), 1);
        let mut ui = Scripted::answering(&["7", "", ""]);
        let mut talk = Talk::new(&words, &mut ui);
        assert_eq!(talk.choose_or_first("Lequel ?", &options).unwrap(), 0);
        assert!(matches!(talk.choose("Lequel ?", &options), Err(Error::NotConfirmed)));
    }

    #[test]
    fn a_list_of_one_is_shown_and_not_asked() {
        let words = french();
        let mut ui = Scripted::answering(&[]);
        assert_eq!(Talk::new(&words, &mut ui).choose("Lequel ?", &["Bleu".to_owned()]).unwrap(), 0);
        assert_eq!(ui.transcript.said.text(), "  Bleu\n");
    }

    #[test]
    fn own_words_are_as_good_as_a_number_of_the_list() {
        let words = french();
        let mut ui = Scripted::answering(&["", "3", "coupée en confettis", "2"]);
        let options = ["broyée".to_owned(), "brûlée".to_owned()];
        let mut talk = Talk::new(&words, &mut ui);
        let said = Picked::Own("coupée en confettis".to_owned());
        assert_eq!(talk.choose_or_say("Comment ?", &options).unwrap(), said);
        assert_eq!(talk.choose_or_say("Comment ?", &options).unwrap(), Picked::One(1));
    }

    #[test]
    fn the_practice_name_must_be_typed_but_not_its_capitals() {
        let words = french();
        let mut ui = Scripted::answering(&["cabinet  dr martin", "Cabinet Dr Martine"]);
        let mut talk = Talk::new(&words, &mut ui);
        assert!(talk.typed("Nom ?", "Cabinet Dr Martin", None).is_ok());
        let other = talk.typed("Nom ?", "Cabinet Dr Martin", None);
        assert!(matches!(other, Err(Error::NotConfirmed)), "{other:?}");
        assert!(talk.typed("Nom ?", "Bleu", Some("Bleu")).is_ok());
        let other = talk.typed("Nom ?", "Bleu", Some("Rouge"));
        assert!(matches!(other, Err(Error::NotConfirmed)), "{other:?}");
    }

    #[test]
    fn whoever_types_another_name_is_told_which_one_is_meant_and_asked_again() {
        let words = french();
        let mut ui = Scripted::answering(&["Cabinet Martin", "Cabinet Dr Martin"]);
        assert!(Talk::new(&words, &mut ui).typed("Nom ?", "Cabinet Dr Martin", None).is_ok());
        let said = ui.transcript.said.text().replace('\u{a0}', " ");
        assert!(said.contains("« Cabinet Dr Martin »"), "{said}");
        let mut ui = Scripted::answering(&["a", "b", "c", "Bleu"]);
        let wrong = Talk::new(&words, &mut ui).typed("Nom ?", "Bleu", None);
        assert!(matches!(wrong, Err(Error::NotConfirmed)), "{wrong:?}");
    }

    #[test]
    fn an_option_is_chosen_by_its_number_or_by_its_name() {
        let options = ["France", "Belgique", "Suisse", "Suède"].map(str::to_owned);
        let chosen = |answer| number_or_name(answer, &options);
        assert_eq!([chosen("2"), chosen("france"), chosen("belg")], [Some(1), Some(0), Some(1)]);
        assert_eq!([chosen("sued"), chosen("SUÈDE")], [Some(3), Some(3)]);
        for none in ["", "0", "5", "su", "fr", "Allemagne", "Francee"] {
            assert_eq!(chosen(none), None, "{none}");
        }
    }

    #[test]
    fn without_a_person_nothing_is_asked() {
        let words = french();
        let mut ui = Scripted::alone();
        let mut talk = Talk::new(&words, &mut ui);
        assert!(matches!(talk.ask("?", None), Err(Error::NotConfirmed)));
        assert!(matches!(talk.confirm("?", true), Err(Error::NotConfirmed)));
        assert!(matches!(talk.secret("?"), Err(Error::Key(KeyTrouble::Needed))));
        assert!(matches!(talk.words("?"), Err(Error::Key(KeyTrouble::Needed))));
        let said = ui.transcript.said.text();
        assert_eq!(said.lines().collect::<Vec<_>>(), ["?"; 2], "what would have been asked");
    }
}
