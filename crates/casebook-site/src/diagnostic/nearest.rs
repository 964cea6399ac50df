//! "Did you mean": the known name that is nearest to what was written.

/// How many unknown names of one sort are compared with all known ones, so that a site with thousands
/// of entries and thousands of broken links is told of them at once.
pub const MAX_SUGGESTIONS: usize = 50;

/// The known name nearest to `written`, if one is near enough to be what was meant.
///
/// Nearness is the Damerau-Levenshtein distance (a swap of neighbours counts as one slip), at most
/// one slip for each three letters. Of equally near names the first in order wins.
pub fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let written = written.to_lowercase();
    let allowed = written.chars().count().div_ceil(3);
    known
        .into_iter()
        .filter(|name| name.len().abs_diff(written.len()) <= 2 * allowed)
        .map(|name| (strsim::damerau_levenshtein(&written, &name.to_lowercase()), name))
        .filter(|(slips, _)| *slips <= allowed)
        .min()
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn slips_of_the_pen_are_understood() {
        let known = ["title", "description", "date", "draft"];
        for (written, meant) in [
            ("titel", Some("title")),
            ("Title", Some("title")),
            ("descripton", Some("description")),
            ("dat", Some("date")),
            ("colour", None),
            ("", None),
        ] {
            assert_eq!(nearest(written, known), meant, "{written}");
        }
    }
}
