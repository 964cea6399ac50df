//! Who else can see what is nobody else's: `private/`, the key of the certificate, the history in git.

use super::finding::{Check, Finding};
#[cfg(any(unix, test))]
use casebook_site::diagnostic::as_shell_word;
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};

/// Who may do what with a file, as Unix writes it: `0o750`.
#[cfg(unix)]
pub(super) fn mode(path: &Path) -> io::Result<u32> {
    use std::os::unix::fs::PermissionsExt as _;
    Ok(std::fs::metadata(path)?.permissions().mode() & 0o7777)
}

#[cfg(any(unix, test))]
const FOR_OTHERS: u32 = 0o007;
#[cfg(any(unix, test))]
const FOR_GROUP: u32 = 0o070;
#[cfg(any(unix, test))]
const READ: u32 = 0o444;

/// `shown` is the folder as the operator would write it.
#[cfg(any(unix, test))]
pub(super) fn private(mode: u32, shown: &Path) -> Finding {
    let word = as_shell_word(&shown.to_string_lossy());
    if mode & FOR_OTHERS != 0 {
        return Finding::warning(Check::Private, "every user of this machine can look into `private`", format!("chmod o-rwx {word}"));
    }
    if mode & FOR_GROUP != 0 {
        let message = "besides its owner, whoever is in its group can look into `private`";
        return Finding::note(Check::Private, message)
            .advise(format!("see which group that is: ls -ld {word}; if others are in it: chmod g-rwx {word}"));
    }
    Finding::good(Check::Private, "nobody but its owner can look into `private`")
}

#[cfg(any(unix, test))]
pub(super) fn tls_key(mode: &io::Result<u32>, readable: &io::Result<()>, shown: &Path) -> Finding {
    let (name, word) = (shown.display(), as_shell_word(&shown.to_string_lossy()));
    match (readable, mode) {
        (Err(error), _) | (_, Err(error)) => Finding::error(
            Check::TlsKey,
            format!("the key {name} can't be read: {error}"),
            format!("give whoever runs Casebook the right to read it: chgrp casebook {word}; chmod 640 {word}"),
        ),
        (Ok(()), Ok(mode)) if mode & FOR_OTHERS != 0 => Finding::warning(
            Check::TlsKey,
            format!("every user of this machine can read the key {name} and pretend to be the site"),
            format!("chmod o-rwx {word}"),
        ),
        (Ok(()), Ok(mode)) if mode & FOR_GROUP & !READ != 0 => {
            Finding::warning(Check::TlsKey, format!("whoever is in the group of the key {name} can replace it"), format!("chmod g-wx {word}"))
        }
        (Ok(()), Ok(mode)) if mode & FOR_GROUP != 0 => Finding::good(
            Check::TlsKey,
            format!("the key {name} is readable, for its owner and its group alone; `ls -l` names the group, in which should be nobody but Casebook"),
        ),
        _ => Finding::good(Check::TlsKey, format!("the key {name} is readable, for its owner alone")),
    }
}

/// What git says of one of the site's folders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum InGit {
    /// Its files are in the history.
    Tracked,
    /// It isn't, but nothing keeps it from being added.
    Open,
    /// `.gitignore` keeps it out.
    Ignored,
}

/// What git says of a folder below the root of the site.
pub(super) fn in_git(root: &Path, name: &str) -> io::Result<InGit> {
    // A repository that came from somewhere could name a program there that git would start.
    let harmless = ["-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "--no-optional-locks"];
    let git = |arguments: &[&str]| Command::new("git").args(harmless).arg("-C").arg(root).args(arguments).stdin(Stdio::null()).output();
    let tracked = git(&["ls-files", "--", name])?;
    if !tracked.status.success() {
        return Err(io::Error::other(String::from_utf8_lossy(&tracked.stderr).lines().next().unwrap_or("git failed").to_owned()));
    }
    if !tracked.stdout.is_empty() {
        return Ok(InGit::Tracked);
    }
    // A name that may not exist yet: with a slash, so that rules for folders are asked.
    let ignored = git(&["check-ignore", "--quiet", "--", &format!("{name}/x")])?;
    Ok(if ignored.status.success() { InGit::Ignored } else { InGit::Open })
}

/// Whether a folder, or one around it, is under git.
pub(super) fn is_under_git(root: &Path) -> bool {
    root.ancestors().any(|folder| folder.join(".git").exists())
}

pub(super) fn git(private: &io::Result<InGit>, cache: &io::Result<InGit>) -> Vec<Finding> {
    let (private, cache) = match (private, cache) {
        (Ok(private), Ok(cache)) => (*private, *cache),
        (Err(error), _) | (_, Err(error)) => {
            return vec![Finding::note(Check::Git, format!("the site is under git, but git can't be asked what it holds: {error}"))];
        }
    };
    let mut found = Vec::new();
    match private {
        InGit::Tracked => found.push(Finding::warning(
            Check::GitPrivate,
            "`private` is in git: whoever gets the repository gets what is private, from its history, too",
            "git rm -r --cached private, and write `private/` into .gitignore; what was pushed is known to whoever fetched it",
        )),
        InGit::Open => found.push(Finding::warning(Check::GitPrivate, "nothing keeps `private` out of git", "write `private/` into .gitignore")),
        InGit::Ignored => {}
    }
    match cache {
        InGit::Tracked => found.push(Finding::warning(
            Check::GitCache,
            "`.casebook` is in git, where it is of no use and holds drafts",
            "git rm -r --cached .casebook, and write `.casebook/` into .gitignore",
        )),
        InGit::Open => {
            found.push(Finding::note(Check::GitCache, "nothing keeps `.casebook` out of git").advise("write `.casebook/` into .gitignore"));
        }
        InGit::Ignored => {}
    }
    if found.is_empty() {
        found.push(Finding::good(Check::Git, "git leaves `private` and `.casebook` out"));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::finding::Level;
    use super::*;
    use std::fs;

    #[test]
    fn a_private_folder_is_nobody_elses() {
        let shown = Path::new("site/private");
        assert_eq!(private(0o700, shown).level, Level::Good);
        for mode in [0o750, 0o710, 0o770] {
            let found = private(mode, shown);
            assert!(found.level == Level::Note && found.advice.is_some_and(|advice| advice.contains("chmod g-rwx site/private")), "{mode:o}");
        }
        assert_eq!(private(0o755, Path::new("my site/private")).advice.as_deref(), Some("chmod o-rwx 'my site/private'"));
        for mode in [0o755, 0o751, 0o704] {
            assert_eq!(private(mode, shown).advice.as_deref(), Some("chmod o-rwx site/private"), "{mode:o}");
        }
    }

    #[test]
    fn a_key_is_readable_for_us_alone() {
        let refused = || io::Error::from(io::ErrorKind::PermissionDenied);
        for (mode, readable, level) in [
            (Ok(0o600), Ok(()), Level::Good),
            (Ok(0o640), Ok(()), Level::Good),
            (Ok(0o660), Ok(()), Level::Warning),
            (Ok(0o610), Ok(()), Level::Warning),
            (Ok(0o644), Ok(()), Level::Warning),
            (Ok(0o600), Err(refused()), Level::Error),
            (Err(refused()), Ok(()), Level::Error),
        ] {
            assert_eq!(tls_key(&mode, &readable, Path::new("key.pem")).level, level, "{mode:?} {readable:?}");
        }
        let said = |mode| tls_key(&Ok(mode), &Ok(()), Path::new("key.pem")).message;
        assert!(said(0o640).contains("its group") && !said(0o600).contains("group"));
        let advice = tls_key(&Ok(0o644), &Ok(()), Path::new("/etc/it's mine/key.pem")).advice;
        assert_eq!(advice.as_deref(), Some("chmod o-rwx '/etc/it'\\''s mine/key.pem'"));
    }

    #[cfg(unix)]
    #[test]
    fn modes_are_read_from_the_disk() {
        use std::os::unix::fs::PermissionsExt as _;
        let file = tempfile::NamedTempFile::new().expect("a file");
        fs::set_permissions(file.path(), fs::Permissions::from_mode(0o604)).expect("our file");
        assert_eq!(mode(file.path()).expect("a mode"), 0o604);
    }

    #[test]
    fn each_state_in_git_has_its_words() {
        let levels = |private, cache| git(&Ok(private), &Ok(cache)).iter().map(|finding| (finding.check.name(), finding.level)).collect::<Vec<_>>();
        assert_eq!(levels(InGit::Ignored, InGit::Ignored), [("git", Level::Good)]);
        assert_eq!(levels(InGit::Tracked, InGit::Open), [("git-private", Level::Warning), ("git-cache", Level::Note)]);
        assert_eq!(levels(InGit::Open, InGit::Tracked), [("git-private", Level::Warning), ("git-cache", Level::Warning)]);
        assert_eq!(git(&Err(io::ErrorKind::NotFound.into()), &Ok(InGit::Open))[0].level, Level::Note);
    }

    #[test]
    fn git_is_asked_itself() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path();
        let run = |arguments: &[&str]| Command::new("git").arg("-C").arg(root).args(arguments).output();
        if !run(&["init", "--quiet"]).is_ok_and(|ended| ended.status.success()) {
            eprintln!("skipped: there is no git here");
            return;
        }
        assert!(is_under_git(&root.join("content")));
        assert_eq!(in_git(root, "private").expect("git"), InGit::Open);
        fs::create_dir(root.join("private")).expect("a folder");
        fs::write(root.join("private/x"), "x").expect("a file");
        run(&["add", "private/x"]).expect("git");
        assert_eq!(in_git(root, "private").expect("git"), InGit::Tracked);
        fs::write(root.join(".gitignore"), ".casebook/\n").expect("a file");
        assert_eq!(in_git(root, ".casebook").expect("git"), InGit::Ignored);
        fs::remove_dir_all(root.join(".git")).expect("ours");
        fs::write(root.join(".git"), "no repository").expect("a file");
        assert!(in_git(root, "private").is_err());
    }
}
