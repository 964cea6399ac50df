//! Other programs: where they are, how they are run, how Casebook's own binary is built.

use crate::failure::{Context as _, Failure};
use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The root of the workspace.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."))
}

/// The cargo that runs this.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root());
    command
}

/// Where a program stands on `PATH`.
pub(crate) fn find(name: &str) -> Option<PathBuf> {
    let folders = env::var_os("PATH")?;
    env::split_paths(&folders).map(|folder| folder.join(name)).find(|path| path.is_file())
}

/// Says what is run, runs it, and fails when it fails.
pub(crate) fn run(command: &mut Command) -> Result<(), Failure> {
    let line = described(command);
    eprintln!("$ {line}");
    let status = command.status().context(&line)?;
    if status.success() { Ok(()) } else { Err(Failure(format!("`{line}` ended with {status}"))) }
}

/// Whether the command can be started and ends well; its output is thrown away.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

/// The command as one would type it, without its folder.
fn described(command: &Command) -> String {
    let name = Path::new(command.get_program()).file_name().unwrap_or(command.get_program());
    let words = std::iter::once(name).chain(command.get_args());
    words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}

/// In which of cargo's profiles a binary is built.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Profile {
    /// Fast to build: what tests run.
    Dev,
    /// Fast to run: what is measured.
    Release,
}

/// Builds the binary `casebook` and says where cargo has put it.
pub(crate) fn build_casebook(profile: Profile) -> Result<PathBuf, Failure> {
    let mut command = cargo();
    command.args(["build", "--package", "casebook", "--bin", "casebook", "--message-format", "json-render-diagnostics"]);
    if matches!(profile, Profile::Release) {
        command.arg("--release");
    }
    let line = described(&command);
    eprintln!("$ {line}");
    let output = command.stderr(Stdio::inherit()).output().context(&line)?;
    if !output.status.success() {
        return Err(Failure(format!("`{line}` ended with {}", output.status)));
    }
    let messages = String::from_utf8_lossy(&output.stdout);
    let mut executables = messages.lines().filter_map(|line| {
        let message: serde_json::Value = serde_json::from_str(line).ok()?;
        let is_ours = message["target"]["name"] == "casebook";
        message["executable"].as_str().filter(|_| is_ours).map(PathBuf::from)
    });
    executables.next_back().ok_or_else(|| Failure::new("cargo built `casebook` but named no executable"))
}
