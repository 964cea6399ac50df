//! Whoever runs Casebook may pass it on: every library has a permissive licence.

use crate::tracked::{expect_none, metadata};
use std::collections::BTreeSet;

/// Licences that ask for no more than to be named.
const PERMISSIVE: [&str; 12] =
    ["0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BSL-1.0", "CC0-1.0", "IJG", "ISC", "MIT", "Unicode-3.0", "Unlicense", "Zlib"];

/// Libraries under another licence that we may use all the same, with the reason.
const EXCEPTIONS: [(&str, &str, &str); 2] = [
    ("cssparser", "MPL-2.0", "ammonia needs it, and the finder of loads; the licence binds changes to its own files, and we make none"),
    ("dtoa-short", "MPL-2.0", "cssparser needs it; the same holds"),
];

#[test]
fn every_dependency_is_permissive() {
    let metadata = metadata();
    let packages = metadata["packages"].as_array().expect("packages");
    let mut used = BTreeSet::new();
    let mut refused = Vec::new();
    for package in packages {
        let name = package["name"].as_str().expect("a name");
        let licence = package["license"].as_str().unwrap_or_default();
        if is_permissive(licence) {
            continue;
        }
        match EXCEPTIONS.iter().find(|(excepted, of, _)| *excepted == name && *of == licence) {
            Some((excepted, ..)) => drop(used.insert(*excepted)),
            None => refused.push(format!("{name}: `{licence}`")),
        }
    }
    expect_none("these libraries have another licence", &refused);
    let idle: Vec<String> = EXCEPTIONS.iter().filter(|(name, ..)| !used.contains(name)).map(|(name, ..)| (*name).to_owned()).collect();
    expect_none("these exceptions are no longer needed", &idle);
}

/// Whether an SPDX expression can be met with permissive licences alone.
fn is_permissive(expression: &str) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let tokens: Vec<&str> = spaced.split_whitespace().collect();
    let mut rest = tokens.as_slice();
    let verdict = any_of(&mut rest);
    verdict && rest.is_empty()
}

fn any_of(tokens: &mut &[&str]) -> bool {
    let mut verdict = all_of(tokens);
    while let ["OR", rest @ ..] = tokens {
        *tokens = rest;
        verdict |= all_of(tokens);
    }
    verdict
}

fn all_of(tokens: &mut &[&str]) -> bool {
    let mut verdict = one(tokens);
    while let ["AND", rest @ ..] = tokens {
        *tokens = rest;
        verdict &= one(tokens);
    }
    verdict
}

fn one(tokens: &mut &[&str]) -> bool {
    match tokens {
        ["(", rest @ ..] => {
            *tokens = rest;
            let verdict = any_of(tokens);
            let [")", rest @ ..] = tokens else { return false };
            *tokens = rest;
            verdict
        }
        // An exception to a licence only ever permits more.
        [name, "WITH", _, rest @ ..] | [name, rest @ ..] => {
            *tokens = rest;
            PERMISSIVE.contains(name)
        }
        [] => false,
    }
}

#[test]
fn expressions_are_understood() {
    for (expression, expected) in [
        ("MIT", true),
        ("MIT/Apache-2.0", true),
        ("MIT OR GPL-3.0", true),
        ("MIT AND GPL-3.0", false),
        ("(MIT OR Apache-2.0) AND Unicode-3.0", true),
        ("Apache-2.0 WITH LLVM-exception OR MIT", true),
        ("GPL-2.0 OR (MIT AND LGPL-2.1)", false),
        ("", false),
        ("(MIT", false),
    ] {
        assert_eq!(is_permissive(expression), expected, "{expression}");
    }
}
