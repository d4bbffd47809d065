//! Typography of a finished page: apostrophes as printers set them and, in French, blanks that do not break before the
//! signs that ask for one. What is to be typed on a keyboard stays as it is typed.

/// Elements whose text is left alone.
const VERBATIM: [&str; 4] = ["code", "pre", "style", "title"];
/// An apostrophe as the template writes it.
const ESCAPED: &str = "&#39;";
/// Signs before which a French blank does not break.
const AFTER_A_BLANK: [&str; 5] = [" :", " ;", " ?", " !", " »"];

/// The page with its texts set; tags and attributes are copied.
pub(super) fn set(html: &str, language: &str) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 64);
    let mut verbatim: Option<&str> = None;
    let mut rest = html;
    while let Some((text, tag, after)) = next_tag(rest) {
        match verbatim {
            Some(_) => out.push_str(text),
            None => out.push_str(&of_text(text, language)),
        }
        out.push_str(tag);
        let name = tag.trim_start_matches(['<', '/']).split([' ', '>']).next().unwrap_or_default();
        let known = VERBATIM.into_iter().find(|known| *known == name);
        match (known, verbatim) {
            (Some(name), None) if !tag.starts_with("</") => verbatim = Some(name),
            (Some(name), Some(open)) if name == open && tag.starts_with("</") => verbatim = None,
            _ => {}
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// What stands before the next tag, the tag, and what follows.
fn next_tag(html: &str) -> Option<(&str, &str, &str)> {
    let (text, _) = html.split_once('<')?;
    let from_tag = html.get(text.len()..)?;
    let end = from_tag.find('>')? + 1;
    Some((text, from_tag.get(..end)?, from_tag.get(end..)?))
}

fn of_text(text: &str, language: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (number, part) in text.split(ESCAPED).enumerate() {
        if number > 0 {
            // After a letter or a figure it is an apostrophe; elsewhere it opens a quotation.
            out.push_str(if out.ends_with(char::is_alphanumeric) { "’" } else { ESCAPED });
        }
        out.push_str(part);
    }
    if language == "fr" {
        for sign in AFTER_A_BLANK {
            out = out.replace(sign, &sign.replace(' ', "\u{a0}"));
        }
        out = out.replace("« ", "«\u{a0}").replace("n° ", "n°\u{a0}");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn apostrophes_curl_in_text_and_nowhere_else() {
        let page = "<p title=\"l&#39;a\">l&#39;eau d&#39;un <code>echo &#39;l&#39;a&#39;</code> &#39;x&#39;</p>";
        let set = set(page, "en");
        assert!(set.contains("l’eau d’un"), "{set}");
        assert!(
            set.contains("title=\"l&#39;a\"") && set.contains("echo &#39;l&#39;a&#39;"),
            "{set}"
        );
    }

    #[test]
    fn a_french_blank_does_not_break_before_its_sign() {
        let page = "<p>Quoi ? « Ceci » : n° 2</p><pre>a : b</pre>";
        assert_eq!(
            set(page, "fr"),
            "<p>Quoi\u{a0}? «\u{a0}Ceci\u{a0}»\u{a0}: n°\u{a0}2</p><pre>a : b</pre>"
        );
        assert_eq!(set(page, "en"), page);
    }

    #[test]
    fn what_is_no_tag_is_left_whole() {
        assert_eq!(set("a < b", "fr"), "a < b");
        assert_eq!(set("", "fr"), "");
    }
}
