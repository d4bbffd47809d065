//! `refuge man`: the manual page on standard output, or one page per command in a folder.

use std::path::Path;

use clap::{Command, CommandFactory};
use clap_mangen::Man as Page;
use refuge::error::{Action, Error};

use crate::cli::{
    Catalog, Exit, Face, Failure,
    args::{Cli, papers::Man},
    fl,
    words::help,
};

pub(super) fn run(face: &mut Face<'_>, options: &Man) -> Result<Exit, Failure> {
    let mut tree = help::localized(Cli::command(), face.words, None);
    tree.build();
    match &options.output {
        None => {
            let text = page(face.words, tree)?;
            face.result(text.trim_end())?;
        }
        Some(folder) => pages(face.words, &tree, folder)?,
    }
    Ok(Exit::Done)
}

fn pages(words: &Catalog, command: &Command, folder: &Path) -> Result<(), Failure> {
    let name = command.get_display_name().unwrap_or_else(|| command.get_name()).to_owned();
    let file = folder.join(format!("{name}.1"));
    let text = page(words, command.clone())?;
    std::fs::write(&file, text).map_err(Error::io(Action::Write, &file))?;
    command.get_subcommands().try_for_each(|sub| pages(words, sub, folder))
}

/// clap writes the headings in English; they are the only fixed words of a page.
fn page(words: &Catalog, command: Command) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    Page::new(command).render(&mut bytes)?;
    let headings = [
        ("NAME", fl!(words, "man-name")),
        ("SYNOPSIS", fl!(words, "man-synopsis")),
        ("DESCRIPTION", fl!(words, "man-description")),
        ("OPTIONS", fl!(words, "man-options")),
        ("SUBCOMMANDS", fl!(words, "man-commands")),
        ("VERSION", fl!(words, "man-version")),
    ];
    let text = String::from_utf8_lossy(&bytes).into_owned();
    Ok(headings.iter().fold(text, |text, (english, own)| {
        text.replace(&format!(".SH {english}\n"), &format!(".SH \"{own}\"\n"))
    }))
}
