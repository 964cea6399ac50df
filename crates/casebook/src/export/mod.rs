//! A checked site as a folder of files that any web server can serve.
//!
//! Each page is rendered, written and dropped; only what changed is written, each file whole or
//! not at all; only what an earlier build wrote is ever overwritten or removed.

mod layout;
mod manifest;
mod nginx;
mod place;
mod static_host;
mod target;

pub(crate) use layout::{Layout, Planned};
pub(crate) use manifest::{Entry, Manifest, Validity};
pub(crate) use target::Target;

use crate::error::CommandError;
use crate::terminal::Progress;
use casebook_server::folder::Folder;
use casebook_server::pictures::{DeriveError, Pictures};
use casebook_site::check::Site;
use casebook_site::diagnostic::Diagnostic;
use casebook_site::loads::Survey;
use casebook_site::render::{Asset, render};
use casebook_site::source::{Hash, SitePath, Source};
use place::{Outcome, Place};
use rayon::prelude::*;
use static_host::Rule;
use std::collections::BTreeMap;

/// How many neighbouring files one core writes at a stretch: enough to stay in one folder, few
/// enough that no core ends up waiting for another.
const STRETCH: usize = 16;

/// What is exported, and whence.
pub(crate) struct Export<'a> {
    pub(crate) site: &'a Site,
    pub(crate) source: &'a Source,
    pub(crate) folder: &'a Folder,
    pub(crate) pictures: &'a Pictures,
    /// The address at which the site is published, `""` if it isn't known.
    pub(crate) origin: &'a str,
}

/// What a build did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Report {
    pub(crate) pages: usize,
    pub(crate) files: usize,
    pub(crate) written: usize,
    pub(crate) removed: usize,
}

/// Why a build ended without a new folder.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Pages that can't be rendered: the author's to mend.
    Content(Vec<Diagnostic>),
    /// The disk.
    Command(CommandError),
}

impl From<CommandError> for Failure {
    fn from(error: CommandError) -> Self {
        Self::Command(error)
    }
}

/// What became of one planned file.
#[derive(Default)]
struct Part {
    entries: Vec<(SitePath, Entry)>,
    rules: Vec<Rule>,
    pages: usize,
    written: usize,
    failures: Vec<Diagnostic>,
}

impl Part {
    fn join(mut self, mut other: Self) -> Self {
        self.entries.append(&mut other.entries);
        self.rules.append(&mut other.rules);
        self.failures.append(&mut other.failures);
        self.pages += other.pages;
        self.written += other.written;
        self
    }

    fn add(&mut self, path: SitePath, outcome: Outcome) {
        self.written += usize::from(outcome.is_written);
        self.entries.push((path, outcome.entry));
    }
}

impl Export<'_> {
    /// Writes everything that is planned into the target and removes what went away.
    pub(crate) fn write(&self, layout: &Layout<'_>, target: Target, validity: Option<Validity>) -> Result<Report, Failure> {
        let place = target.prepare()?;
        place.make_folders(layout.files.iter().filter_map(|planned| planned.file.as_ref()))?;
        let progress = Progress::new("Writing", layout.files.len());
        let stretches = layout.files.par_chunks(STRETCH).map(|stretch| {
            let part = self.write_stretch(stretch, &place);
            progress.add(stretch.len());
            part
        });
        let mut all = stretches.try_reduce(Part::default, |a, b| Ok(a.join(b)))?;
        if !all.failures.is_empty() {
            return Err(Failure::Content(all.failures));
        }
        let for_nginx = (static_host::nginx_path(), nginx::snippet(self.site, layout));
        for (path, text) in static_host::files(std::mem::take(&mut all.rules)).into_iter().chain([for_nginx]) {
            all.add(path.clone(), place.put(path, text.as_bytes())?);
        }
        let entries: BTreeMap<SitePath, Entry> = all.entries.into_iter().collect();
        let report = Report { pages: all.pages, files: entries.len(), written: all.written, removed: 0 };
        let removed = place.finish(&Manifest { validity, pages: all.pages, entries })?;
        Ok(Report { removed, ..report })
    }

    fn write_stretch(&self, stretch: &[Planned<'_>], place: &Place) -> Result<Part, CommandError> {
        let mut part = Part::default();
        for planned in stretch {
            match render(self.site, planned.url) {
                Ok(asset) => {
                    if Survey::is_due(self.site, &asset) {
                        part.failures.extend(Survey::of(self.site, planned.url, &asset).refused);
                    }
                    self.write_one(planned, asset, place, &mut part)?;
                }
                Err(failure) => part.failures.push(failure),
            }
        }
        Ok(part)
    }

    fn write_one(&self, planned: &Planned<'_>, asset: Asset, place: &Place, part: &mut Part) -> Result<(), CommandError> {
        match asset {
            Asset::Bytes { media_type, body } => {
                part.pages += usize::from(media_type.starts_with("text/html"));
                if let Some(file) = &planned.file {
                    part.add(file.clone(), place.put(file, &body)?);
                }
            }
            Asset::File { path, media_type } => {
                part.rules.extend(Rule::for_file(planned.url, media_type));
                if let Some(file) = &planned.file {
                    part.add(file.clone(), self.copy(&path, file, place)?);
                }
            }
            Asset::Rewritten { media_type, body } => {
                part.rules.extend(Rule::for_file(planned.url, media_type));
                if let Some(file) = &planned.file {
                    part.add(file.clone(), place.put(file, &body)?);
                }
            }
            Asset::Derived(recipe) => {
                if let Some(file) = &planned.file {
                    let made = self.pictures.derive(&recipe).map_err(|error| not_made(Some(&recipe.path), &error))?;
                    part.add(file.clone(), place.put(file, &made)?);
                }
            }
            Asset::Redirect(leads_to) => {
                if let Some(file) = &planned.file {
                    let stub = static_host::stub(&leads_to, self.origin, self.site.language_of_address(&leads_to).as_str());
                    part.add(file.clone(), place.put(file, stub.as_bytes())?);
                }
                part.rules.push(Rule::redirect(planned.url, &leads_to));
            }
            Asset::Gone => part.rules.push(Rule::gone(planned.url, &self.site.gone(planned.url.as_str()))),
        }
        Ok(())
    }

    fn copy(&self, from: &SitePath, to: &SitePath, place: &Place) -> Result<Outcome, CommandError> {
        let (hash, len) = self.source.get(from).map_or((Hash::of(b""), 0), |file| (file.hash, file.len));
        match self.source.text(from) {
            Some(text) => place.put(to, text.as_bytes()),
            None => place.copy(to, hash, len, || self.folder.open_file(from)),
        }
    }
}

/// A picture that was read a moment ago and can't be made now: the machine's fault, or somebody has just changed it.
pub(crate) fn not_made(path: Option<&SitePath>, error: &DeriveError) -> CommandError {
    let which = path.map_or_else(|| "a picture".to_owned(), |path| format!("the picture {path}"));
    CommandError::environment(format!("can't make {which}: {error}"))
        .hint("build again; if it stays so, `casebook doctor` says whether pictures can be read here at all")
}
