//! Whether pictures can be read: a process is started, confined, and reads one.

use super::finding::{Check, Finding};
use crate::terminal::duration;
use bytes::Bytes;
use casebook_evidence::picture::{Derivative, Encoding, Failure};
use casebook_evidence::reader::{ReadError, Reader};
use std::time::Duration;

/// A grey PNG of 8 by 8 pixels.
const PICTURE: [u8; 77] = [
    137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 0, 8, 0, 0, 0, 8, 8, 0, 0, 0, 0, 225, 100, 225, 87, 0, 0, 0, 20, 73, 68, 65,
    84, 120, 218, 99, 96, 144, 179, 137, 170, 152, 182, 229, 18, 3, 101, 12, 0, 138, 21, 26, 65, 156, 3, 18, 130, 0, 0, 0, 0, 73, 69, 78, 68, 174,
    66, 96, 130,
];

/// Reads a picture and makes another of it. `elapsed` says how long that took.
pub(super) fn pictures(reader: &dyn Reader, elapsed: impl FnOnce() -> Duration) -> Finding {
    let picture = Bytes::from_static(&PICTURE);
    let made = reader.inspect(picture.clone()).and_then(|facts| {
        let made = reader.derive(picture, &[Derivative { width: facts.size.width, encoding: Encoding::Webp }])?;
        Ok((facts.size, made))
    });
    match made {
        Ok((size, made)) if (size.width, size.height) == (8, 8) && made.iter().all(|made| made.starts_with(b"RIFF")) => {
            Finding::good(Check::Pictures, format!("a confined process was started and read a picture ({})", duration(elapsed())))
        }
        Ok(_) => Finding::error(Check::Pictures, "a picture came out otherwise than it should", "install Casebook anew: the program is damaged"),
        Err(ReadError::Unavailable(error)) => {
            let advice =
                "let Casebook start processes of its own program: a service or container may forbid it (`NoExecPaths=`, `TasksMax=`, seccomp)";
            Finding::error(Check::Pictures, format!("the process that reads pictures can't be started: {error}"), advice)
        }
        Err(ReadError::File(Failure::OutOfTime)) => {
            Finding::error(Check::Pictures, "the process that reads pictures doesn't answer", "see what keeps this machine busy, and try again")
        }
        Err(ReadError::File(failure)) => {
            let advice =
                "the system may refuse the limits that it sets itself (memory, time, no files), or have ended it: see `journalctl -k` or `dmesg`";
            Finding::error(Check::Pictures, format!("the process that reads pictures breaks: {failure}"), advice)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::finding::Level;
    use super::*;
    use casebook_evidence::picture::Facts;
    use casebook_evidence::reader::{InProcess, Limits};
    use std::io;

    fn found(reader: &dyn Reader) -> Finding {
        pictures(reader, || Duration::from_millis(7))
    }

    /// Fails in a certain way.
    struct Failing(fn() -> ReadError);

    impl Reader for Failing {
        fn inspect(&self, _picture: Bytes) -> Result<Facts, ReadError> {
            Err(self.0())
        }

        fn derive(&self, _picture: Bytes, _wanted: &[Derivative]) -> Result<Vec<Bytes>, ReadError> {
            Err(self.0())
        }

        fn limits(&self) -> Limits {
            Limits::default()
        }
    }

    /// Reads well and makes something else.
    struct Wrong;

    impl Reader for Wrong {
        fn inspect(&self, picture: Bytes) -> Result<Facts, ReadError> {
            InProcess::default().inspect(picture)
        }

        fn derive(&self, _picture: Bytes, _wanted: &[Derivative]) -> Result<Vec<Bytes>, ReadError> {
            Ok(vec![Bytes::from_static(b"nothing")])
        }

        fn limits(&self) -> Limits {
            Limits::default()
        }
    }

    #[test]
    fn a_reader_that_reads_is_good() {
        assert_eq!(found(&InProcess::default()), Finding::good(Check::Pictures, "a confined process was started and read a picture (7 ms)"));
    }

    #[test]
    fn each_way_to_fail_has_its_words() {
        let readers: [(&dyn Reader, &str); 4] = [
            (&Failing(|| ReadError::Unavailable(io::ErrorKind::PermissionDenied.into())), "can't be started"),
            (&Failing(|| Failure::Crashed.into()), "breaks"),
            (&Failing(|| Failure::OutOfTime.into()), "doesn't answer"),
            (&Wrong, "otherwise than it should"),
        ];
        for (reader, words) in readers {
            let found = found(reader);
            assert!(found.level == Level::Error && found.message.contains(words), "{found:?}");
        }
    }
}
