//! The default theme, compiled into the binary.
//!
//! A list and not a macro over the folder: the compiler sees a new file only when something else
//! changes, so a listing made while compiling can silently be old. A test holds list and folder
//! together. Nothing here reads a disk.

/// A file of the default theme.
#[derive(Clone, Copy, Debug)]
pub struct DefaultFile {
    /// Its path below `themes/default`.
    pub path: &'static str,
    /// Its bytes.
    pub bytes: &'static [u8],
}

macro_rules! default_files {
    ($($path:literal,)*) => {
        &[$(DefaultFile { path: $path, bytes: include_bytes!(concat!("../../../../themes/default/", $path)) },)*]
    };
}

/// All files of the default theme, in the order of their paths.
pub const DEFAULT_FILES: &[DefaultFile] = default_files![
    "fonts/LICENSE-newsreader.txt",
    "fonts/LICENSE-public-sans.txt",
    "fonts/news-display-i.woff2",
    "fonts/news-display.woff2",
    "fonts/news-text-i.woff2",
    "fonts/news-text.woff2",
    "fonts/public.woff2",
    "site.css",
    "strings/de.ftl",
    "strings/en.ftl",
    "templates/answer.html",
    "templates/base.html",
    "templates/book.html",
    "templates/corrections.html",
    "templates/directives/accusation.html",
    "templates/directives/answer.html",
    "templates/directives/aphorism.html",
    "templates/directives/details.html",
    "templates/directives/document.html",
    "templates/directives/figure.html",
    "templates/directives/footnotes.html",
    "templates/directives/form.html",
    "templates/directives/gallery.html",
    "templates/directives/list.html",
    "templates/directives/note.html",
    "templates/directives/picture.html",
    "templates/directives/quote.html",
    "templates/directives/recording.html",
    "templates/directives/reply.html",
    "templates/directives/statement.html",
    "templates/directives/steps.html",
    "templates/directives/teaser.html",
    "templates/directives/undisputed.html",
    "templates/document.html",
    "templates/entry.html",
    "templates/error.html",
    "templates/event.html",
    "templates/feeds.html",
    "templates/gone.html",
    "templates/home.html",
    "templates/not-found.html",
    "templates/page.html",
    "templates/parts/crumbs.html",
    "templates/parts/exhibit.html",
    "templates/parts/filters.html",
    "templates/parts/footer.html",
    "templates/parts/history.html",
    "templates/parts/items.html",
    "templates/parts/lead-picture.html",
    "templates/parts/leaves.html",
    "templates/parts/list.html",
    "templates/parts/macros.html",
    "templates/parts/masthead.html",
    "templates/parts/measures.html",
    "templates/parts/message-body.html",
    "templates/parts/message-head.html",
    "templates/parts/message.html",
    "templates/parts/next.html",
    "templates/parts/notices.html",
    "templates/parts/opening.html",
    "templates/parts/original.html",
    "templates/parts/page-picture.html",
    "templates/parts/pager.html",
    "templates/parts/player.html",
    "templates/parts/portrait.html",
    "templates/parts/rows.html",
    "templates/parts/runs.html",
    "templates/parts/said.html",
    "templates/parts/teasers/book.html",
    "templates/parts/teasers/dated.html",
    "templates/parts/teasers/document.html",
    "templates/parts/teasers/entry.html",
    "templates/parts/teasers/event.html",
    "templates/parts/teasers/person.html",
    "templates/parts/teasers/statement.html",
    "templates/parts/transcript.html",
    "templates/parts/turn.html",
    "templates/parts/words.html",
    "templates/person.html",
    "templates/programme.html",
    "templates/recording.html",
    "templates/report.html",
    "templates/segment.html",
    "templates/statement.html",
    "templates/tag.html",
    "templates/talk.html",
];

#[cfg(test)]
mod tests {
    use super::DEFAULT_FILES;
    use std::path::Path;

    fn collect(folder: &Path, root: &Path, paths: &mut Vec<String>) {
        let Ok(entries) = std::fs::read_dir(folder) else { return };
        for entry in entries {
            let path = entry.expect("the folder is readable").path();
            if path.is_dir() {
                collect(&path, root, paths);
            } else {
                let relative = path.strip_prefix(root).expect("it is below the root");
                paths.push(relative.to_string_lossy().replace('\\', "/"));
            }
        }
    }

    #[test]
    fn the_list_is_the_folder() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../themes/default");
        let mut paths = Vec::new();
        collect(&root, &root, &mut paths);
        paths.sort();
        let listed: Vec<&str> = DEFAULT_FILES.iter().map(|file| file.path).collect();
        let wanted: String = paths.iter().map(|path| format!("    {path:?},\n")).collect();
        assert_eq!(listed, paths, "the list should be:\n{wanted}");
    }
}
