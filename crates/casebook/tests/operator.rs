//! The examples of the handbook for operators: nginx serves with the one, systemd understands the other.
//!
//! Each test needs the program that it is about, and says so where there is none.
#![cfg(unix)]

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

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

struct Nginx(Child);

impl Drop for Nginx {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn run(folder: &Path, arguments: &[&str]) {
    let ended = Command::new(CASEBOOK).args(arguments).current_dir(folder).output().expect("casebook");
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
}

fn get(address: SocketAddr, target: &str) -> String {
    // It was only just started: a minute is given to it.
    let mut tries = (0..6_000).map(|_| TcpStream::connect(address).inspect_err(|_| thread::sleep(Duration::from_millis(10))));
    let mut stream = tries.find_map(Result::ok).expect("nginx listens");
    stream.set_read_timeout(Some(HANG_GUARD)).expect("a time");
    write!(stream, "GET {target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").expect("a server");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    answer
}

#[test]
fn nginx_serves_a_built_site_as_the_handbook_says() {
    let Some(nginx) = program("nginx") else { return };
    let folder = tempfile::tempdir().expect("a folder");
    run(folder.path(), &["new", "site", "--languages", "en,de", "--base", "https://example.org"]);
    let settings = folder.path().join("site/site.toml");
    let text = fs::read_to_string(&settings).expect("the settings");
    fs::write(&settings, format!("gone = [\"/old-news/\"]\n{text}")).expect("a writable folder");
    run(folder.path(), &["build", "site", "--out", "public"]);
    let free = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = free.local_addr().expect("an address");
    drop(free);
    let is_of_tls = |line: &&str| !line.trim_start().starts_with("ssl_");
    let server: String = example("nginx", "server {").lines().filter(is_of_tls).map(|line| format!("{line}\n")).collect();
    let public = folder.path().join("public");
    let server = server.replace("listen 443 ssl;", &format!("listen {address};")).replace("/srv/public", &public.to_string_lossy());
    let own = folder.path().display();
    let paths: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].iter().map(|name| format!("{name}_temp_path {own}/{name};\n")).collect();
    let settings = format!(
        "daemon off;\nmaster_process off;\npid {own}/pid;\nerror_log {own}/errors;\nevents {{}}\nhttp {{\naccess_log off;\n{paths}\
         types {{ text/html html; text/css css; }}\n{server}\n}}\n"
    );
    let file = folder.path().join("nginx.conf");
    fs::write(&file, settings).expect("a writable folder");
    let mut command = Command::new(nginx);
    let child = command.arg("-p").arg(folder.path()).arg("-c").arg(&file).arg("-e").arg(folder.path().join("errors")).stderr(Stdio::null()).spawn();
    let _running = Nginx(child.expect("nginx"));
    for (target, status, words) in [
        ("/", "200", "lang=\"en\""),
        ("/de/", "200", "lang=\"de\""),
        ("/nowhere/", "404", "lang=\"en\""),
        ("/de/nirgends/", "404", "lang=\"de\""),
        ("/old-news/", "410", "lang=\"en\""),
        ("/_redirects", "403", ""),
    ] {
        let answer = get(address, target);
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")) && answer.contains(words), "{target}: {answer}");
        let is_page = !words.is_empty();
        assert_eq!(answer.contains("Content-Security-Policy: default-src 'none'"), is_page, "{target}: {answer}");
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
