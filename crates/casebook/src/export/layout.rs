//! Which file each address becomes, before anything is written.
//!
//! Two addresses that would share a file, or need a file where another needs a folder, are told
//! as mistakes of the content: no order of writing could serve both.

use super::static_host;
use casebook_site::address::UrlPath;
use casebook_site::check::Site;
use casebook_site::diagnostic::Diagnostic;
use casebook_site::render::{Asset, render};
use casebook_site::source::SitePath;
use std::collections::{BTreeMap, BTreeSet};

/// One address and its file.
pub(crate) struct Planned<'a> {
    pub(crate) url: &'a UrlPath,
    /// `None` where no file can stand for it: it is only told to the web server.
    pub(crate) file: Option<SitePath>,
}

/// All addresses in the order of their files.
pub(crate) struct Layout<'a> {
    pub(crate) files: Vec<Planned<'a>>,
    /// How many old addresses of files there are, for which no page can stand.
    pub(crate) unserved: usize,
}

impl<'a> Layout<'a> {
    /// The layout, or every address that collides with another.
    pub(crate) fn of(site: &'a Site) -> Result<Self, Vec<Diagnostic>> {
        let mut taken: BTreeMap<SitePath, String> = static_host::paths().map(|path| (path.clone(), path.to_string())).collect();
        let (mut files, mut collisions) = (Vec::new(), Vec::new());
        let (mut slashless, mut old, mut unserved) = (Vec::new(), Vec::new(), 0);
        for url in site.urls() {
            match file_of(url) {
                _ if site.is_old(url) => old.push(url),
                Some(file) if url.is_page() || has_ending(url) => {
                    if let Some(other) = taken.insert(file.clone(), url.to_string()) {
                        collisions.push(collision(url.as_str(), &other));
                    }
                    files.push(Planned { url, file: Some(file) });
                }
                _ => slashless.push(url),
            }
        }
        for url in slashless {
            let file = file_of(url).filter(|file| !taken.contains_key(file));
            taken.extend(file.clone().map(|file| (file, url.to_string())));
            files.push(Planned { url, file });
        }
        // On macOS and Windows two names that differ only in case are one file: an old address must
        // not write over the page that it leads to.
        let mut folded: BTreeSet<String> = taken.keys().map(folded_name).collect();
        for url in old {
            let file = stub_of(site, url).filter(|file| !taken.contains_key(file) && folded.insert(folded_name(file)));
            unserved += usize::from(is_of_a_file(url));
            taken.extend(file.clone().map(|file| (file, url.to_string())));
            files.push(Planned { url, file });
        }
        collisions.extend(files_as_folders(&taken));
        if !collisions.is_empty() {
            return Err(collisions);
        }
        files.sort_by(|a, b| a.file.cmp(&b.file));
        Ok(Self { files, unserved })
    }
}

fn file_of(url: &UrlPath) -> Option<SitePath> {
    let path = url.as_str().strip_prefix('/')?;
    if url.is_page() { SitePath::new(&format!("{path}index.html")).ok() } else { SitePath::new(path).ok() }
}

fn has_ending(url: &UrlPath) -> bool {
    url.as_str().rsplit('/').next().is_some_and(|name| name.contains('.'))
}

/// Whether an old address ends as that of a file which is no page: a web server would send whatever lies there
/// under the media type of its ending.
fn is_of_a_file(url: &UrlPath) -> bool {
    let ending = url.as_str().rsplit('/').next().and_then(|name| name.rsplit_once('.')).map(|(_, ending)| ending.to_ascii_lowercase());
    ending.is_some_and(|ending| !matches!(ending.as_str(), "html" | "htm"))
}

/// The file for an old address: one such as `/old/page` becomes a folder with a page, which web
/// servers find. For that of a file there is none, nor from where something was taken down.
fn stub_of(site: &Site, url: &UrlPath) -> Option<SitePath> {
    match render(site, url) {
        Ok(Asset::Redirect(_)) if is_of_a_file(url) => None,
        Ok(Asset::Redirect(_)) if url.is_page() || has_ending(url) => file_of(url),
        Ok(Asset::Redirect(_)) => file_of(&UrlPath::new(&format!("{url}/"))?),
        _ => None,
    }
}

/// The name of a file as disks compare it that don't tell capital letters from small ones.
fn folded_name(file: &SitePath) -> String {
    file.as_str().to_lowercase()
}

fn files_as_folders(taken: &BTreeMap<SitePath, String>) -> impl Iterator<Item = Diagnostic> {
    taken.iter().filter_map(|(file, url)| {
        let mut folder = file.folder();
        while !folder.is_empty() {
            if let Some(other) = taken.get(folder) {
                return Some(collision(url, other));
            }
            folder = folder.rsplit_once('/').map_or("", |(outer, _)| outer);
        }
        None
    })
}

fn collision(url: &str, other: &str) -> Diagnostic {
    Diagnostic::error("build-collision", format!("`{url}` and `{other}` can't both be files of one folder")).hint("change one of the two addresses")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_become_folders_and_files_stay_files() {
        for (url, file) in [("/", "index.html"), ("/de/über/", "de/über/index.html"), ("/a/b.pdf", "a/b.pdf"), ("/old", "old")] {
            let url = UrlPath::new(url).expect("an address");
            assert_eq!(file_of(&url).as_ref().map(SitePath::as_str), Some(file));
        }
    }

    #[test]
    fn no_page_stands_at_the_address_of_an_old_file() {
        for (url, is_file) in [("/a/b.pdf", true), ("/index.PHP", true), ("/a.html", false), ("/a.HTM", false), ("/a.b/c/", false), ("/a", false)] {
            assert_eq!(is_of_a_file(&UrlPath::new(url).expect("an address")), is_file, "{url}");
        }
    }

    #[test]
    fn a_file_can_not_be_a_folder() {
        let taken = |files: &[&str]| files.iter().map(|file| (SitePath::new(file).expect("a path"), format!("/{file}"))).collect();
        assert_eq!(files_as_folders(&taken(&["a.b", "a.b/c/index.html", "a.bc"])).count(), 1);
        assert_eq!(files_as_folders(&taken(&["a/index.html", "a/b/index.html", "ab"])).count(), 0);
    }
}
