//! Real photos: odd, old, damaged, full of what their owners didn't know of.
//!
//! `CASEBOOK_CORPORA` names a folder with a folder `photos`. Without it there is nothing to read, and
//! the tests say so.

mod support;

use casebook_evidence::picture::{Derivative, Encoding, Failure, derive, inspect};
use casebook_evidence::reader::Limits;
use image::DynamicImage;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// All photos, or none and why.
#[expect(clippy::disallowed_methods, reason = "where the photos are depends on the machine")]
fn photos() -> Vec<(PathBuf, Vec<u8>)> {
    let Some(corpora) = std::env::var_os("CASEBOOK_CORPORA") else {
        println!("skipped: CASEBOOK_CORPORA names no folder with `photos`");
        return Vec::new();
    };
    let mut files = Vec::new();
    let mut folders = vec![Path::new(&corpora).join("photos")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push((path.clone(), fs::read(path).expect("a photo")));
            }
        }
    }
    files.sort();
    println!("{} photos", files.len());
    assert!(files.len() >= 30, "so few photos are no corpus");
    files
}

const WIDTHS: [u32; 2] = [64, 320];

fn derivatives(bytes: &[u8]) -> Option<Vec<Vec<u8>>> {
    let wanted: Vec<_> = WIDTHS.iter().flat_map(|&width| Encoding::ALL.map(|encoding| Derivative { width, encoding })).collect();
    derive(bytes, &wanted, &Limits::default()).ok()
}

#[test]
fn each_photo_is_read_or_refused_politely() {
    let photos = photos();
    let mut read = 0;
    for (path, bytes) in &photos {
        match inspect(bytes, &Limits::default()) {
            Ok(facts) => {
                read += 1;
                assert!(facts.size.width > 0 && facts.size.height > 0);
            }
            Err(failure) => {
                println!("{}: {failure}; {}", path.display(), failure.advice());
                assert!(matches!(failure, Failure::Truncated | Failure::Damaged | Failure::Unsupported), "{}: {failure:?}", path.display());
            }
        }
    }
    println!("{read} of {} read", photos.len());
    assert!(read * 10 >= photos.len() * 9, "only {read} of {} were read", photos.len());
}

#[test]
fn derivatives_hold_pixels_alone() {
    let folder = std::env::current_exe().expect("a path").with_extension("derivatives");
    let mut count = 0;
    for (path, bytes) in photos() {
        for (at, derivative) in derivatives(&bytes).into_iter().flatten().enumerate() {
            assert!(support::is_only_pixels(&derivative), "{}", path.display());
            fs::create_dir_all(&folder).expect("a folder for the witness");
            fs::write(folder.join(format!("{count}.{}", Encoding::ALL[at % 4].extension())), derivative).expect("a file for the witness");
            count += 1;
        }
    }
    if count > 0 {
        ask_the_witness(&folder, count);
        fs::remove_dir_all(&folder).expect("our folder");
    }
}

/// What exiftool finds in a file, by kind: what the file is, its pixels, and nothing that somebody wrote.
fn ask_the_witness(folder: &Path, count: usize) {
    const KINDS: [&str; 7] = ["ExifTool", "File", "System", "JFIF", "PNG", "RIFF", "Composite"];
    const WORDS: [&str; 8] = ["gps", "serial", "owner", "artist", "thumbnail", "copyright", "comment", "trailer"];
    let Ok(output) = Command::new("exiftool").args(["-G0:1", "-a", "-u", "-s"]).arg(folder).output() else {
        println!("exiftool is not installed; our own reading stands alone");
        return;
    };
    let said = String::from_utf8_lossy(&output.stdout);
    let lines: Vec<&str> = said.lines().filter(|line| line.starts_with('[')).collect();
    assert!(lines.len() >= count * 5, "exiftool says too little:\n{said}");
    for line in lines {
        let kind = line[1..].split([':', ']']).next().unwrap_or_default();
        assert!(KINDS.contains(&kind), "{line}");
        let tag = line.split(']').next_back().unwrap_or_default().to_lowercase();
        assert!(!WORDS.iter().any(|word| tag.contains(word)), "{line}");
    }
    println!("exiftool found nothing in {count} derivatives");
}

#[test]
fn orientations_are_right() {
    // `landscape_1` to `landscape_8` show the same picture, stored in each of the eight ways.
    let mut upright: BTreeMap<String, DynamicImage> = BTreeMap::new();
    let mut compared = 0;
    for (path, bytes) in photos() {
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let Some((group, _)) = name.split_once('_').filter(|(group, _)| matches!(*group, "landscape" | "portrait")) else { continue };
        let made = derive(&bytes, &[Derivative { width: 64, encoding: Encoding::WebpSharp }], &Limits::default()).expect("a photo").remove(0);
        let image = image::load_from_memory(&made).expect("a picture");
        let first = upright.entry(group.to_owned()).or_insert_with(|| image.clone());
        assert_eq!((first.width(), first.height()), (image.width(), image.height()), "{name}");
        let difference: u64 = first.as_bytes().iter().zip(image.as_bytes()).map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
        // Turned wrongly, it is more than 30.
        let mean = difference / image.as_bytes().len() as u64;
        assert!(mean < 8, "{name}: {mean}");
        compared += 1;
    }
    println!("{compared} orientations compared");
}
