//! The site that a command was given: opened, read, and checked as for readers or with drafts.

use crate::environment;
use crate::error::CommandError;
use crate::terminal::Progress;
use casebook_server::Kept;
use casebook_server::folder::Folder;
use casebook_server::pictures::{DeriveError, Pictures, Pruned};
use casebook_site::address::UrlPath;
use casebook_site::check::{Cache, Site, Stage, check_informed};
use casebook_site::diagnostic::{Diagnostics, as_shell_word};
use casebook_site::evidence::UnreadText;
use casebook_site::loads::Survey;
use casebook_site::picture::{Informant, Recipe, Unread};
use casebook_site::render::render;
use casebook_site::source::{Hash, Source};
use jiff::Timestamp;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The folder beside the content in which Casebook remembers what may be forgotten.
pub(crate) const CACHE_NAME: &str = ".casebook";

/// How many pages one core renders at a stretch.
const STRETCH: usize = 16;

/// Which site a command is about.
#[derive(clap::Args, Debug)]
pub(crate) struct SiteArgument {
    /// The folder of the site, in which `site.toml` stands
    #[arg(value_name = "SITE")]
    pub(crate) path: PathBuf,
}

/// With or without what is not yet public.
#[derive(clap::Args, Debug)]
pub(crate) struct DraftsArgument {
    /// Include drafts, and what is not yet or no longer public
    #[arg(long)]
    drafts: bool,
}

impl DraftsArgument {
    pub(crate) const fn stage(&self) -> Stage {
        if self.drafts { Stage::Draft } else { Stage::Live }
    }
}

impl SiteArgument {
    pub(crate) fn open(&self) -> Result<Arc<Folder>, CommandError> {
        open(&self.path)
    }
}

/// Opens a site's folder; a folder without `site.toml` is none.
pub(crate) fn open(path: &Path) -> Result<Arc<Folder>, CommandError> {
    if !path.join("site.toml").is_file() {
        let what = if path.is_dir() { "there is no `site.toml` in" } else { "there is no folder" };
        let missing = CommandError::usage(format!("{what} {}", path.display()));
        let above = path.ancestors().skip(1).find(|above| above.join("site.toml").is_file());
        return Err(missing.hint(match above {
            Some(above) if above.as_os_str().is_empty() => "the site is the folder that you are in: name it `.`".to_owned(),
            Some(above) => format!("the site is {}: name that folder", above.display()),
            None => format!("`casebook new {}` makes a site there", as_shell_word(&path.to_string_lossy())),
        }));
    }
    let folder = Folder::open(path, &path.join(CACHE_NAME)).map_err(|error| CommandError::file("open", path, &error))?;
    Ok(Arc::new(folder))
}

/// Reads a site's folder; what could not be read of it is among its problems.
pub(crate) fn read(folder: &Folder) -> Result<Source, CommandError> {
    folder.read().map_err(|error| CommandError::file("read", folder.root(), &error))
}

/// The pictures of a site's folder, and who reads them.
pub(crate) fn pictures(folder: &Arc<Folder>) -> Pictures {
    Pictures::open(Arc::clone(folder), &folder.root().join(CACHE_NAME), Box::new(environment::picture_reader()))
}

/// The last good edition that is kept in a site's folder.
pub(crate) fn kept(site: &Path) -> Kept {
    Kept::new(&site.join(CACHE_NAME), environment::program())
}

/// Takes the pictures and texts out of the cache folder that no page has needed for a while, neither of this
/// site nor of the last good edition, which a public server may be showing meanwhile.
pub(crate) fn prune(pictures: &Pictures, kept: &Kept, site: &Site) -> Pruned {
    let now = environment::now();
    let needed_by = |site: &Site| site.recipes().map(Recipe::key).chain(site.text_keys()).collect::<BTreeSet<Hash>>();
    let mut needed = needed_by(site);
    if let Some(last_good) = kept.read() {
        // What is not known of its pictures any more is read again: unknown, they would seem to be needed by nobody.
        let (site, _) = check_informed(&last_good, (Stage::Live, now), &pictures.cache(), pictures);
        needed.append(&mut needed_by(&site));
    }
    pictures.prune(&needed, now)
}

/// Reads pictures and shows how far it has come.
struct Reading<'a>(&'a Pictures);

impl Informant for Reading<'_> {
    fn inform(&self, unread: &[Unread], cache: &Cache) {
        let progress = Progress::new("Reading pictures", unread.len());
        self.0.read_all(unread, cache, &|| progress.add(1));
    }

    fn read(&self, unread: &[UnreadText], _source: &Source, cache: &Cache) {
        let progress = Progress::new("Reading documents", unread.len());
        self.0.read_texts(unread, cache, &|| progress.add(1));
    }
}

/// A site as checked at a moment.
pub(crate) struct Checked {
    /// Left to the system when the program ends: to take it apart costs time, and nobody needs what it frees.
    pub(crate) site: ManuallyDrop<Site>,
    pub(crate) pictures: Pictures,
    pub(crate) diagnostics: Diagnostics,
    pub(crate) at: Timestamp,
}

/// Checks what was read, with what could not be read among the diagnostics.
pub(crate) fn check_source(folder: &Arc<Folder>, source: &Source, stage: Stage) -> Checked {
    check_with(folder, source, stage, pictures(folder))
}

/// Checks it and makes all pictures, on all cores, if it has no errors. A page that can't be drawn changes what its page
/// shows, so it is checked once more where there is one.
pub(crate) fn check_and_draw(folder: &Arc<Folder>, source: &Source, stage: Stage) -> Result<Checked, DeriveError> {
    let checked = check_source(folder, source, stage);
    if checked.diagnostics.has_errors() {
        return Ok(checked);
    }
    let recipes: Vec<&Recipe> = checked.site.recipes().collect();
    let progress = Progress::new("Making pictures", recipes.len());
    let undrawn = checked.pictures.derive_all(&recipes, &|made| progress.add(made))?;
    Ok(if undrawn == 0 { checked } else { check_with(folder, source, stage, checked.pictures) })
}

fn check_with(folder: &Arc<Folder>, source: &Source, stage: Stage, pictures: Pictures) -> Checked {
    let at = environment::now();
    let (site, mut diagnostics) = check_informed(source, (stage, at), &pictures.cache(), &Reading(&pictures));
    diagnostics.extend(folder.problems());
    Checked { site: ManuallyDrop::new(site), pictures, diagnostics, at }
}

/// Renders every page and drops it again: what they load is returned, with what fails among what is
/// refused.
pub(crate) fn try_every_page(site: &Site) -> Survey {
    let urls: Vec<_> = site.urls().collect();
    let progress = Progress::new("Checking", urls.len());
    let surveys = urls.par_chunks(STRETCH).map(|stretch| {
        progress.add(stretch.len());
        let one = |url: &&UrlPath| match render(site, url) {
            Ok(asset) => Survey::of(site, url, &asset),
            Err(failure) => Survey { refused: vec![failure], ..Survey::default() },
        };
        stretch.iter().map(one).fold(Survey::default(), Survey::join)
    });
    surveys.reduce(Survey::default, Survey::join)
}
