//! dev
use casebook_site::{source::*, edition::*, check::*, diagnostic::*};
fn walk(dir: &std::path::Path, root: &std::path::Path, out: &mut Vec<(SitePath, File)>) {
    for e in std::fs::read_dir(dir).unwrap() { let p = e.unwrap().path(); if p.is_dir() { walk(&p, root, out); } else {
        let sp = SitePath::new(p.strip_prefix(root).unwrap().to_str().unwrap()).unwrap();
        let b = std::fs::read(&p).unwrap();
        let f = if ["md","toml","vtt","txt","svg","eml"].contains(&sp.extension().as_str()) { File::text(b) } else { File::on_disk(Hash::of(&b), b.len() as u64) };
        out.push((sp, f)); } }
}
#[test]
fn demo() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/demo");
    let mut v = vec![]; walk(&root, &root, &mut v);
    let e = Edition::new(v.into_iter().collect(), Stage::Draft, casebook_tests::NOW, &Cache::default());
    println!("{}", to_text(&e.diagnostics, &e.source, Colour::Plain));
    for u in e.site.urls() { println!("{u}"); }
    for d in e.fill() { println!("FAIL {d:?}"); }
}
