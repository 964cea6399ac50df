//! Workers that break: each costs its own request an error, and the next request is answered.
#![cfg(unix)]

mod support;

use bytes::Bytes;
use casebook_evidence::picture::{Derivative, Encoding, Failure};
use casebook_evidence::reader::{Command, Limits, Pool, ReadError, Reader};
use std::num::NonZeroUsize;
use std::time::Duration;

/// A pool whose workers are this script.
fn pool(script: &str) -> Pool {
    let command = Command { program: "/bin/sh".into(), arguments: vec!["-c".into(), script.into()], environment: Vec::new() };
    Pool::new(command, NonZeroUsize::MIN, Limits { patience: Duration::from_millis(400), ..Limits::default() })
}

fn picture() -> Bytes {
    support::encoded(&support::corners(40, 30).into(), image::ImageFormat::Png).into()
}

fn failure(error: ReadError) -> Failure {
    match error {
        ReadError::File(failure) => failure,
        ReadError::Unavailable(error) => panic!("the shell can't be started: {error}"),
    }
}

#[test]
fn a_worker_that_hangs_is_given_up() {
    // The shell itself is what is killed: it must not leave a child that keeps the pipes open.
    let pool = pool("exec sleep 1000");
    assert_eq!(failure(pool.inspect(picture()).expect_err("no answer")), Failure::OutOfTime);
    assert!(pool.idle().is_empty(), "it is not asked again");
}

#[test]
fn a_worker_that_does_not_even_listen_is_given_up() {
    let large = Bytes::from(vec![0xff; 4 << 20]);
    assert_eq!(failure(pool("exec sleep 1000").inspect(large).expect_err("no answer")), Failure::OutOfTime);
}

#[test]
fn a_worker_that_ends_or_is_killed_costs_one_request() {
    for script in ["exit 0", "kill -9 $$", "kill -ABRT $$", "head -c 3 >/dev/null; exit 1"] {
        assert_eq!(failure(pool(script).inspect(picture()).expect_err(script)), Failure::Crashed, "{script}");
    }
}

#[test]
fn a_worker_that_computes_too_long_is_told_apart() {
    assert_eq!(failure(pool("kill -XCPU $$").inspect(picture()).expect_err("ended")), Failure::OutOfTime);
}

/// What is refused below must be refused for what it says: this is how it is said rightly.
#[test]
fn a_worker_that_talks_sense_is_believed() {
    let script = r"printf '\004\001\001\000\000\000\001\000\000\000\001\000\000\000'; exec sleep 1000";
    let facts = pool(script).inspect(picture()).expect("facts");
    assert_eq!((facts.size.width, facts.size.height), (1, 1));
}

#[test]
fn a_worker_that_talks_nonsense_is_not_believed() {
    for script in [
        "yes garbage",
        // Right version and kind, with sides of 0.
        r"printf '\004\001\000\000\000\000\000\000\000\000\001\000\000\000'",
        // A format that doesn't exist.
        r"printf '\004\001\001\000\000\000\001\000\000\000\011\000\000\000'",
        // An endless derivative.
        r"printf '\004\002\001\000\000\000\377\377\377\377\377\377\377\377'",
        // Another version.
        r"printf '\003\001\001\000\000\000\001\000\000\000\001\000\000\000'",
        // No derivative was wanted.
        r"printf '\004\002\000\000\000\000'",
    ] {
        assert_eq!(failure(pool(script).inspect(picture()).expect_err(script)), Failure::Crashed, "{script}");
    }
}

#[test]
fn a_page_instead_of_a_picture_is_not_believed() {
    let wanted = [Derivative { width: 20, encoding: Encoding::Webp }];
    let script = r"printf '\004\002\001\000\000\000\010\000\000\000\000\000\000\000<script>'; exec sleep 1000";
    assert_eq!(failure(pool(script).derive(picture(), &wanted).expect_err("a page")), Failure::Crashed);
}

#[test]
fn a_worker_that_can_not_be_started_says_nothing_of_the_picture() {
    let command = Command { program: "/no/such/program".into(), arguments: Vec::new(), environment: Vec::new() };
    let pool = Pool::new(command, NonZeroUsize::MIN, Limits::default());
    for _ in 0..3 {
        assert!(matches!(pool.inspect(picture()), Err(ReadError::Unavailable(_))));
    }
}

#[test]
fn a_file_that_is_too_long_is_not_sent() {
    let command = Command { program: "/no/such/program".into(), arguments: Vec::new(), environment: Vec::new() };
    let pool = Pool::new(command, NonZeroUsize::MIN, Limits { input: 10, ..Limits::default() });
    assert!(matches!(pool.inspect(picture()), Err(ReadError::File(Failure::TooLong { most: 10, .. }))));
}
