//! nginx as its manual sets it up for files: sendfile, files kept open, no access log, bodies
//! compressed beforehand.

use super::free_address;
use crate::failure::{Context as _, Failure};
use crate::http::Connection;
use crate::program::find;
use crate::served::end;
use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// Where Debian puts it, which is on the `PATH` of root alone.
const DEBIAN: &str = "/usr/sbin/nginx";
const PATIENCE: Duration = Duration::from_secs(10);

/// A running nginx. Dropping it ends all its processes.
pub(super) struct Nginx {
    child: Child,
    pub(super) address: SocketAddr,
}

/// What it serves, and from where.
pub(super) struct Setup {
    folder: PathBuf,
    program: PathBuf,
    config: PathBuf,
    pub(super) address: SocketAddr,
}

impl Nginx {
    /// The program, where it is installed.
    pub(super) fn find() -> Option<PathBuf> {
        find("nginx").or_else(|| Some(PathBuf::from(DEBIAN)).filter(|path| path.is_file()))
    }

    /// Starts it and waits until it answers.
    pub(super) fn start(setup: &Setup) -> Result<Self, Failure> {
        let child = setup.command().spawn().context(setup.program.display())?;
        let nginx = Self { child, address: setup.address };
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            if Connection::open(nginx.address).is_ok() {
                return Ok(nginx);
            }
            thread::sleep(Duration::from_millis(10));
        }
        let said = fs::read_to_string(setup.folder.join("error.log")).unwrap_or_default();
        Err(Failure(format!("nginx doesn't answer at {}\n{}", nginx.address, said.trim())))
    }

    pub(super) fn id(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // Its workers would outlive a master that is killed.
        end(&mut self.child).ok();
    }
}

impl Setup {
    /// Writes the configuration. Files are served from `root` in the folder.
    pub(super) fn write(program: &Path, folder: &Path, locations: &str) -> Result<Self, Failure> {
        fs::create_dir_all(folder.join("root")).context(folder.display())?;
        let address = free_address()?;
        let config = folder.join("nginx.conf");
        fs::write(&config, configuration(folder, address, locations)).context(config.display())?;
        Ok(Self { folder: folder.to_owned(), program: program.to_owned(), config, address })
    }

    /// Puts a file where it is served from, with its compressed form if it has one.
    pub(super) fn put(folder: &Path, name: &str, body: &[u8], gzip: Option<&[u8]>) -> Result<(), Failure> {
        let path = folder.join("root").join(name);
        fs::create_dir_all(path.parent().unwrap_or(folder)).context(path.display())?;
        fs::write(&path, body).context(path.display())?;
        let compressed = path.with_file_name(format!("{name}.gz"));
        gzip.map_or(Ok(()), |gzip| fs::write(&compressed, gzip)).context(compressed.display())
    }

    pub(super) fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.arg("-c").arg(&self.config).arg("-e").arg(self.folder.join("error.log"));
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command
    }
}

fn configuration(folder: &Path, address: SocketAddr, locations: &str) -> String {
    let folder = folder.display();
    let temporary: String =
        ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].iter().map(|what| format!("{what}_temp_path {folder}/{what};\n")).collect();
    format!(
        "daemon off;\nworker_processes 2;\nworker_rlimit_nofile 20000;\npid {folder}/nginx.pid;\n\
         events {{ worker_connections 12000; }}\n\
         http {{\naccess_log off;\nsendfile on;\ntcp_nopush on;\ntcp_nodelay on;\n\
         keepalive_timeout 60s;\nkeepalive_requests 1000000000;\nserver_tokens off;\ngzip_static on;\n\
         open_file_cache max=2000 inactive=60s;\nopen_file_cache_valid 60s;\ntypes {{ }}\n{temporary}\
         server {{\nlisten {address};\nroot {folder}/root;\n{locations}}}\n}}\n"
    )
}
