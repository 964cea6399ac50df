//! What the server holds after every page was served in every encoding.

use super::Setting;
use super::public::Public;
use crate::bench::figures::Target;
use crate::bench::measure::megabytes;
use crate::bench::process;
use crate::failure::Failure;
use crate::http::Connection;
use std::thread;
use std::time::Duration;

const ENCODINGS: [&str; 3] = ["br", "gzip", "identity"];
const REST: Duration = Duration::from_secs(4);
const TARGET: Target = Target::at_most(4.0, Some(2.5), "x");

pub(super) fn run(setting: &Setting) -> Result<(), Failure> {
    let public = Public::start(&setting.casebook, &setting.site.folder, &[])?;
    let ready = process::resident(public.id())?;
    let mut connection = Connection::open(public.address())?;
    let sitemap = connection.get("/sitemap.xml")?;
    let sitemap = String::from_utf8_lossy(&sitemap.body).into_owned();
    let pages: Vec<&str> = sitemap.split("<loc>").skip(1).filter_map(path_of).collect();
    if pages.len() < setting.site.articles() {
        return Err(Failure(format!("the sitemap lists {} pages, which is too few", pages.len())));
    }
    for encoding in ENCODINGS {
        let headers = [("Accept-Encoding".to_owned(), encoding.to_owned())];
        for page in &pages {
            let answer = connection.get_with(page, &headers)?;
            let sent = answer.header("content-encoding").unwrap_or("identity");
            if answer.status != 200 || sent != encoding {
                return Err(Failure(format!("{page} answers {} in {sent}, asked for {encoding}", answer.status)));
            }
        }
    }
    // Two seconds after an edition, what making it needed is given back.
    thread::sleep(REST);
    let (resident, peak, bodies) = (process::resident(public.id())?, process::most_resident(public.id())?, public.body_bytes()?);
    println!("\nMemory at rest, {} articles, {} pages served in each of {}", setting.site.articles(), pages.len(), ENCODINGS.join(", "));
    println!("  resident {:.1} MB (its peak {:.1}; before the first request {:.1})", megabytes(resident), megabytes(peak), megabytes(ready));
    println!("  texts as they are and compressed: {:.1} MB", megabytes(bodies));
    println!("{}", TARGET.line("resident, against these texts", megabytes(resident) / megabytes(bodies)));
    Ok(())
}

/// The path of an address such as `https://example.org/page/</loc>…`.
fn path_of(text: &str) -> Option<&str> {
    let address = text.split('<').next()?.strip_prefix("https://")?;
    address.find('/').map(|at| &address[at..])
}
