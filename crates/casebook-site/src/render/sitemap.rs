//! What search engines read: the sitemap with language alternates, and `robots.txt`.

use crate::address::UrlPath;
use crate::check::{Entry, SITEMAP_LEN, Site};
use crate::escape::push_xml;
use std::fmt::Write;

/// The sitemap (sitemaps.org 0.9), its index where the site is large, or a part of it from 1.
pub(super) fn sitemap(site: &Site, part: Option<usize>) -> String {
    let pages: Vec<(&UrlPath, &Entry)> = indexable(site).collect();
    let is_large = site.targets.contains_key("/sitemap-1.xml");
    match part {
        None if is_large => index(site, pages.len().div_ceil(SITEMAP_LEN)),
        None => urls(site, &pages),
        Some(part) => urls(site, pages.chunks(SITEMAP_LEN).nth(part - 1).unwrap_or_default()),
    }
}

/// The pages that search engines should keep.
fn indexable(site: &Site) -> impl Iterator<Item = (&UrlPath, &Entry)> {
    site.targets.iter().filter_map(|(url, target)| Some((url, target.indexable(&site.entries)?)))
}

fn urls(site: &Site, pages: &[(&UrlPath, &Entry)]) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n",
    );
    for (url, entry) in pages {
        out.push_str("<url><loc>");
        push_xml(&mut out, &absolute(site, url));
        out.push_str("</loc>");
        let translated: Vec<usize> = (0..site.languages.len()).filter(|&language| entry.has(language)).collect();
        for language in translated.iter().filter(|_| translated.len() > 1) {
            let _ = write!(out, "<xhtml:link rel=\"alternate\" hreflang=\"{}\" href=\"", site.languages[*language]);
            push_xml(&mut out, &absolute(site, &entry.urls[*language]));
            out.push_str("\"/>");
        }
        out.push_str("</url>\n");
    }
    out.push_str("</urlset>\n");
    out
}

fn index(site: &Site, parts: usize) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    for part in 1..=parts {
        let _ = writeln!(out, "<sitemap><loc>{}/sitemap-{part}.xml</loc></sitemap>", site.settings.origin());
    }
    out.push_str("</sitemapindex>\n");
    out
}

/// `robots.txt` (RFC 9309): everything may be read.
pub(super) fn robots(site: &Site) -> String {
    format!("User-agent: *\nAllow: /\nSitemap: {}/sitemap.xml\n", site.settings.origin())
}

fn absolute(site: &Site, url: &UrlPath) -> String {
    format!("{}{}", site.settings.origin(), url.href())
}
