//! `/.well-known/security.txt` (RFC 9116): where to tell of a weak spot of this site.

use crate::check::{SECURITY_PATH, Site};
use std::fmt::Write;

/// The file; empty where the site says nothing, and then it has no address.
pub(super) fn security_txt(site: &Site) -> String {
    let mut out = String::new();
    let Some(security) = site.settings.security.as_ref().map(|security| &security.value) else { return out };
    let mut line = |name: &str, value: &dyn std::fmt::Display| {
        let _ = writeln!(out, "{name}: {value}");
    };
    for contact in &security.contact {
        line("Contact", &contact.value);
    }
    // RFC 3339 with whole seconds: what was written, as a moment in UTC.
    line("Expires", &security.expires.value.instant(&site.zone).strftime("%Y-%m-%dT%H:%M:%SZ"));
    for encryption in &security.encryption {
        line("Encryption", &encryption.value);
    }
    for thanks in &security.acknowledgments {
        line("Acknowledgments", &thanks.value);
    }
    if !security.preferred_languages.is_empty() {
        let tags: Vec<&str> = security.preferred_languages.iter().map(crate::value::LanguageTag::as_str).collect();
        line("Preferred-Languages", &tags.join(", "));
    }
    if site.settings.base.is_some() {
        line("Canonical", &format!("{}{SECURITY_PATH}", site.settings.origin()));
    }
    for policy in &security.policy {
        line("Policy", &policy.value);
    }
    out
}
