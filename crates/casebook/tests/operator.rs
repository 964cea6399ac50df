//! The examples of the handbook for operators: nginx serves with the one, systemd understands the other.
//!
//! Each test needs the program that it is about, and says so where there is none.
#![cfg(unix)]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;
use support::copy;

const CASEBOOK: &str = env!("CARGO_BIN_EXE_casebook");
const HANDBOOK: &str = include_str!("../../../docs/operator.md");

/// Reached only by a test that fails.
const HANG_GUARD: Duration = Duration::from_secs(60);

/// The example in this language that holds these words.
fn example(language: &str, words: &str) -> &'static str {
    let fences = HANDBOOK.split("\n```").filter_map(|fence| fence.strip_prefix(language)?.strip_prefix('\n'));
    fences.into_iter().find(|fence| fence.contains(words)).expect("the handbook has it")
}

/// Where a program is, or `None`, which is said.
fn program(name: &str) -> Option<PathBuf> {
    let folders = ["/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin", "/opt/homebrew/bin"];
    let found = folders.iter().map(|folder| Path::new(folder).join(name)).find(|path| path.is_file());
    if found.is_none() {
        eprintln!("skipped: there is no {name} here");
    }
    found
}

/// A server that ends with the test.
struct Running {
    child: Child,
    address: SocketAddr,
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn run(folder: &Path, arguments: &[&str]) {
    let ended = Command::new(CASEBOOK).args(arguments).current_dir(folder).output().expect("casebook");
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
}

/// What is compared of an answer.
#[derive(Debug, PartialEq, Eq)]
struct Answer {
    status: String,
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

/// What readers and browsers go by. The rest (dates, tags, lengths) is each server's own.
const COMPARED: [&str; 12] = [
    "access-control-allow-origin",
    "cache-control",
    "content-disposition",
    "content-security-policy",
    "content-type",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "location",
    "permissions-policy",
    "referrer-policy",
    "strict-transport-security",
    "x-content-type-options",
];

impl Running {
    fn get(&self, target: &str) -> Answer {
        // It was only just started: a minute is given to it.
        let mut tries = (0..6_000).map(|_| TcpStream::connect(self.address).inspect_err(|_| thread::sleep(Duration::from_millis(10))));
        let mut stream = tries.find_map(Result::ok).expect("it listens");
        stream.set_read_timeout(Some(HANG_GUARD)).expect("a time");
        write!(stream, "GET {target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").expect("a server");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("an answer");
        let end = answer.windows(4).position(|window| window == b"\r\n\r\n").expect("a head");
        let head = String::from_utf8_lossy(&answer[..end]).into_owned();
        let status = head.split(' ').nth(1).expect("a status").to_owned();
        let lines = head.lines().filter_map(|line| line.split_once(": "));
        let mut headers: BTreeMap<String, String> = lines.map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned())).collect();
        headers.retain(|name, _| COMPARED.contains(&name.as_str()));
        let mut body = answer[end + 4..].to_vec();
        if status == "301" {
            // The words for those who aren't led on are each server's own, and so are their headers.
            headers.retain(|name, _| name == "location");
            body.clear();
        }
        Answer { status, headers, body }
    }
}

fn start_nginx(nginx: &Path, folder: &Path) -> Running {
    let free = [(); 2].map(|()| TcpListener::bind("127.0.0.1:0").expect("a free port"));
    let [address, to_https] = free.map(|free| free.local_addr().expect("an address"));
    let is_of_tls = |line: &&str| !line.trim_start().starts_with("ssl_");
    let server: String = example("nginx", "_nginx.conf").lines().filter(is_of_tls).map(|line| format!("{line}\n")).collect();
    let server = server.replace("listen 443 ssl;", &format!("listen {address};")).replace("listen 80;", &format!("listen {to_https};"));
    let server = server.replace("/srv/public", &folder.join("public").to_string_lossy());
    let own = folder.display();
    let paths: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].iter().map(|name| format!("{name}_temp_path {own}/{name};\n")).collect();
    let settings = format!(
        "daemon off;\nmaster_process off;\npid {own}/pid;\nerror_log {own}/errors;\nevents {{}}\nhttp {{\naccess_log off;\n{paths}{server}\n}}\n"
    );
    let file = folder.join("nginx.conf");
    fs::write(&file, settings).expect("a writable folder");
    let command = |more: &[&str]| {
        let mut command = Command::new(nginx);
        command.arg("-p").arg(folder).arg("-c").arg(&file).arg("-e").arg(folder.join("errors")).args(more);
        command
    };
    let tested = command(&["-t"]).output().expect("nginx");
    let said = String::from_utf8_lossy(&tested.stderr);
    assert!(tested.status.success() && !said.contains("[warn]"), "{said}");
    Running { child: command(&[]).stderr(Stdio::null()).spawn().expect("nginx"), address }
}

fn start_casebook(folder: &Path) -> Running {
    let mut command = Command::new(CASEBOOK);
    command.current_dir(folder).args(["serve", "site", "--public", "--listen", "127.0.0.1:0"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("casebook");
    let mut line = String::new();
    BufReader::new(child.stdout.take().expect("a pipe")).read_line(&mut line).expect("a line");
    let address = line.trim().rsplit('/').next().and_then(|address| address.parse().ok()).expect("an address");
    Running { child, address }
}

/// The addresses of all files below a folder, as a browser asks for them.
fn targets(folder: &Path, below: &str, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let entry = entry.expect("an entry");
        let name = entry.file_name().into_string().expect("a name");
        let encoded: String = name
            .bytes()
            .map(|byte| if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
            .collect();
        match entry.path() {
            path if path.is_dir() => targets(&path, &format!("{below}{encoded}/"), found),
            _ if name == "index.html" => found.push(below.to_owned()),
            _ => found.push(format!("{below}{encoded}")),
        }
    }
}

/// The demo, with old addresses of all sorts, and a page with files that a browser would run.
fn demo(folder: &Path) {
    let site = folder.join("site");
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/demo"), &site);
    let settings = site.join("site.toml");
    let text = fs::read_to_string(&settings).expect("the settings");
    let without: String = text.lines().filter(|line| !line.starts_with("gone =")).map(|line| format!("{line}\n")).collect();
    let (before, redirects) = match without.split_once("[redirects]\n") {
        Some((before, redirects)) => (before.to_owned(), redirects.to_owned()),
        None => (without, String::new()),
    };
    let gone = "gone = [\"/old-news/\", \"/de/alt/\", \"/?p=13\", \"/old.php?page=a b&kind=\u{e9}\", \"/gone/index.html\"]\n";
    let own = "[redirects]\n\"/alt/$host/\" = \"https://example.org/?a=1\"\n\"/old-page\" = \"/\"\n\"/old.html\" = \"/de/\"\n\"/a \\\"b\\\"/\" = \"/\"\n\
               \"/?p=12\" = \"/de/\"\n\"/?p=12&lang=en\" = \"/#top\"\n\"/old.php?page=a b\" = \"/de/\"\n\"/de/?p=9\" = \"https://example.org/\"\n\
               \"/old.php?page_id=7\" = \"/de/\"\n\"/led/index.html\" = \"/de/\"\n\"/asked/index.html?p=7\" = \"/de/\"\n\
               \"/index.html?p=77\" = \"/de/\"\n\"/about/index.html?p=77\" = \"/de/\"\n";
    fs::write(&settings, format!("{gone}{before}{own}{redirects}")).expect("a writable folder");
    let files = site.join("content/files");
    fs::create_dir_all(&files).expect("a folder");
    for name in ["page.html", "paper.PDF", "data.csv", "no-ending", "drawing.xml"] {
        fs::write(files.join(name), name).expect("a file");
    }
    let links = "[a](page.html) [b](paper.PDF) [c](data.csv) [d](no-ending) [e](drawing.xml)";
    fs::write(files.join("index.md"), format!("+++\ntitle = \"Files\"\n+++\n{links}\n")).expect("a file");
}

const ASKED: [&str; 57] = [
    "/index.html",
    "/de/index.html?a=b",
    "/de",
    "/de?a=b",
    "/nowhere/",
    "/nowhere",
    "/de/nirgends/",
    "/de/nirgends.pdf",
    "/files/",
    "/files/0000/nothing.pdf",
    "/assets/nothing.css",
    "/_headers",
    "/_redirects",
    "/_nginx.conf",
    "/.casebook-build",
    "/404.html",
    "/de/410.html",
    "/old-news/",
    "/old-news/?a=b",
    "/de/alt/",
    "/alt/$host/",
    "/old-page",
    "/old-page/",
    "/old.html",
    "/a%20%22b%22/",
    "/?p=12",
    "/?utm=1&p=12&x=y",
    "/?lang=en&p=12",
    "/?p=123",
    "/?xp=12",
    "/?p=13",
    "/old.php?page=a+b",
    "/old.php?page=a%20b&z",
    "/old.php?kind=%c3%A9&page=a+b",
    "/old.php?page=c",
    "/de/?p=9",
    "/?%70=%31%32",
    "/old.php?%70age=a%20b",
    "/old.php?page%5Fid=7",
    "/old.php?page_id=7&x",
    "/contact/index.html",
    "/de/kontakt/index.html?a=b",
    "/files/index.html",
    "/nowhere/index.html",
    "/de/nirgends/index.html",
    "/old-news/index.html",
    "/old-news/index.html?a=b",
    "/gone/index.html",
    "/led/index.html",
    "/asked/index.html?p=7",
    "/asked/index.html?p=8",
    "/index.html?p=77",
    "/?p=77",
    "/about/index.html?p=77",
    "//",
    "//contact/",
    "/de//kontakt/",
];

#[test]
fn nginx_says_of_a_built_site_what_casebook_says() {
    let Some(nginx) = program("nginx") else { return };
    let folder = tempfile::tempdir().expect("a folder");
    demo(folder.path());
    run(folder.path(), &["build", "site", "--out", "public"]);
    let (nginx, casebook) = (start_nginx(&nginx, folder.path()), start_casebook(folder.path()));
    let mut all: Vec<String> = ASKED.map(str::to_owned).into();
    targets(&folder.path().join("public"), "/", &mut all);
    assert!(all.len() > 200, "{} addresses", all.len());
    let mut statuses = BTreeMap::new();
    for target in &all {
        let (theirs, ours) = (nginx.get(target), casebook.get(target));
        assert_eq!((&theirs.status, &theirs.headers), (&ours.status, &ours.headers), "{target}");
        assert!(theirs.body == ours.body, "{target}");
        *statuses.entry(ours.status).or_insert(0) += 1;
    }
    for status in ["200", "301", "404", "410"] {
        assert!(statuses.get(status).is_some_and(|count| *count > 2), "{statuses:?}");
    }
    // Whoever is led on can't be led to another site by the address that they asked for.
    for target in ["//elsewhere.example/index.html", "/\\elsewhere.example/index.html"] {
        let led = nginx.get(target).headers.get("location").cloned().unwrap_or_default();
        assert!(!led.starts_with("//") && !led.starts_with("/\\"), "{target} leads to {led}");
    }
}

#[test]
fn systemd_understands_the_units_of_the_handbook() {
    let Some(analyze) = program("systemd-analyze") else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).expect("a writable folder");
        path
    };
    let verified = |service: &str| {
        let socket = write("casebook.socket", example("ini", "[Socket]"));
        let service = write("casebook.service", &service.replace("/usr/local/bin/casebook", CASEBOOK));
        let ended = Command::new(&analyze).args(["verify", "--man=no"]).args([socket, service]).output().expect("systemd-analyze");
        let said = String::from_utf8_lossy(&ended.stderr).into_owned();
        // It looks at other units of this machine as well.
        said.lines().filter(|line| line.contains("casebook.s")).map(str::to_owned).collect::<Vec<_>>()
    };
    let service = example("ini", "[Service]");
    assert_eq!(verified(service), Vec::<String>::new());
    assert!(!verified(&service.replace("Type=notify", "Type=nonsense")).is_empty(), "what is wrong is found");
}
