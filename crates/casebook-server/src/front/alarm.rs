//! A deadline that moves with every request and hardly ever comes.
//!
//! Setting a timer and taking it back costs two turns of the runtime's wheel. So the timer stays
//! where it is when the deadline moves away, and looks again when its own time has come.

use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::time::{Instant, Sleep};

/// A deadline with a timer that never goes off after it.
pub(super) struct Alarm<'a> {
    deadline: Instant,
    timer: Pin<&'a mut Sleep>,
}

impl<'a> Alarm<'a> {
    /// The alarm goes off with this timer, until it is set to another moment.
    pub(super) fn new(timer: Pin<&'a mut Sleep>) -> Self {
        Self { deadline: timer.deadline(), timer }
    }

    pub(super) fn set(&mut self, deadline: Instant) {
        self.deadline = deadline;
        if deadline < self.timer.deadline() {
            self.timer.as_mut().reset(deadline);
        }
    }

    /// Ready once the deadline has come.
    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<()> {
        while self.timer.as_mut().poll(context).is_ready() {
            if self.deadline <= self.timer.deadline() {
                return Poll::Ready(());
            }
            self.timer.as_mut().reset(self.deadline);
        }
        Poll::Pending
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::future::poll_fn;
    use std::pin::pin;
    use std::time::Duration;
    use tokio::time::{sleep_until, timeout};

    #[tokio::test]
    async fn it_goes_off_at_the_deadline_that_was_set_last() {
        let at = |milliseconds| Instant::now() + Duration::from_millis(milliseconds);
        let mut timer = pin!(sleep_until(at(30)));
        let mut alarm = Alarm::new(timer.as_mut());
        let later = at(80);
        alarm.set(later);
        poll_fn(|context| alarm.poll(context)).await;
        assert!(Instant::now() >= later, "the first moment was moved away");
        alarm.set(at(60_000));
        assert!(timeout(Duration::from_millis(20), poll_fn(|context| alarm.poll(context))).await.is_err());
        let sooner = at(20);
        alarm.set(sooner);
        poll_fn(|context| alarm.poll(context)).await;
        assert!(Instant::now() >= sooner && Instant::now() < at(5_000));
    }
}
