//! `casebook serve --public`: the site for its readers, on the open network.

use super::{explain, until_told_to_end, unwatched};
use crate::environment;
use crate::error::{CommandError, Outcome};
use crate::site_folder::{SiteArgument, kept, pictures, prune};
use crate::terminal;
use casebook_server::folder::Folder;
use casebook_server::pictures::{Pictures, Pruned};
use casebook_server::{Doors, Limits, OpenError, Publisher, Tls, serve_public};
use ipnet::IpNet;
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tracing_subscriber::filter::LevelFilter;

/// Files that the process needs besides its connections: half of them are those that readers are sent.
const OTHER_FILES: usize = 512;

/// How many files a server can use, with as many readers as it takes unless it is told otherwise.
pub(in crate::commands) fn wanted_files() -> usize {
    Limits::default().connections + OTHER_FILES
}

#[derive(clap::Args, Debug)]
pub(super) struct Public {
    /// Serve the site to its readers: no drafts, the last edition without errors
    #[arg(long, help_heading = "Public service")]
    public: bool,
    /// The site's certificate and those that vouch for it, in PEM; HTTPS is then spoken on `--listen`
    #[arg(long, value_name = "FILE", requires_all = ["public", "tls_key"], help_heading = "Public service")]
    tls_cert: Option<PathBuf>,
    /// The certificate's key, in PEM; both files are read again at SIGHUP
    #[arg(long, value_name = "FILE", requires = "tls_cert", help_heading = "Public service")]
    tls_key: Option<PathBuf>,
    /// Another address, such as 0.0.0.0:80, that only leads to the site's https address
    #[arg(long, value_name = "ADDRESS", requires = "public", help_heading = "Public service")]
    redirect_http: Option<String>,
    /// A network of proxies in front, such as 10.0.0.0/8; only their X-Forwarded-Proto is believed
    #[arg(long, value_name = "CIDR", requires = "public", help_heading = "Public service")]
    behind_proxy: Vec<IpNet>,
    /// An address for Prometheus and health checks, that readers can't reach
    #[arg(long, value_name = "ADDRESS", requires = "public", help_heading = "Public service")]
    metrics: Option<String>,
    /// Connections at a time
    #[arg(long, value_name = "N", default_value_t = Limits::default().connections, help_heading = "Public service")]
    max_connections: usize,
    /// Connections at a time from one network (/24 of IPv4, /48 of IPv6)
    #[arg(long, value_name = "N", default_value_t = Limits::default().connections_per_network, help_heading = "Public service")]
    max_connections_per_network: usize,
    /// How logs are written, on standard error
    #[arg(long, value_name = "FORM", default_value = "text", help_heading = "Public service")]
    log_format: LogFormat,
    /// What is logged; `debug` logs each request, without the reader's address
    #[arg(long, value_name = "LEVEL", default_value = "info", help_heading = "Public service")]
    log_level: LogLevel,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum LogFormat {
    /// Lines for people
    Text,
    /// One JSON object a line
    Json,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum LogLevel {
    Error,
    Warn,
    Info,
    Debug,
}

impl Public {
    pub(super) const fn is_public(&self) -> bool {
        self.public
    }

    pub(super) fn run(&self, site: &SiteArgument, listen: &str) -> Result<Outcome, CommandError> {
        self.begin_log();
        let folder = site.open()?;
        let tls = self.tls()?;
        // Before anything is read, so that an address that is taken is told at once.
        let (doors, address) = self.doors(listen, tls.clone())?;
        let watching = folder.watch().map_err(unwatched)?;
        let pictures = Arc::new(pictures(&folder));
        let Some(publisher) = open(site, folder, Arc::clone(&pictures))? else { return Ok(Outcome::HasErrors) };
        self.check_base(&publisher)?;
        let scheme = if tls.is_some() { "https" } else { "http" };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| CommandError::environment(format!("can't start the server: {error}")))?;
        runtime.block_on(async {
            terminal::print(&format!("{scheme}://{address}\n"))?;
            let (live, last_good) = (publisher.live(), kept(&site.path));
            let pruning = move || tell_pruned(prune(&pictures, &last_good, &live.site));
            let watch = publisher.follow(watching).map_err(unwatched)?;
            let ended = serve(publisher, doors, self.limits(), tls, pruning).await;
            drop(watch);
            ended
        })
    }

    fn begin_log(&self) {
        let level = match self.log_level {
            LogLevel::Error => LevelFilter::ERROR,
            LogLevel::Warn => LevelFilter::WARN,
            LogLevel::Info => LevelFilter::INFO,
            LogLevel::Debug => LevelFilter::DEBUG,
        };
        let log = tracing_subscriber::fmt().with_max_level(level).with_target(false).with_writer(std::io::stderr);
        match self.log_format {
            LogFormat::Text => log.with_ansi(terminal::is_coloured()).init(),
            LogFormat::Json => log.json().init(),
        }
    }

    fn tls(&self) -> Result<Option<Arc<Tls>>, CommandError> {
        let (Some(certificate), Some(key)) = (&self.tls_cert, &self.tls_key) else { return Ok(None) };
        let tls = Tls::open(certificate, key).map_err(|error| {
            CommandError::environment(error.to_string()).hint("give the chain of certificates, the site's first, and its key, both in PEM")
        })?;
        Ok(Some(Arc::new(tls)))
    }

    fn doors(&self, listen: &str, tls: Option<Arc<Tls>>) -> Result<(Doors, SocketAddr), CommandError> {
        let listeners = match inherited()? {
            inherited if inherited.is_empty() => vec![bind(listen)?],
            inherited => inherited,
        };
        let address = listeners[0].local_addr().map_err(|error| explain(listen, &error))?;
        let mut doors = Doors { proxies: self.behind_proxy.clone(), ..Doors::default() };
        match tls {
            Some(tls) => doors.secure = listeners.into_iter().map(|listener| (listener, Arc::clone(&tls))).collect(),
            None => doors.plain = listeners,
        }
        doors.to_https = self.redirect_http.iter().map(|listen| bind(listen)).collect::<Result<_, _>>()?;
        doors.monitor = self.metrics.as_deref().map(bind).transpose()?;
        Ok((doors, address))
    }

    fn check_base(&self, publisher: &Publisher) -> Result<(), CommandError> {
        if self.redirect_http.is_some() && !publisher.has_https_base() {
            let missing = CommandError::usage("`--redirect-http` has nowhere to lead to: `base` in site.toml is no https address");
            return Err(missing.hint("write it as `base = \"https://example.org\"`"));
        }
        if publisher.live().site.settings().base.is_none() {
            tracing::warn!(
                "site.toml has no `base`, the site's address: readers get every page, but the sitemap, the feeds and the addresses that search \
                 engines are told are of no use. Write it as the first line of site.toml: base = \"https://example.org\""
            );
        }
        Ok(())
    }

    fn limits(&self) -> Limits {
        let files = environment::raise_open_files();
        let possible = files.saturating_sub(OTHER_FILES);
        if possible < self.max_connections {
            let told = format!(
                "up to {possible} readers can be connected at a time, which is plenty for most sites. For more, let this process open more files \
                 than {files}: LimitNOFILE=32768 in the service of systemd, or `ulimit -n 32768` before the start"
            );
            // Whoever asked for no number is content with what there is.
            match self.max_connections == Limits::default().connections {
                true => tracing::debug!("{told}"),
                false => tracing::warn!("{told}"),
            }
        }
        Limits { connections: self.max_connections.min(possible), connections_per_network: self.max_connections_per_network, ..Limits::default() }
    }
}

/// The site as readers get it; `None` where there is nothing good to give them, which is told.
fn open(site: &SiteArgument, folder: Arc<Folder>, pictures: Arc<Pictures>) -> Result<Option<Arc<Publisher>>, CommandError> {
    match Publisher::open(folder, pictures, kept(&site.path), environment::now) {
        Ok(publisher) => Ok(Some(publisher)),
        Err(OpenError::Folder(error)) => Err(CommandError::file("read", &site.path, &error)),
        Err(OpenError::Broken(_)) => {
            terminal::say("Nothing is served: the site has errors, and no good edition of it is kept from before.\n");
            Ok(None)
        }
    }
}

fn tell_pruned(pruned: Pruned) {
    if pruned.files > 0 {
        tracing::info!(
            files = pruned.files,
            bytes = pruned.bytes,
            "pictures and texts that no page has needed for a month went from the cache folder"
        );
    }
}

/// `pruning` is what is done when all else is.
async fn serve(
    publisher: Arc<Publisher>,
    doors: Doors,
    limits: Limits,
    tls: Option<Arc<Tls>>,
    pruning: impl FnOnce() + Send + 'static,
) -> Result<Outcome, CommandError> {
    let ready = Arc::clone(&publisher);
    let making = tokio::spawn(make_the_rest(ready, pruning));
    let renewing = tokio::spawn(renew_certificate(tls));
    let resting = tokio::spawn(rest_after_each_edition(making, publisher.editions()));
    tell_systemd(Moment::Ready);
    let shutdown = async {
        until_told_to_end().await;
        tell_systemd(Moment::Stopping);
    };
    let ended = serve_public(doors, publisher, limits, environment::cores(), shutdown).await;
    renewing.abort();
    resting.abort();
    ended.map(|()| Outcome::Done).map_err(|error| CommandError::environment(format!("the server failed: {error}")))
}

/// Makes what nobody asked for yet, while readers are served; what they ask for first is made for them at once.
/// Whoever waited at the door while the server started is answered before this takes all cores.
async fn make_the_rest(publisher: Arc<Publisher>, pruning: impl FnOnce() + Send + 'static) {
    const FIRST_ANSWERS: Duration = Duration::from_millis(20);
    tokio::time::sleep(FIRST_ANSWERS).await;
    let _ = tokio::task::spawn_blocking(move || publisher.make_ready()).await;
    // By itself, so that a server that is told to end meanwhile doesn't begin with it.
    let _ = tokio::task::spawn_blocking(pruning).await;
}

/// Making an edition needs more memory than keeping it: soon after each, what is left over is given back.
/// `making` is what the first edition takes after it is live.
async fn rest_after_each_edition(making: tokio::task::JoinHandle<()>, mut editions: watch::Receiver<u64>) {
    const SOON: Duration = Duration::from_secs(2);
    let _ = making.await;
    loop {
        tokio::time::sleep(SOON).await;
        let _ = tokio::task::spawn_blocking(environment::give_back_memory).await;
        if editions.changed().await.is_err() {
            return;
        }
    }
}

/// Reads the certificate again whenever the operator says that there is a new one.
async fn renew_certificate(tls: Option<Arc<Tls>>) {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let (Some(tls), Ok(mut hangup)) = (tls, signal(SignalKind::hangup())) else { return };
        while hangup.recv().await.is_some() {
            match tls.reload() {
                Ok(()) => tracing::info!("the certificate was read again"),
                Err(error) => tracing::error!("the new certificate can't be used, the old one stays: {error}"),
            }
        }
    }
    #[cfg(not(unix))]
    drop(tls);
}

/// What systemd is told.
#[derive(Clone, Copy)]
enum Moment {
    Ready,
    Stopping,
}

/// Tells systemd, if it started us.
fn tell_systemd(moment: Moment) {
    #[cfg(unix)]
    {
        let state = match moment {
            Moment::Ready => sd_notify::NotifyState::Ready,
            Moment::Stopping => sd_notify::NotifyState::Stopping,
        };
        // Nobody listens where there is no systemd.
        let _ = sd_notify::notify(&[state]);
    }
    #[cfg(not(unix))]
    drop(moment);
}

/// Sockets that systemd opened for us.
#[cfg(not(unix))]
fn inherited() -> Result<Vec<TcpListener>, CommandError> {
    Ok(Vec::new())
}

/// Sockets that systemd opened for us.
#[cfg(unix)]
fn inherited() -> Result<Vec<TcpListener>, CommandError> {
    let mut inherited = listenfd::ListenFd::from_env();
    let listeners = (0..inherited.len()).map(|index| inherited.take_tcp_listener(index));
    let listeners: Result<Vec<_>, _> = listeners.collect();
    let listeners = listeners.map_err(|error| CommandError::environment(format!("a socket from systemd can't be used: {error}")))?;
    Ok(listeners.into_iter().flatten().collect())
}

fn bind(listen: &str) -> Result<TcpListener, CommandError> {
    TcpListener::bind(listen).map_err(|error| explain(listen, &error))
}
