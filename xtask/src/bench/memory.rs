//! `bench memory`: what `serve` holds of a site with 3 GB of films. It must hash them, once, and
//! hold none of them, not even while one is downloaded.

use super::figures::Target;
use super::measure::megabytes;
use super::process;
use super::scratch::Scratch;
use super::start::first_page;
use crate::failure::{Context as _, Failure};
use crate::http::Connection;
use crate::program::{Profile, build_casebook};
use crate::served::Served;
use std::fs::{self, File};
use std::io;
use std::path::Path;

const FILMS: usize = 3;
const FILM_LEN: u64 = 1 << 30;
const TARGET: Target = Target::at_most(200.0, None, "MB");

/// Measures the memory after the start, after every page, and after a download.
pub(crate) fn run() -> Result<(), Failure> {
    let casebook = build_casebook(Profile::Release)?;
    // On disk: in memory, the films themselves would count.
    let scratch = Scratch::on_disk()?;
    let site = scratch.path("site");
    write_site(&site)?;
    let first = first_page(&casebook, &site, "/")?;
    let second = first_page(&casebook, &site, "/")?;
    println!("\nA site with {FILMS} films of {:.1} GB each, {}", megabytes(FILM_LEN) / 1000.0, scratch.description);
    println!("  first start, hashing them: {first:.0} ms; second start: {second:.0} ms");
    let served = Served::start(&casebook, &site)?;
    let mut connection = Connection::open(served.address)?;
    let mut film = None;
    for number in 1..=FILMS {
        let answer = connection.get(&format!("/films/film-{number}/"))?;
        film = film.or_else(|| film_address(&String::from_utf8_lossy(&answer.body)));
    }
    report("with every page asked for", &served)?;
    let film = film.ok_or_else(|| Failure::new("no page links to its film"))?;
    let mut counted = Count(0);
    let status = connection.get_into(&film, &mut counted)?;
    if status != 200 || counted.0 != FILM_LEN {
        return Err(Failure(format!("{film} answers {status} with {} bytes", counted.0)));
    }
    report("after a film was downloaded", &served)
}

/// The films are holes in the file system: they cost no space, and reading them gives zeros.
fn write_site(site: &Path) -> Result<(), Failure> {
    let put = |path: &str, text: &str| {
        let path = site.join(path);
        fs::create_dir_all(path.parent().unwrap_or(site)).context(path.display())?;
        fs::write(&path, text).context(path.display())
    };
    put("site.toml", "base = \"https://example.org\"\nlanguages = [\"en\"]\ntitle = \"Films\"\nowner = \"Nobody\"\n")?;
    put("content/_index.md", "+++\ntitle = \"Films\"\n+++\n\nThe home page.\n")?;
    put("content/films/_index.md", "+++\ntitle = \"Films\"\nchildren = \"recording\"\n+++\n")?;
    for number in 1..=FILMS {
        let front = format!("title = \"Film {number}\"\nmedium = \"film\"\nfile = \"film.mp4\"\n");
        put(&format!("content/films/film-{number}/index.md"), &format!("+++\n{front}+++\n\nA film.\n"))?;
        let path = site.join(format!("content/films/film-{number}/film.mp4"));
        let film = File::create(&path).context(path.display())?;
        // Each film has its own length, so that no two have the same bytes; the first has the round one.
        film.set_len(FILM_LEN + number as u64 - 1).context(path.display())?;
    }
    Ok(())
}

/// The first address in the page that ends like a film.
fn film_address(page: &str) -> Option<String> {
    page.split('"').find(|text| text.starts_with('/') && text.ends_with(".mp4")).map(str::to_owned)
}

fn report(when: &str, served: &Served) -> Result<(), Failure> {
    for (name, bytes) in [("resident", process::resident(served.id())?), ("its peak", process::most_resident(served.id())?)] {
        println!("{}", TARGET.line(&format!("{name}, {when}"), megabytes(bytes)));
    }
    Ok(())
}

/// Counts bytes and forgets them.
struct Count(u64);

impl io::Write for Count {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
