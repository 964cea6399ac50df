//! The program from outside: exit codes, what it prints where, and what it leaves on the disk.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::SystemTime;

struct Site {
    folder: tempfile::TempDir,
}

impl Site {
    /// A site as `casebook new` makes it.
    fn untouched() -> Self {
        let site = Self { folder: tempfile::tempdir().expect("a folder") };
        let made = site.run(&["new", "site", "--languages", "en,de", "--base", "https://example.org"]);
        assert_eq!(made.status.code(), Some(0), "{}", errors(&made));
        site
    }

    /// Such a site whose owner has written over all examples.
    fn new() -> Self {
        let site = Self::untouched();
        let mut files = BTreeMap::new();
        collect(&site.path("site"), &mut files);
        for (path, (bytes, _)) in files {
            let Ok(text) = String::from_utf8(bytes) else { continue };
            let without = |line: &str| line.split("# casebook:placeholder").next().unwrap_or_default().to_owned();
            let kept = text.lines().filter(|line| !line.starts_with("# casebook:placeholder")).map(without);
            fs::write(path, kept.map(|line| line + "\n").collect::<String>()).expect("a writable folder");
        }
        site
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("the program runs")
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_casebook"));
        command.args(arguments).current_dir(self.folder.path()).stdin(Stdio::null());
        command
    }

    fn build(&self) -> Output {
        self.run(&["build", "site", "--out", "public"])
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        let full = self.path(path);
        fs::create_dir_all(full.parent().expect("a folder")).expect("a writable folder");
        fs::write(full, text).expect("a writable folder");
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).expect("it is there")
    }

    /// Every file below a folder with its content and the time of its last writing.
    fn files(&self, folder: &str) -> BTreeMap<PathBuf, (Vec<u8>, SystemTime)> {
        let mut files = BTreeMap::new();
        collect(&self.path(folder), &mut files);
        files
    }
}

fn collect(folder: &Path, files: &mut BTreeMap<PathBuf, (Vec<u8>, SystemTime)>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, files);
        } else {
            let modified = fs::metadata(&path).and_then(|metadata| metadata.modified()).expect("a time");
            files.insert(path.clone(), (fs::read(&path).expect("a file"), modified));
        }
    }
}

fn errors(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn printed(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn a_new_site_is_checked_and_built() {
    let site = Site::new();
    let checked = site.run(&["check", "site"]);
    assert_eq!((checked.status.code(), printed(&checked).as_str()), (Some(0), ""), "{}", errors(&checked));
    assert!(errors(&checked).contains("no errors\n"), "{}", errors(&checked));
    assert!(errors(&checked).ends_with("none from another site; 0 links lead elsewhere\n"), "{}", errors(&checked));
    assert_eq!(printed(&site.run(&["check", "site", "--format", "json"])), "[]\n");
    let built = site.build();
    assert_eq!(built.status.code(), Some(0), "{}", errors(&built));
    assert!(site.read("public/index.html").contains("<!doctype html>"));
    assert!(site.read("public/de/index.html").contains("lang=\"de\""));
    assert!(!site.read("public/index.html").contains("/-/"), "live reload is the draft server's alone");
    assert_eq!(fs::read_dir(site.folder.path()).expect("a folder").count(), 2, "no temporary folder stays");
}

#[test]
fn a_new_site_can_be_shown_at_once_and_says_what_is_only_an_example() {
    let site = Site::untouched();
    let checked = site.run(&["check", "site"]);
    assert_eq!(checked.status.code(), Some(0), "{}", errors(&checked));
    let said = errors(&checked);
    assert!(said.contains("no errors, 12 warnings\n") && said.matches("warning[placeholder-left]").count() == 1, "{said}");
    assert!(said.contains("site.toml:3:") && said.contains("content/people/first-witness.de.md:"), "{said}");
    assert_eq!(site.build().status.code(), Some(0));
    assert!(site.read("site/.gitignore").contains("\n/private/\n"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(site.path("site/private")).expect("the folder").permissions().mode();
        assert_eq!(mode & 0o777, 0o700, "nobody else can look into it");
    }
}

#[test]
fn a_new_site_never_goes_into_a_folder_that_holds_something() {
    let site = Site::new();
    let before = site.files("site");
    let refused = site.run(&["new", "site"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(errors(&refused).contains("help: "), "{}", errors(&refused));
    assert_eq!(site.files("site"), before);
    let invalid = site.run(&["new", "other", "--base", "not an origin"]);
    assert_eq!(invalid.status.code(), Some(2), "{}", errors(&invalid));
    assert!(errors(&invalid).contains("--base https://example.org"), "{}", errors(&invalid));
    let unknown = site.run(&["new", "other", "--languages", "english,german"]);
    assert_eq!(unknown.status.code(), Some(2), "{}", errors(&unknown));
    assert!(errors(&unknown).contains("did you mean `en`?"), "{}", errors(&unknown));
    assert!(!site.path("other").exists());
}

#[test]
fn exit_codes_tell_whose_fault_it_is() {
    let site = Site::new();
    for (arguments, code) in [
        (&["--help"][..], 0),
        (&["--version"], 0),
        (&["check", "--help"], 0),
        (&["theme", "check", "site"], 0),
        (&["completions", "bash"], 0),
        (&["man"], 0),
        (&["man", "--out", "pages"], 0),
        (&["chekc"], 2),
        (&["build", "site"], 2),
        (&["check", "nowhere"], 2),
        (&["serve", "nowhere"], 2),
        (&["serve", "site", "--listen", "no port"], 2),
        (&["translated", "nowhere.md"], 3),
    ] {
        let ended = site.run(arguments);
        assert_eq!(ended.status.code(), Some(code), "{arguments:?}: {}", errors(&ended));
    }
    assert!(site.path("pages/casebook-build.1").exists());
    site.write("site/content/about.md", "+++\ntitel = \"x\"\n+++\n");
    let found = site.run(&["check", "site"]);
    assert_eq!(found.status.code(), Some(1));
    assert!(errors(&found).contains("did you mean `title`?"), "{}", errors(&found));
    let found = site.run(&["check", "site", "--format", "json"]);
    assert_eq!(found.status.code(), Some(1));
    assert!(printed(&found).contains("\"file\":\"content/about.md\""), "{}", printed(&found));
}

#[test]
fn a_port_in_use_is_told_with_a_way_out() {
    let site = Site::new();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = taken.local_addr().expect("an address").to_string();
    let refused = site.run(&["serve", "site", "--listen", &address]);
    assert_eq!((refused.status.code(), printed(&refused).as_str()), (Some(3), ""));
    assert!(errors(&refused).contains("--listen 127.0.0.1:0"), "{}", errors(&refused));
}

#[test]
fn a_site_with_errors_leaves_the_folder_as_it_was() {
    let site = Site::new();
    site.build();
    let before = site.files("public");
    site.write("site/content/about.md", "+++\ntitel = \"x\"\n+++\n");
    site.write("site/content/new.md", "+++\ntitle = \"new\"\n+++\n");
    assert_eq!(site.build().status.code(), Some(1));
    assert_eq!(site.files("public"), before);
    assert_eq!(site.run(&["build", "site", "--out", "elsewhere"]).status.code(), Some(1));
    assert!(!site.path("elsewhere").exists());
}

#[test]
fn a_folder_that_casebook_did_not_make_is_never_touched() {
    let site = Site::new();
    site.write("mine/letter.txt", "dear");
    let before = site.files("mine");
    let refused = site.run(&["build", "site", "--out", "mine"]);
    assert_eq!(refused.status.code(), Some(2));
    assert_eq!(site.files("mine"), before);
    for own in ["site", "site/content", "site/content/new", "site/private/x", "."] {
        assert_eq!(site.run(&["build", "site", "--out", own]).status.code(), Some(2), "{own}");
    }
    fs::create_dir(site.path("empty")).expect("a writable folder");
    assert_eq!(site.run(&["build", "site", "--out", "empty"]).status.code(), Some(0));
    assert!(site.path("empty/index.html").exists() && !site.path("empty/.casebook-tmp").exists());
}

#[test]
fn a_rebuild_writes_what_changed_and_nothing_else() {
    let site = Site::new();
    site.build();
    let first = site.files("public");
    let again = site.build();
    assert!(errors(&again).starts_with("Nothing changed: "), "{}", errors(&again));
    assert_eq!(site.files("public"), first);
    // Somebody changed a file by hand, another one vanished: both come back, the rest stays.
    site.write("public/about/index.html", "by hand");
    fs::remove_file(site.path("public/robots.txt")).expect("it is there");
    let mended = site.build();
    assert!(errors(&mended).contains(" 2 written, "), "{}", errors(&mended));
    let contents = |files: &BTreeMap<PathBuf, (Vec<u8>, SystemTime)>| -> Vec<_> {
        let kept = files.iter().filter(|(path, _)| !path.ends_with(".casebook-build"));
        kept.map(|(path, (bytes, _))| (path.clone(), bytes.clone())).collect()
    };
    let second = site.files("public");
    assert_eq!(contents(&second), contents(&first));
    let untouched = second.iter().filter(|(path, file)| first.get(*path) == Some(*file)).count();
    assert_eq!(untouched, first.len() - 3, "all but the two and the manifest");
}

#[test]
fn what_went_away_is_removed_and_what_is_not_ours_stays() {
    let site = Site::new();
    site.write("site/content/sub/page.md", "+++\ntitle = \"Page\"\n+++\n");
    site.build();
    assert!(site.path("public/sub/page/index.html").exists());
    site.write("public/sub/mine.txt", "mine");
    site.write("public/mine.txt", "mine");
    fs::remove_dir_all(site.path("site/content/sub")).expect("it is there");
    let built = site.build();
    assert_eq!(built.status.code(), Some(0), "{}", errors(&built));
    assert!(!site.path("public/sub/page").exists());
    assert_eq!((site.read("public/sub/mine.txt"), site.read("public/mine.txt")), ("mine".to_owned(), "mine".to_owned()));
}

#[cfg(unix)]
#[test]
fn no_link_leads_a_build_out_of_its_folder() {
    let site = Site::new();
    site.build();
    fs::remove_dir_all(site.path("public/about")).expect("it is there");
    fs::create_dir(site.path("elsewhere")).expect("a writable folder");
    std::os::unix::fs::symlink(site.path("elsewhere"), site.path("public/about")).expect("a link");
    let refused = site.build();
    assert_eq!(refused.status.code(), Some(3), "{}", errors(&refused));
    assert_eq!(fs::read_dir(site.path("elsewhere")).expect("a folder").count(), 0);
}

#[cfg(unix)]
#[test]
fn no_detour_leads_a_build_into_the_sources() {
    let site = Site::new();
    let before = site.files("site/content");
    std::os::unix::fs::symlink(site.path("site/content"), site.path("detour")).expect("a link");
    for out in ["detour/public", "site/theme/../content/public", "site/none/../content/public"] {
        let built = site.run(&["build", "site", "--out", out]);
        assert_eq!(built.status.code(), Some(2), "{out}: {}", errors(&built));
        assert_eq!(site.files("site/content"), before, "{out}");
    }
}

#[test]
fn a_file_in_the_way_is_never_overwritten() {
    let site = Site::new();
    assert_eq!(site.build().status.code(), Some(0));
    site.write("public/later/index.html", "mine");
    site.write("site/content/later.md", "+++\ntitle = \"Later\"\n+++\nText.\n");
    let before = site.files("public");
    let built = site.build();
    assert!(built.status.code() == Some(2) && errors(&built).contains("later/index.html"), "{}", errors(&built));
    assert_eq!(site.files("public"), before);
}

#[test]
fn two_builds_never_write_to_one_folder() {
    let site = Site::new();
    assert_eq!(site.build().status.code(), Some(0));
    let folder = fs::File::open(site.path("public")).expect("a folder");
    folder.try_lock().expect("nobody else holds it");
    let built = site.build();
    assert!(built.status.code() == Some(3) && errors(&built).contains("another build"), "{}", errors(&built));
}

#[test]
fn old_addresses_lead_on() {
    let site = Site::new();
    let settings = site.read("site/site.toml");
    site.write("site/site.toml", &format!("{settings}\n[redirects]\n\"/old/page/\" = \"/about/\"\n\"/older\" = \"https://example.com/x\"\n"));
    let built = site.build();
    assert_eq!(built.status.code(), Some(0), "{}", errors(&built));
    let stub = site.read("public/old/page/index.html");
    assert!(stub.contains("content=\"0; url=/about/\"") && stub.contains("href=\"https://example.org/about/\""), "{stub}");
    let redirects = site.read("public/_redirects");
    assert!(redirects.contains("/old/page/ /about/ 301\n") && redirects.contains("https://example.com/x 301\n"), "{redirects}");
    assert!(site.read("public/_headers").contains("x-content-type-options: nosniff"));
}

#[test]
fn an_old_address_of_a_file_is_left_to_hosts_that_can_lead_on() {
    let site = Site::new();
    let settings = site.read("site/site.toml");
    let file = "content/documents/first-letter/letter.txt";
    site.write(
        "site/site.toml",
        &format!("{settings}\n[redirects]\n\"/uploads/letter.pdf\" = \"{file}\"\n\"/old.html\" = \"/about/\"\n\"/2016/article\" = \"/about/\"\n"),
    );
    let built = site.build();
    assert_eq!(built.status.code(), Some(0), "{}", errors(&built));
    assert!(errors(&built).contains("1 old address ends as a file does"), "{}", errors(&built));
    assert!(!site.path("public/uploads").exists() && site.path("public/old.html").exists() && site.path("public/2016/article/index.html").exists());
    let redirects = site.read("public/_redirects");
    assert!(redirects.contains("/uploads/letter.pdf /files/") && redirects.contains("/letter.txt 302\n"), "{redirects}");
    assert!(redirects.contains("/2016/article /about/ 301\n/2016/article/ /about/ 301\n"), "{redirects}");
}

#[test]
fn what_was_taken_down_has_a_rule_and_no_page() {
    let site = Site::new();
    let settings = site.read("site/site.toml");
    site.write("site/site.toml", &format!("gone = [\"/news/\", \"/de/neues\"]\n{settings}"));
    let built = site.build();
    assert_eq!(built.status.code(), Some(0), "{}", errors(&built));
    let redirects = site.read("public/_redirects");
    assert!(redirects.contains("/news/ /410.html 410\n") && redirects.contains("/de/neues /de/410.html 410\n"), "{redirects}");
    assert!(site.read("public/de/410.html").contains("entfernt") && !site.path("public/news").exists() && !site.path("public/de/neues").exists());
}

#[test]
fn an_old_address_never_writes_over_a_page_that_differs_in_case() {
    let site = Site::new();
    let settings = site.read("site/site.toml");
    site.write("site/site.toml", &format!("{settings}\n[redirects]\n\"/About/\" = \"/about/\"\n\"/Old/\" = \"/about/\"\n\"/old/\" = \"/\"\n"));
    let built = site.build();
    assert_eq!(built.status.code(), Some(0), "{}", errors(&built));
    assert!(!site.path("public/About").exists() && site.path("public/about/index.html").exists());
    assert!(site.path("public/Old").exists() && !site.path("public/old").exists());
    let redirects = site.read("public/_redirects");
    assert!(["/About/ /about/ 301", "/Old/ /about/ 301", "/old/ / 301"].iter().all(|rule| redirects.contains(rule)), "{redirects}");
}

#[test]
fn a_translation_is_noted_and_nothing_else_of_its_file_changes() {
    let site = Site::new();
    let before = site.read("site/content/about.de.md");
    site.write("site/content/about.md", &site.read("site/content/about.md").replace("Say who", "Tell who"));
    // What is proposed works where it was asked for: outside of the site, and inside of it.
    let proposed = errors(&site.run(&["check", "site"]));
    assert!(proposed.contains("translation-outdated") && proposed.contains("`casebook translated site/content/about.de.md`"), "{proposed}");
    let inside = site.command(&["check", ".", "--format", "json"]).current_dir(site.path("site")).output().expect("the program runs");
    assert!(printed(&inside).contains("`casebook translated content/about.de.md`"), "{}", printed(&inside));
    let astray = site.run(&["translated", "content/about.de.md"]);
    assert!(errors(&astray).contains("help: write the path from the folder that you are in"), "{}", errors(&astray));
    let noted = site.run(&["translated", "site/content/about.de.md"]);
    assert_eq!(noted.status.code(), Some(0), "{}", errors(&noted));
    let without_mark = |text: &str| text.lines().filter(|line| !line.starts_with("translates = ")).map(str::to_owned).collect::<Vec<_>>();
    let after = site.read("site/content/about.de.md");
    assert_eq!(without_mark(&after), without_mark(&before));
    assert_ne!(after, before);
    assert!(errors(&site.run(&["check", "site"])).contains("no errors\n"));
    assert_eq!(site.run(&["translated", "site/content/about.md"]).status.code(), Some(1), "an original translates nothing");
}

#[test]
fn a_reader_who_leaves_ends_it_quietly() {
    let site = Site::new();
    for arguments in [&["check", "site", "--format", "json"][..], &["man"], &["completions", "zsh"]] {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let ended = site.command(arguments).stdout(writer).stderr(Stdio::piped()).output().expect("the program runs");
        assert_eq!((ended.status.code(), errors(&ended).as_str()), (Some(0), ""), "{arguments:?}");
    }
}

#[test]
fn colour_is_for_terminals_only() {
    let site = Site::new();
    site.write("site/content/about.md", "+++\ntitel = \"x\"\n+++\n");
    assert!(!errors(&site.run(&["check", "site"])).contains('\u{1b}'));
    assert!(!errors(&site.run(&["check", "nowhere"])).contains('\u{1b}'));
}

#[test]
fn an_override_that_loads_from_elsewhere_stops_a_build() {
    let site = Site::new();
    site.write(
        "site/theme/templates/base.html",
        "{% extends \"default/base.html\" %}{% block footer %}<img src=\"https://out.example/x\" alt=\"\">{% endblock %}",
    );
    for arguments in [&["check", "site"][..], &["build", "site", "--out", "out"][..]] {
        let ended = site.run(arguments);
        assert_eq!(ended.status.code(), Some(1), "{}", errors(&ended));
        assert_eq!(errors(&ended).matches("error[load-outside]").count(), 1, "said once, not on each page: {}", errors(&ended));
    }
    assert!(!site.path("out/index.html").exists());
    let listed = errors(&Site::new().run(&["check", "site", "--loads"]));
    assert!(listed.contains("a style sheet, from the site itself\n"), "{listed}");
}
