//! The only way in which a snapshot changes: edits that say what they believe to replace.

use super::{File, Hash, SitePath, Source};
use std::sync::Arc;

/// One change of one file.
#[derive(Clone, Debug)]
pub enum Edit {
    /// Writes a file. `base` is the hash of what it replaces; `None` for a new file.
    Put {
        /// Where.
        path: SitePath,
        /// The new content.
        file: File,
        /// What stood there.
        base: Option<Hash>,
    },
    /// Removes a file.
    Remove {
        /// Where.
        path: SitePath,
        /// What stands there.
        base: Hash,
    },
    /// Moves a file to a free path.
    Move {
        /// From where.
        from: SitePath,
        /// To where.
        to: SitePath,
        /// What stands at `from`.
        base: Hash,
    },
}

/// Why a set of edits was refused. Nothing of the set was applied.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The file is not what the edit was made for: somebody else changed it.
    #[error("{path} was changed by somebody else in the meantime")]
    Changed {
        /// The file in question.
        path: SitePath,
        /// What stands there now, if anything.
        found: Option<Hash>,
    },
}

impl Source {
    /// The snapshot after these edits, or the first conflict. All or nothing.
    pub fn edit(&self, edits: &[Edit]) -> Result<Self, EditError> {
        let mut files = Arc::clone(&self.files);
        for edit in edits {
            let found = |path: &SitePath| files.get(path).map(|file| file.hash);
            let expect = |path: &SitePath, base: Option<Hash>| match found(path) {
                found if found == base => Ok(()),
                found => Err(EditError::Changed { path: path.clone(), found }),
            };
            match edit {
                Edit::Put { path, file, base } => {
                    expect(path, *base)?;
                    Arc::make_mut(&mut files).insert(path.clone(), file.clone());
                }
                Edit::Remove { path, base } => {
                    expect(path, Some(*base))?;
                    Arc::make_mut(&mut files).remove(path);
                }
                Edit::Move { from, to, base } => {
                    expect(from, Some(*base))?;
                    expect(to, None)?;
                    let files = Arc::make_mut(&mut files);
                    let file = files.remove(from).expect("its hash was just compared");
                    files.insert(to.clone(), file);
                }
            }
        }
        Ok(Self { files })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> SitePath {
        SitePath::new(text).expect("a path")
    }

    fn put(at: &str, text: &'static str, base: Option<Hash>) -> Edit {
        Edit::Put { path: path(at), file: File::text(text), base }
    }

    #[test]
    fn edits_apply_in_order_and_leave_the_old_snapshot_alone() {
        let old = Source::default().edit(&[put("a", "1", None)]).expect("new file");
        let base = Hash::of(b"1");
        let edits = [
            Edit::Move { from: path("a"), to: path("b"), base },
            put("b", "2", Some(base)),
            put("c", "3", None),
            Edit::Remove { path: path("c"), base: Hash::of(b"3") },
        ];
        let new = old.edit(&edits).expect("bases fit");
        assert_eq!((new.len(), new.text(&path("b")), old.text(&path("a"))), (1, Some("2"), Some("1")));
    }

    #[test]
    fn a_conflict_applies_nothing() {
        let old = Source::default().edit(&[put("a", "1", None)]).expect("new file");
        for conflict in [
            put("a", "2", None),
            put("a", "2", Some(Hash::of(b"0"))),
            Edit::Remove { path: path("x"), base: Hash::of(b"1") },
            Edit::Move { from: path("a"), to: path("a"), base: Hash::of(b"1") },
        ] {
            let result = old.edit(&[put("b", "b", None), conflict.clone()]);
            assert!(matches!(result, Err(EditError::Changed { .. })), "{conflict:?}");
        }
    }
}
