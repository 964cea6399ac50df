//! `casebook serve --public` as a process: how it starts, is told, ends, and is cut off.
#![cfg(unix)]

use rustix::process::{Pid, Signal, kill_process};
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixDatagram;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

const CASEBOOK: &str = env!("CARGO_BIN_EXE_casebook");

/// Reached only by a test that fails.
const HANG_GUARD: Duration = Duration::from_secs(60);

struct Site(tempfile::TempDir);

impl Site {
    fn new() -> Self {
        let site = Self(tempfile::tempdir().expect("a folder"));
        site.write("site.toml", "title = \"T\"\nowner = \"O\"\nlanguages = [\"en\"]\n");
        site.write("content/_index.md", "+++\ntitle = \"Home\"\n+++\n");
        site.write("content/about.md", &about(0));
        site
    }

    fn path(&self) -> PathBuf {
        self.0.path().join("site")
    }

    fn write(&self, path: &str, text: &str) {
        let full = self.path().join(path);
        fs::create_dir_all(full.parent().expect("a folder")).expect("a writable folder");
        fs::write(full, text).expect("a writable folder");
    }
}

/// A page that says its revision at its beginning and at its end.
fn about(revision: usize) -> String {
    format!("+++\ntitle = \"About\"\n+++\nBegin-{revision}.\n\n{}\n\nEnd-{revision}.\n", "Words and words. ".repeat(2_000))
}

struct Server {
    child: Child,
    address: SocketAddr,
}

impl Server {
    fn start(site: &Path) -> Self {
        let mut command = Command::new(CASEBOOK);
        command.arg("serve").arg(site).args(["--public", "--listen", "127.0.0.1:0"]);
        Self::spawn(command)
    }

    fn spawn(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("casebook");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("a pipe")).read_line(&mut line).expect("a line");
        let address = line.trim().rsplit('/').next().and_then(|address| address.parse().ok()).expect("an address");
        Self { child, address }
    }

    fn tell(&self, signal: Signal) {
        let id = Pid::from_child(&self.child);
        kill_process(id, signal).expect("it runs");
    }

    fn wait(&mut self) -> ExitStatus {
        self.child.wait().expect("its end")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What a server says at its start, when the system allows it few open files.
fn said_at_start(site: &Site, more: &str) -> String {
    let log = site.0.path().join("log");
    let mut command = Command::new("sh");
    let start = format!("ulimit -n 1000 && exec \"$0\" serve \"$1\" --public --listen 127.0.0.1:0 {more} 2> \"$2\"");
    command.args(["-c", &start, CASEBOOK]).arg(site.path()).arg(&log);
    let server = Server::spawn(command);
    assert!(get(server.address, "/").is_some());
    drop(server);
    fs::read_to_string(log).expect("a log")
}

#[test]
fn what_a_site_lacks_is_said_at_the_start_and_what_suffices_is_no_alarm() {
    let site = Site::new();
    let said = said_at_start(&site, "--max-connections 5000");
    assert!(said.contains("WARN site.toml has no `base`") && said.contains("base = \"https://example.org\""), "{said}");
    assert!(said.contains("WARN up to 488 readers can be connected at a time") && said.contains("LimitNOFILE=32768"), "{said}");
    site.write("site.toml", "base = \"https://example.org\"\ntitle = \"T\"\nowner = \"O\"\nlanguages = [\"en\"]\n");
    let said = said_at_start(&site, "");
    assert!(!said.contains("WARN") && !said.contains("readers can be connected") && !said.contains("no `base`"), "{said}");
}

/// A page's body; `None` where the server doesn't answer at all. Half an answer is a failure.
fn get(address: SocketAddr, target: &str) -> Option<String> {
    answer(address, target).map(|(_, body)| body)
}

/// The head and the body of an answer.
fn answer(address: SocketAddr, target: &str) -> Option<(String, String)> {
    let mut stream = TcpStream::connect(address).ok()?;
    stream.set_read_timeout(Some(HANG_GUARD)).expect("a time");
    write!(stream, "GET {target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").ok()?;
    let mut answer = String::new();
    let ended = stream.read_to_string(&mut answer);
    // Whoever comes in the moment in which it ends is told so, or nothing.
    if answer.is_empty() || answer.starts_with("HTTP/1.1 503 ") {
        return None;
    }
    ended.expect("a whole answer");
    let (head, body) = answer.split_once("\r\n\r\n").expect("a whole head");
    let len: usize = head.lines().find_map(|line| line.strip_prefix("content-length: ")).and_then(|len| len.parse().ok()).expect("a length");
    assert_eq!(body.len(), len, "a whole body");
    Some((head.to_owned(), body.to_owned()))
}

/// A request that is answered in place: its head is all that is waited for.
fn ask(address: SocketAddr, target: &str) {
    let mut stream = TcpStream::connect(address).expect("a server");
    write!(stream, "HEAD {target} HTTP/1.1\r\nHost: a\r\n\r\n").expect("a server that listens");
    assert!(stream.read(&mut [0; 16]).expect("an answer") > 0);
}

/// The revision that a page shows; it is one from its beginning to its end.
fn revision(page: &str) -> usize {
    let after = |word: &str| page.split(word).nth(1).and_then(|rest| rest.split('.').next()?.parse().ok());
    let (first, last): (Option<usize>, Option<usize>) = (after("Begin-"), after("End-"));
    assert_eq!(first, last, "a page is of one edition");
    first.expect("a revision")
}

/// Readers who ask all the time until told to stop.
struct Load {
    is_over: Arc<AtomicBool>,
    answers: Arc<AtomicUsize>,
    readers: Vec<thread::JoinHandle<()>>,
}

impl Load {
    fn on(address: SocketAddr) -> Self {
        let (is_over, answers) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
        let reader = || {
            let (is_over, answers) = (Arc::clone(&is_over), Arc::clone(&answers));
            thread::spawn(move || {
                while !is_over.load(Ordering::Relaxed) {
                    let Some(page) = get(address, "/about/") else { continue };
                    revision(&page);
                    answers.fetch_add(1, Ordering::Relaxed);
                }
            })
        };
        let readers = (0..4).map(|_| reader()).collect();
        Self { is_over, answers, readers }
    }

    fn until(&self, count: usize) {
        while self.answers.load(Ordering::Relaxed) < count {
            thread::yield_now();
        }
    }

    fn end(self) {
        self.is_over.store(true, Ordering::Relaxed);
        self.readers.into_iter().for_each(|reader| reader.join().expect("only whole answers"));
    }
}

#[test]
fn told_to_end_under_load_it_ends_after_its_answers() {
    let site = Site::new();
    let mut server = Server::start(&site.path());
    let load = Load::on(server.address);
    load.until(200);
    server.tell(Signal::TERM);
    assert!(server.wait().success());
    load.end();
}

#[test]
fn cut_off_while_it_publishes_it_starts_again_with_a_whole_edition() {
    let site = Site::new();
    for round in 0..10 {
        let mut server = Server::start(&site.path());
        let load = Load::on(server.address);
        load.until(20);
        // Edits come until the very end, so that it is cut off at work.
        for edit in 1..=5 {
            site.write("content/about.md", &about(round * 5 + edit));
        }
        load.until(20 + round * 7);
        server.tell(Signal::KILL);
        server.wait();
        load.end();
        let server = Server::start(&site.path());
        let shown = revision(&get(server.address, "/about/").expect("an answer"));
        assert_eq!(shown, round * 5 + 5, "what is in the folder is what readers get");
    }
}

#[test]
fn cut_off_and_broken_it_serves_the_last_good_edition() {
    let site = Site::new();
    let notes = site.0.path().join("notify");
    let told = UnixDatagram::bind(&notes).expect("a socket");
    told.set_read_timeout(Some(HANG_GUARD)).expect("a time");
    let mut command = Command::new(CASEBOOK);
    command.arg("serve").arg(site.path()).args(["--public", "--listen", "127.0.0.1:0"]).env("NOTIFY_SOCKET", &notes);
    let mut server = Server::spawn(command);
    let mut note = [0; 64];
    let len = told.recv(&mut note).expect("systemd is told");
    assert_eq!(&note[..len], b"READY=1\n");
    assert!(get(server.address, "/about/").is_some());
    while !site.path().join(".casebook/last-good/manifest").exists() {
        thread::yield_now();
    }
    server.tell(Signal::KILL);
    server.wait();
    site.write("content/about.md", "+++\nno front matter\n");
    let server = Server::start(&site.path());
    assert_eq!(revision(&get(server.address, "/about/").expect("an answer")), 0);
}

#[test]
fn errors_and_no_good_edition_end_it_with_code_1() {
    let site = Site::new();
    site.write("content/about.md", "+++\nno front matter\n");
    let output = Command::new(CASEBOOK).arg("serve").arg(site.path()).args(["--public", "--listen", "127.0.0.1:0"]).output().expect("casebook");
    assert_eq!(output.status.code(), Some(1));
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(told.contains("content/about.md") && told.contains("Nothing is served"), "{told}");
}

#[test]
fn it_takes_the_socket_that_systemd_opened() {
    let site = Site::new();
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("an address");
    let mut command = Command::new("sh");
    // systemd hands sockets over from number 3 on, and says to whom.
    command.args(["-c", "exec 3<&0 </dev/null; LISTEN_PID=$$ LISTEN_FDS=1 exec \"$0\" \"$@\"", CASEBOOK, "serve"]);
    command.arg(site.path()).args(["--public", "--listen", "127.0.0.1:1"]).stdin(OwnedFd::from(listener));
    let server = Server::spawn(command);
    assert_eq!(server.address, address);
    assert!(get(address, "/about/").is_some());
}

#[test]
fn a_failure_is_one_line_for_the_operator_and_a_reference_for_the_reader() {
    let site = Site::new();
    site.write("content/film/index.md", "+++\ntitle = \"Film\"\nkind = \"document\"\nform = \"A film\"\n[[files]]\nfile = \"film.bin\"\n+++\n");
    site.write("content/film/film.bin", "0123456789");
    let mut command = Command::new(CASEBOOK);
    command.arg("serve").arg(site.path()).args(["--public", "--listen", "127.0.0.1:0", "--log-format", "json"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("casebook");
    let mut line = String::new();
    BufReader::new(child.stdout.take().expect("a pipe")).read_line(&mut line).expect("a line");
    let address: SocketAddr = line.trim().rsplit('/').next().and_then(|address| address.parse().ok()).expect("an address");
    let page = get(address, "/film/").expect("an answer");
    let film = page.split('"').find(|part| part.ends_with("/film.bin")).expect("the address of the film").to_owned();
    let file = site.path().join("content/film/film.bin");
    fs::remove_file(&file).expect("it is there");
    // A link to itself: the system can't say what it is.
    std::os::unix::fs::symlink("film.bin", &file).expect("a link");
    let (head, body) = answer(address, &film).expect("an answer");
    kill_process(Pid::from_child(&child), Signal::TERM).expect("it runs");
    let log = String::from_utf8_lossy(&child.wait_with_output().expect("its end").stderr).into_owned();
    assert!(head.starts_with("HTTP/1.1 500 ") && !body.contains("film.bin"), "{head}\n{body}");
    let reference = head.lines().find_map(|line| line.strip_prefix("x-request-id: ")).unwrap_or_else(|| panic!("no reference: {head}"));
    let told: Vec<&str> = log.lines().filter(|line| line.contains(reference)).collect();
    assert!(told.len() == 1 && told[0].contains("ERROR") && told[0].contains(&film), "{reference}: {log}");
}

#[test]
fn a_change_that_is_not_public_says_where_its_first_error_is() {
    let site = Site::new();
    let log = site.0.path().join("log");
    let mut command = Command::new("sh");
    command.args(["-c", "exec \"$0\" serve \"$1\" --public --listen 127.0.0.1:0 2> \"$2\"", CASEBOOK]).arg(site.path()).arg(&log);
    let server = Server::spawn(command);
    site.write("content/about.md", "+++\ntitle = \"About\"\ndescripton = \"x\"\nweigth = 1\n+++\n");
    // While the file is being written, it may be told of half of it, too.
    let is_whole = |line: &&str| line.contains("the change is not public") && line.contains("errors=2");
    let told = || fs::read_to_string(&log).expect("a log").lines().find(|line| is_whole(line)).map(str::to_owned);
    // A minute, and no test that passes waits so long.
    let told = (0..6_000).find_map(|_| {
        told().or_else(|| {
            thread::sleep(Duration::from_millis(10));
            None
        })
    });
    let told = told.expect("it is told");
    assert!(told.contains("casebook check") && told.contains("content/about.md:3"), "{told}");
    drop(server);
}

#[test]
fn logs_hold_no_address_of_a_reader() {
    let site = Site::new();
    let mut command = Command::new(CASEBOOK);
    command.arg("serve").arg(site.path()).args(["--public", "--listen", "127.0.0.1:0", "--log-format", "json", "--log-level", "debug"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("casebook");
    let mut line = String::new();
    BufReader::new(child.stdout.take().expect("a pipe")).read_line(&mut line).expect("a line");
    let address: SocketAddr = line.trim().rsplit('/').next().and_then(|address| address.parse().ok()).expect("an address");
    assert!(get(address, "/about/").is_some() && get(address, "/nowhere/?secret=1").is_some());
    ask(address, "/about/?secret=2");
    kill_process(Pid::from_child(&child), Signal::TERM).expect("it runs");
    let log = child.wait_with_output().expect("its end").stderr;
    let log = String::from_utf8_lossy(&log);
    assert_eq!(log.matches("\"path\":\"/about/\"").count(), 2, "{log}");
    assert!(log.contains("\"status\":404") && log.contains("\"method\":\"HEAD\""), "{log}");
    assert!(!log.contains("127.0.0.1") && !log.contains("secret"), "{log}");
}
