//! `casebook doctor` from outside: what it looks at, in which form, and with which exit code.

use std::collections::BTreeMap;
use std::fs;
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

struct Folder(tempfile::TempDir);

impl Folder {
    /// With a site as `casebook new` makes it.
    fn new() -> Self {
        let folder = Self(tempfile::tempdir().expect("a folder"));
        assert!(folder.run(&["new", "site", "--languages", "en"]).status.success());
        folder
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_casebook"));
        command.args(arguments).current_dir(self.0.path()).stdin(Stdio::null()).output().expect("the program runs")
    }

    /// The exit code and the level of each check; of two findings of one check, the last.
    fn doctor(&self, arguments: &[&str]) -> (Option<i32>, BTreeMap<String, String>) {
        let ended = self.run(&[&["doctor", "--format", "json"], arguments].concat());
        let report: serde_json::Value = serde_json::from_slice(&ended.stdout).expect("JSON");
        let groups = ["machine", "site"].iter().filter_map(|group| report.get(group)?.as_array());
        let findings = groups.flatten().map(|finding| {
            let word = |name: &str| finding[name].as_str().unwrap_or_default().to_owned();
            let is_trouble = ["warning", "error"].contains(&word("level").as_str());
            assert!(!is_trouble || !word("advice").is_empty(), "what to do is said: {finding}");
            assert!(!word("message").ends_with('.'), "{finding}");
            (word("check"), word("level"))
        });
        (ended.status.code(), findings.collect())
    }
}

fn text(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("text")
}

#[test]
fn a_machine_is_looked_at_without_a_site() {
    let folder = Folder::new();
    let (code, levels) = folder.doctor(&[]);
    assert_eq!(code, Some(0), "{levels:?}");
    for check in ["version", "system", "clock", "pictures", "watching"] {
        assert!(levels.contains_key(check), "{check}: {levels:?}");
    }
    assert_eq!((levels["pictures"].as_str(), levels["watching"].as_str()), ("good", "good"));
    assert!(!levels.contains_key("content"));
    let told = text(&folder.run(&["doctor"]));
    assert!(told.starts_with("This machine\n  ") && !told.contains("This site") && !told.contains('\u{1b}'), "{told}");
    assert!(told.trim_end().ends_with(" good."), "{told}");
}

#[test]
fn a_site_is_looked_at_with_everything_around_it() {
    let folder = Folder::new();
    let (code, levels) = folder.doctor(&["site"]);
    assert_eq!(code, Some(0), "{levels:?}");
    let expected = [("files", "good"), ("cache", "good"), ("watching", "good"), ("last-good", "note"), ("time-zone", "note"), ("content", "warning")];
    for (check, level) in expected {
        assert_eq!(levels.get(check).map(String::as_str), Some(level), "{check}");
    }
    #[cfg(target_os = "linux")]
    for check in ["open-files", "memory", "watches", "disk", "disk-kind"] {
        assert!(levels.contains_key(check), "{check}: {levels:?}");
    }
    let left = fs::read_dir(folder.path("site/.casebook")).expect("the cache folder");
    assert!(left.flatten().all(|entry| !entry.file_name().to_string_lossy().starts_with("doctor")), "nothing of what was tried stays");
}

#[test]
fn errors_of_the_content_make_the_exit_code() {
    let folder = Folder::new();
    fs::write(folder.path("site/content/broken.md"), "+++\ntitle = \n+++\n").expect("a file");
    let ended = folder.run(&["doctor", "site"]);
    let told = text(&ended);
    assert_eq!(ended.status.code(), Some(1), "{told}");
    assert!(told.contains("→ casebook check site\n") && told.contains("\nSomething doesn't work: 1 error, "), "{told}");
}

#[test]
fn a_folder_that_is_no_site_is_the_wrong_question() {
    let folder = Folder::new();
    assert_eq!(folder.run(&["doctor", "nowhere"]).status.code(), Some(2));
}

#[test]
fn an_address_that_is_taken_is_an_error() {
    let folder = Folder::new();
    let held = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = held.local_addr().expect("an address").to_string();
    let (code, levels) = folder.doctor(&["--listen", &address]);
    assert_eq!((code, levels["port"].as_str()), (Some(1), "error"));
    drop(held);
    let (code, levels) = folder.doctor(&["--listen", &address]);
    assert_eq!((code, levels["port"].as_str()), (Some(0), "good"));
}

#[cfg(unix)]
#[test]
fn what_others_can_read_is_a_warning() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = Folder::new();
    let key = folder.path("key.pem");
    fs::write(&key, "a key").expect("a file");
    let private = folder.path("site/private");
    fs::create_dir_all(&private).expect("a folder");
    for (bits, level) in [(0o700, "good"), (0o755, "warning")] {
        for path in [&key, &private] {
            fs::set_permissions(path, fs::Permissions::from_mode(bits)).expect("ours");
        }
        let (code, levels) = folder.doctor(&["site", "--tls-key", "key.pem"]);
        assert_eq!((code, levels["private"].as_str(), levels["tls-key"].as_str()), (Some(0), level, level), "{bits:o}");
    }
    let (code, levels) = folder.doctor(&["--tls-key", "no-such-key.pem"]);
    assert_eq!((code, levels["tls-key"].as_str()), (Some(1), "error"));
}

#[test]
fn a_last_good_edition_that_is_damaged_is_a_warning() {
    let folder = Folder::new();
    fs::create_dir_all(folder.path("site/.casebook/last-good")).expect("a folder");
    fs::write(folder.path("site/.casebook/last-good/manifest"), "damaged").expect("a file");
    let (code, levels) = folder.doctor(&["site"]);
    assert_eq!((code, levels["last-good"].as_str()), (Some(0), "warning"));
}

#[cfg(unix)]
#[test]
fn a_cache_folder_that_can_not_be_written_is_a_warning() {
    let folder = Folder::new();
    // A file in its place: where everything may be written, rights would stop nobody.
    let _ = fs::remove_dir_all(folder.path("site/.casebook"));
    fs::write(folder.path("site/.casebook"), "a file").expect("a file");
    let (code, levels) = folder.doctor(&["site"]);
    assert_eq!((code, levels["cache"].as_str()), (Some(0), "warning"), "{levels:?}");
}
