//! What `security.txt` promises: an address that is private, and a date that still holds.

use super::site::Site;
use crate::diagnostic::Diagnostic;
use crate::value::{At, Url};
use jiff::ToSpan;

/// Where it stands (RFC 9116, 3).
pub(crate) const SECURITY_PATH: &str = "/.well-known/security.txt";

/// What is wrong with it at this moment.
pub(super) fn check(site: &Site) -> Vec<Diagnostic> {
    let Some(At { value: security, span }) = &site.settings.security else { return Vec::new() };
    let mut found: Vec<Diagnostic> = Vec::new();
    if security.contact.is_empty() {
        let nobody = Diagnostic::error("security-contact", "`security` names nobody to write to").at(span.clone());
        found.push(nobody.hint("add a line such as `contact = [\"mailto:security@example.org\"]`"));
    }
    let addresses = [&security.contact, &security.encryption, &security.acknowledgments, &security.policy];
    found.extend(addresses.into_iter().flatten().filter_map(not_private));
    found.extend(expiry(site, &security.expires));
    found
}

/// RFC 9116, 2.5.3: what is reached over the web is reached by https.
fn not_private(url: &At<Url>) -> Option<Diagnostic> {
    let is_open = url.value.as_str().get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("http:"));
    let open = || Diagnostic::error("security-contact", "this address can be read by anybody on the way").at(url.span.clone());
    is_open.then(|| open().hint("write an address that begins with https:// or mailto:"))
}

fn expiry(site: &Site, expires: &At<crate::value::Moment>) -> Option<Diagnostic> {
    let instant = expires.value.instant(&site.zone);
    // A year as the calendar counts it, with a day to spare for those who wrote "today in a year".
    let latest = site.now.to_zoned_datetime(site.zone.clone()).checked_add(1.year().days(1)).ok()?.timestamp();
    let (message, hint) = if instant <= site.now {
        ("security.txt has expired, so nobody may rely on it", "see that its addresses are still right, then write a date within the next year")
    } else if instant > latest {
        ("security.txt should not be good for more than a year", "write a date within the next year, and renew it then")
    } else {
        return None;
    };
    Some(Diagnostic::warning("security-expires", message).at(expires.span.clone()).hint(hint))
}
