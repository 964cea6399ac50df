//! The child process that reads pictures, as the binary starts it: its limits, and what happens when it is killed.
#![cfg(target_os = "linux")]

use casebook_evidence::picture::{Derivative, Encoding, Failure};
use casebook_evidence::reader::{Command, Limits, Pool, ReadError, Reader};
use std::fs;
use std::num::NonZeroUsize;
use std::time::Duration;

fn pool(patience: Duration) -> Pool {
    let command = Command {
        program: env!("CARGO_BIN_EXE_casebook").into(),
        arguments: vec!["read-pictures".into()],
        environment: vec![("MIMALLOC_ARENA_RESERVE".into(), "0".into())],
    };
    Pool::new(command, NonZeroUsize::MIN, Limits { patience, ..Limits::default() })
}

fn patient() -> Pool {
    pool(Duration::from_secs(100))
}

/// A grey TIFF without a pixel compressed.
fn tiff(width: u32, height: u32) -> Vec<u8> {
    let tags: [(u16, u32); 8] =
        [(0x0100, width), (0x0101, height), (0x0102, 8), (0x0103, 1), (0x0106, 1), (0x0111, 110), (0x0116, height), (0x0117, width * height)];
    let mut file = b"II\x2a\0\x08\0\0\0\x08\0".to_vec();
    for (tag, value) in tags {
        file.extend(tag.to_le_bytes());
        file.extend([4, 0, 1, 0, 0, 0]);
        file.extend(value.to_le_bytes());
    }
    file.extend([0; 4]);
    file.extend((0..width * height).map(|at| (at * 7 / 3) as u8));
    file
}

fn signal(process: u32, name: &str) {
    let status = std::process::Command::new("kill").args([name, &process.to_string()]).status().expect("kill");
    assert!(status.success());
}

#[test]
fn one_worker_answers_many_requests_and_is_confined() {
    let pool = patient();
    let picture = tiff(300, 200);
    let facts = pool.inspect(picture.clone().into()).expect("a picture");
    assert_eq!((facts.size.width, facts.size.height), (300, 200));
    let worker = pool.idle();
    let wanted = Encoding::ALL.map(|encoding| Derivative { width: 100, encoding });
    let made = pool.derive(picture.into(), &wanted).expect("a picture");
    assert!(made.iter().all(|made| made.len() > 50));
    assert_eq!(pool.idle(), worker, "the same process");
    let limits = fs::read_to_string(format!("/proc/{}/limits", worker[0])).expect("its limits");
    for (limit, value) in [("Max data size", "1073741824"), ("Max open files", "3"), ("Max file size", "0"), ("Max core file size", "0")] {
        let line = limits.lines().find(|line| line.starts_with(limit)).expect(limit);
        assert_eq!(line[limit.len()..].split_whitespace().take(2).collect::<Vec<_>>(), [value, value], "{line}");
    }
    let computing = limits.lines().find(|line| line.starts_with("Max cpu time")).expect("a limit of time");
    let seconds: u64 = computing["Max cpu time".len()..].split_whitespace().next().and_then(|word| word.parse().ok()).expect("seconds");
    assert!((30..60).contains(&seconds), "{computing}");
    assert_eq!(fs::read(format!("/proc/{}/environ", worker[0])).expect("its environment"), b"MIMALLOC_ARENA_RESERVE=0\0");
}

#[test]
fn a_worker_that_was_killed_is_replaced_before_anybody_notices() {
    let pool = patient();
    let picture = tiff(30, 20);
    pool.inspect(picture.clone().into()).expect("a picture");
    let killed = pool.idle();
    signal(killed[0], "-KILL");
    pool.inspect(picture.into()).expect("a new worker reads it");
    assert_ne!(pool.idle(), killed);
}

#[test]
fn a_worker_that_stands_still_is_given_up_and_replaced() {
    let pool = pool(Duration::from_secs(3));
    let picture = tiff(30, 20);
    pool.inspect(picture.clone().into()).expect("a picture");
    let stopped = pool.idle()[0];
    signal(stopped, "-STOP");
    let failure = pool.inspect(picture.clone().into()).expect_err("no answer");
    assert!(matches!(failure, ReadError::File(Failure::OutOfTime)), "{failure}");
    assert!(!fs::exists(format!("/proc/{stopped}")).expect("a look"), "it was ended and buried");
    pool.inspect(picture.into()).expect("a new worker reads it");
}

#[test]
fn workers_end_with_their_pool() {
    let pool = patient();
    pool.inspect(tiff(30, 20).into()).expect("a picture");
    let worker = pool.idle()[0];
    drop(pool);
    assert!(!fs::exists(format!("/proc/{worker}")).expect("a look"));
}
