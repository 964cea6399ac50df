//! `casebook serve`: the draft in a browser, following every change; or the site for its readers.

pub(super) mod public;

use crate::environment;
use crate::error::{CommandError, Outcome};
use crate::site_folder::{SiteArgument, kept, pictures, prune};
use crate::terminal;
use casebook_server::folder::WatchError;
use casebook_server::{App, Hosts, serve};
use casebook_site::diagnostic::Diagnostics;
use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::sync::watch::Receiver;

/// Show a site's draft in the browser, or serve the site to its readers
///
/// Serves the site with its drafts and its mistakes, on this machine, and shows each change as
/// soon as a file is saved. With `--public` it serves what readers may see, to everybody who
/// reaches it: the last edition without errors. It prints its address on standard output.
#[derive(clap::Args, Debug)]
pub(crate) struct Serve {
    #[command(flatten)]
    site: SiteArgument,
    /// The address and port to listen on; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:4000")]
    listen: String,
    #[command(flatten)]
    public: public::Public,
}

impl Serve {
    pub(crate) fn run(&self) -> Result<Outcome, CommandError> {
        if self.public.is_public() { self.public.run(&self.site, &self.listen) } else { self.draft() }
    }

    fn draft(&self) -> Result<Outcome, CommandError> {
        let folder = self.site.open()?;
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
        let runtime = runtime.map_err(|error| CommandError::environment(format!("can't start the server: {error}")))?;
        runtime.block_on(async {
            let (listener, address) = self.bind().await?;
            let watching = folder.watch().map_err(unwatched)?;
            let pictures = Arc::new(pictures(&folder));
            let app =
                App::open(folder, Arc::clone(&pictures), environment::now).map_err(|error| CommandError::file("read", &self.site.path, &error))?;
            let watch = app.follow(watching).map_err(unwatched)?;
            terminal::print(&format!("http://{address}\n"))?;
            terminal::say("Serving the draft. Ctrl-C ends it.\n");
            let (site, first) = (self.site.path.clone(), app.edition());
            let pruning = tokio::task::spawn_blocking(move || prune(&pictures, &kept(&site), &first.site));
            let told = tokio::spawn(tell_what_is_wrong(Arc::clone(&app), app.editions(), self.site.path.clone()));
            let given = self.listen.rsplit_once(':').map(|(host, _)| host);
            let ended = serve(listener, app, Hosts::new(address, given), until_told_to_end()).await;
            told.abort();
            drop((watch, pruning));
            ended.map(|()| Outcome::Done).map_err(|error| CommandError::environment(format!("the server failed: {error}")))
        })
    }

    async fn bind(&self) -> Result<(TcpListener, SocketAddr), CommandError> {
        let explained = |error: io::Error| explain(&self.listen, &error);
        let listener = TcpListener::bind(&self.listen).await.map_err(explained)?;
        let address = listener.local_addr().map_err(explained)?;
        Ok((listener, address))
    }
}

/// Why nobody can listen at an address, and what to do.
fn explain(listen: &str, error: &io::Error) -> CommandError {
    let told = CommandError::environment(format!("can't listen on {listen}: {error}"));
    match error.kind() {
        io::ErrorKind::AddrInUse => {
            told.hint("another program listens there, perhaps another `casebook serve`; `--listen 127.0.0.1:0` takes a free port")
        }
        io::ErrorKind::PermissionDenied => told.hint("ports below 1024 are the system's; take a higher one"),
        io::ErrorKind::InvalidInput => {
            CommandError::usage(format!("`{listen}` is not an address with a port")).hint("write it as `127.0.0.1:4000` or `[::1]:4000`")
        }
        _ => told,
    }
}

#[expect(clippy::needless_pass_by_value, reason = "the form that `map_err` wants")]
fn unwatched(error: WatchError) -> CommandError {
    CommandError::environment(error.to_string())
}

/// Shows the diagnostics at the start and whenever they have changed.
async fn tell_what_is_wrong(app: Arc<App>, mut editions: Receiver<i64>, folder: PathBuf) {
    let mut told = Diagnostics::default();
    loop {
        let found = app.diagnostics();
        if found != told {
            if found.is_empty() {
                terminal::say("All errors are mended.\n");
            }
            terminal::say_diagnostics(&found, &app.edition().source, &folder);
            told = found;
        }
        if editions.changed().await.is_err() {
            return;
        }
    }
}

async fn until_told_to_end() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let Ok(mut terminate) = signal(SignalKind::terminate()) else {
            return drop(tokio::signal::ctrl_c().await);
        };
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = terminate.recv() => {}
        }
    }
    #[cfg(not(unix))]
    let _ = tokio::signal::ctrl_c().await;
}
