//! What is served is what is written: the demo is built and served, and every address compared.

mod support;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use support::copy;

/// A server that ends with the test.
struct Served {
    program: Child,
    address: String,
}

impl Served {
    fn start(site: &Path) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_casebook"));
        let mut program = command
            .arg("serve")
            .arg(site)
            .args(["--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program runs");
        let mut line = String::new();
        BufReader::new(program.stdout.take().expect("its output")).read_line(&mut line).expect("the address");
        let address = line.trim().trim_start_matches("http://").trim_end_matches('/').to_owned();
        Self { program, address }
    }

    /// The status line and headers as text, and the body.
    fn get(&self, path: &str) -> (String, Vec<u8>) {
        let mut stream = TcpStream::connect(&self.address).expect("it listens");
        stream.set_read_timeout(Some(Duration::from_secs(60))).expect("a limit");
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address).expect("it reads");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("it answers");
        let end = answer.windows(4).position(|window| window == b"\r\n\r\n").expect("headers");
        (String::from_utf8_lossy(&answer[..end]).into_owned(), answer[end + 4..].to_vec())
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

/// The page without the one script that the draft server adds.
fn without_live_script(page: &[u8]) -> Vec<u8> {
    let text = String::from_utf8(page.to_vec()).expect("a page is text");
    let start = text.rfind("<script type=\"module\" src=\"/-/live.js").expect("a draft page has the script of the server");
    let end = start + text[start..].find("</script>\n").expect("its end") + "</script>\n".len();
    [&text[..start], &text[end..]].concat().into_bytes()
}

#[test]
fn what_is_served_is_what_is_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let (site, out) = (folder.path().join("demo"), folder.path().join("public"));
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/demo"), &site);
    let mut build = Command::new(env!("CARGO_BIN_EXE_casebook"));
    let built = build.arg("build").arg(&site).arg("--drafts").arg("--out").arg(&out).output().expect("the program runs");
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    let served = Served::start(&site);
    let mut written = Vec::new();
    files(&out, &mut written);
    let (mut pages, mut others, mut stubs) = (0, 0, 0);
    for path in &written {
        let name = path.strip_prefix(&out).expect("it is below").to_string_lossy().into_owned();
        if name.starts_with('_') || name == ".casebook-build" {
            // Rules for the host and the list of files: a server has no use for them.
            continue;
        }
        let url = format!("/{}", name.strip_suffix("index.html").unwrap_or(&name));
        let (head, body) = served.get(&url);
        let bytes = fs::read(path).expect("a file");
        if head.starts_with("HTTP/1.1 301") {
            let stub = String::from_utf8_lossy(&bytes);
            let to = head.lines().find_map(|line| line.strip_prefix("location: ")).expect("where to");
            assert!(stub.contains("http-equiv=\"refresh\"") && stub.contains(to), "{url}: {stub}");
            stubs += 1;
        } else if name.ends_with(".html") {
            assert!(without_live_script(&body) == bytes, "{url} is served as it is written");
            pages += 1;
        } else {
            assert!(head.starts_with("HTTP/1.1 200") && body == bytes, "{url} is served as it is written: {head}");
            others += 1;
        }
    }
    assert!(pages > 100 && others > 20 && stubs > 0, "{pages} pages, {others} other files, {stubs} stubs");
}
