//! Who may know whom. Each crate exists because of something that it must not do.

use crate::tracked::{expect_none, metadata};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What each crate of the workspace may depend on within it. A crate that is missing here must be
/// thought about before it is added.
const MAY_KNOW: [(&str, &[&str]); 8] = [
    ("casebook-site", &["casebook-evidence"]),
    ("casebook-evidence", &[]),
    ("casebook-store", &[]),
    ("casebook-server", &["casebook-site", "casebook-evidence", "casebook-store"]),
    ("casebook-import", &["casebook-site"]),
    ("casebook", &["casebook-site", "casebook-evidence", "casebook-store", "casebook-server", "casebook-import"]),
    // The end-to-end tests see everything; nobody sees them.
    ("casebook-tests", &["casebook-site", "casebook-evidence", "casebook-store", "casebook-server", "casebook-import", "casebook"]),
    ("xtask", &[]),
];

/// Libraries that a crate must not even reach through others: the pure core has no network, no
/// files to watch, no database, no randomness and no runtime; the store has no HTTP.
const MUST_NOT_REACH: [(&str, &[&str]); 3] = [
    (
        "casebook-site",
        &["tokio", "async-std", "smol", "hyper", "axum", "reqwest", "ureq", "notify", "sqlx", "rusqlite", "tempfile", "walkdir", "clap"],
    ),
    ("casebook-evidence", &["tokio", "hyper", "sqlx", "rusqlite", "minijinja", "clap"]),
    ("casebook-store", &["hyper", "axum", "minijinja", "pulldown-cmark", "clap"]),
];

/// Parsers of foreign binary formats. Only `casebook-evidence` links them.
const DECODERS: [&str; 27] = [
    "hayro",
    "hayro-interpret",
    "hayro-syntax",
    "lopdf",
    "pdf",
    "pdfium-render",
    "mupdf",
    "pdf-extract",
    "mail-parser",
    "mailparse",
    "zip",
    "quick-xml",
    "image",
    "png",
    "jpeg-decoder",
    "zune-jpeg",
    "mozjpeg",
    "webp",
    "ravif",
    "gif",
    "kamadak-exif",
    "resvg",
    "fast_image_resize",
    "image-webp",
    "jpeg-encoder",
    "moxcms",
    "tiff",
];

/// The packages by name and who depends on whom, without development dependencies.
struct Graph {
    members: BTreeSet<String>,
    edges: BTreeMap<String, BTreeSet<String>>,
}

impl Graph {
    fn read() -> Self {
        let metadata = metadata();
        let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let names: BTreeMap<String, String> =
            list(&metadata["packages"]).iter().map(|package| (text(&package["id"]), text(&package["name"]))).collect();
        let members = list(&metadata["workspace_members"]).iter().map(|id| names[&text(id)].clone()).collect();
        let mut edges: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for node in list(&metadata["resolve"]["nodes"]) {
            let known = edges.entry(names[&text(&node["id"])].clone()).or_default();
            for dependency in list(&node["deps"]) {
                if list(&dependency["dep_kinds"]).iter().any(|kind| kind["kind"] != "dev") {
                    known.insert(names[&text(&dependency["pkg"])].clone());
                }
            }
        }
        Self { members, edges }
    }

    /// Everything that is linked into this crate.
    fn reach(&self, from: &str) -> BTreeSet<&str> {
        let mut reached = BTreeSet::new();
        let mut open = vec![from];
        while let Some(name) = open.pop() {
            for next in self.edges.get(name).into_iter().flatten() {
                if reached.insert(next.as_str()) {
                    open.push(next);
                }
            }
        }
        reached
    }
}

#[test]
fn crates_know_only_whom_they_may() {
    let graph = Graph::read();
    let mut wrong = Vec::new();
    for member in &graph.members {
        let Some((_, may_know)) = MAY_KNOW.iter().find(|(name, _)| name == member) else {
            wrong.push(format!("{member} is a new crate: say in this test whom it may know"));
            continue;
        };
        let known = graph.edges[member].iter().filter(|name| graph.members.contains(*name));
        wrong.extend(known.filter(|name| !may_know.contains(&name.as_str())).map(|name| format!("{member} depends on {name}")));
    }
    expect_none("these crates know whom they must not", &wrong);
}

#[test]
fn crates_reach_no_forbidden_library() {
    let graph = Graph::read();
    let mut wrong = Vec::new();
    for (member, forbidden) in MUST_NOT_REACH.iter().filter(|(member, _)| graph.members.contains(*member)) {
        let reached = graph.reach(member);
        assert!(!reached.is_empty(), "{member} has no dependency at all: is the graph read right?");
        wrong.extend(forbidden.iter().filter(|name| reached.contains(*name)).map(|name| format!("{member} reaches {name}")));
    }
    expect_none("these crates reach what they must not", &wrong);
}

#[test]
fn only_evidence_decodes_foreign_formats() {
    let graph = Graph::read();
    let mut wrong = Vec::new();
    for member in graph.members.iter().filter(|member| *member != "casebook-evidence") {
        let known = &graph.edges[member];
        wrong.extend(DECODERS.iter().filter(|name| known.contains(**name)).map(|name| format!("{member} depends on {name}")));
    }
    expect_none("these crates link a decoder", &wrong);
}
