//! `casebook build`: the site as a folder of files.

use crate::environment::{self, Stopwatch};
use crate::error::{CommandError, Outcome};
use crate::export::{Export, Failure, Layout, Report, Target, Validity, not_made};
use crate::site_folder::{DraftsArgument, SiteArgument, check_and_draw, kept, prune, read};
use crate::terminal::{count, duration, say, say_diagnostics, size};
use casebook_server::folder::Folder;
use casebook_site::check::Stage;
use casebook_site::diagnostic::{Diagnostic, Diagnostics, Span};
use casebook_site::settings::{SETTINGS_PATH, Settings};
use casebook_site::source::{Hash, SitePath, Source};
use casebook_site::value::Findings;
use std::path::PathBuf;
use std::sync::Arc;

/// Write a site as files that any web server can serve
///
/// Refuses a site with errors and leaves the folder as it was. Writes only what changed, removes
/// what went away, and never touches a folder that Casebook did not make.
#[derive(clap::Args, Debug)]
pub(crate) struct Build {
    #[command(flatten)]
    site: SiteArgument,
    /// The folder to write to: one that doesn't exist, is empty, or was made by an earlier build
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    #[command(flatten)]
    drafts: DraftsArgument,
}

impl Build {
    pub(crate) fn run(&self) -> Result<Outcome, CommandError> {
        let begun = Stopwatch::start();
        let folder = self.site.open()?;
        let target = Target::open(&self.out, &folder)?;
        let source = read(&folder)?;
        let key = self.key(&source);
        if folder.problems().is_empty()
            && let Some(files) = unchanged(&target, key)
        {
            say(&format!("Nothing changed: {} as they were ({})\n", count(files, "file is", "files are"), duration(begun.elapsed())));
            return Ok(Outcome::Done);
        }
        let outcome = self.write(&folder, &source, target, key)?;
        Ok(match outcome {
            Written::Refused => Outcome::HasErrors,
            Written::Done(report) => {
                say(&told(report, begun));
                Outcome::Done
            }
        })
    }

    fn write(&self, folder: &Arc<Folder>, source: &Source, target: Target, key: Hash) -> Result<Written, CommandError> {
        let checked = check_and_draw(folder, source, self.drafts.stage()).map_err(|error| not_made(None, &error))?;
        let refuse = |diagnostics: Diagnostics| {
            say_diagnostics(&diagnostics, source, &self.site.path);
            say(&format!("Nothing was written to {}.\n", self.out.display()));
            Ok(Written::Refused)
        };
        let mut diagnostics = checked.diagnostics;
        if diagnostics.has_errors() {
            return refuse(diagnostics);
        }
        let settings = Settings::read(source, &mut Findings::default());
        if settings.base.is_none() {
            let missing = Diagnostic::warning("site-base-missing", "nothing says at which address the site will be");
            let hint = "add a line such as `base = \"https://example.org\"`; without it the sitemap, the feeds and the addresses for search engines are of no use";
            diagnostics.push(missing.at(Span::start_of(&SitePath::new(SETTINGS_PATH).expect("a constant path"))).hint(hint));
        }
        let layout = match Layout::of(&checked.site) {
            Ok(layout) => layout,
            Err(collisions) => {
                diagnostics.extend(collisions);
                return refuse(diagnostics);
            }
        };
        let export = Export { site: &checked.site, source, folder, pictures: &checked.pictures, origin: settings.origin() };
        let validity = Validity { key, from: checked.at, until: checked.site.next_change() };
        let validity = diagnostics.is_empty().then_some(validity);
        match export.write(&layout, target, validity) {
            Ok(report) => {
                say_diagnostics(&diagnostics, source, &self.site.path);
                if checked.site.count_old_queries() > 0 {
                    let old = count(checked.site.count_old_queries(), "old address has", "old addresses have");
                    say(&format!(
                        "{old} a query, which files can't tell apart: only nginx with `_nginx.conf` and `casebook serve --public` answer them.\n"
                    ));
                }
                if layout.unserved > 0 {
                    let old = count(layout.unserved, "old address ends", "old addresses end");
                    say(&format!(
                        "{old} as a file does, where a page that leads on would be sent as such a file: only hosts that read `_redirects`, \
                         nginx with `_nginx.conf` and `casebook serve --public` answer.\n"
                    ));
                }
                let pruned = prune(&checked.pictures, &kept(&self.site.path), &checked.site);
                if pruned.files > 0 {
                    let files = count(pruned.files, "file", "files");
                    say(&format!("{files} that no page has needed for a month went from the cache folder ({}).\n", size(pruned.bytes)));
                }
                Ok(Written::Done(report))
            }
            Err(Failure::Content(failures)) => {
                diagnostics.extend(failures);
                refuse(diagnostics)
            }
            Err(Failure::Command(error)) => Err(error),
        }
    }

    /// The hash of everything that a build depends on, except the time.
    fn key(&self, source: &Source) -> Hash {
        let drafts = [u8::from(self.drafts.stage() == Stage::Draft)];
        Hash::of_parts([source.digest().as_bytes().as_slice(), environment::program().as_bytes(), &drafts])
    }
}

/// How writing ended.
enum Written {
    /// The content has errors, which were told; nothing was touched.
    Refused,
    Done(Report),
}

/// How many files an earlier build wrote, if this one would write the same.
fn unchanged(target: &Target, key: Hash) -> Option<usize> {
    let (path, before) = target.before()?;
    let holds = before.validity.is_some_and(|validity| validity.holds(key, environment::now()));
    (holds && before.is_untouched(path)).then_some(before.entries.len())
}

fn told(report: Report, begun: Stopwatch) -> String {
    let Report { pages, files, written, removed } = report;
    format!(
        "{}, {}: {written} written, {} unchanged, {removed} removed ({})\n",
        count(pages, "page", "pages"),
        count(files, "file", "files"),
        files - written,
        duration(begun.elapsed())
    )
}
