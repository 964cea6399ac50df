//! What the server counts, as Prometheus reads it. No address, no path, nothing of a reader.

use hyper::StatusCode;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};

/// Why a client was sent away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// What it sent is no request.
    Malformed,
    /// The head of its request is longer than any browser's.
    HeadTooLarge,
    /// It began a request and didn't finish it in time.
    Timeout,
    /// It took its answer too slowly.
    TooSlow,
    /// All places of its network are in use.
    NoRoom,
}

impl Refusal {
    const ALL: [Self; 5] = [Self::Malformed, Self::HeadTooLarge, Self::Timeout, Self::TooSlow, Self::NoRoom];

    const fn name(self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::HeadTooLarge => "head_too_large",
            Self::Timeout => "timeout",
            Self::TooSlow => "too_slow",
            Self::NoRoom => "no_room",
        }
    }

    /// The last words to such a client. Whoever took too long gets none in the middle of an answer.
    pub(crate) const fn words(self) -> &'static [u8] {
        match self {
            Self::Malformed => b"HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n",
            Self::HeadTooLarge => b"HTTP/1.1 431 Request Header Fields Too Large\r\nconnection: close\r\ncontent-length: 0\r\n\r\n",
            Self::Timeout => b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n",
            Self::NoRoom => b"HTTP/1.1 503 Service Unavailable\r\nconnection: close\r\nretry-after: 10\r\ncontent-length: 0\r\n\r\n",
            Self::TooSlow => b"",
        }
    }
}

/// The counters, from the start of the process.
#[derive(Debug, Default)]
pub(crate) struct Metrics {
    /// By the hundreds of the status, 304 apart.
    answers: [AtomicU64; 6],
    bytes: AtomicU64,
    refusals: [AtomicU64; Refusal::ALL.len()],
    published: AtomicU64,
    refused_editions: AtomicU64,
}

/// What is not counted but is so at this moment.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Gauges {
    pub(crate) connections: usize,
    pub(crate) body_bytes: usize,
    pub(crate) addresses: usize,
    pub(crate) errors: usize,
    pub(crate) warnings: usize,
    /// Readers get something else than the folder holds.
    pub(crate) is_behind: bool,
    /// Long documents that are being read.
    pub(crate) awaited: usize,
    /// Seconds since 1970.
    pub(crate) edition_made: i64,
}

const CLASSES: [&str; 6] = ["2xx", "3xx", "304", "4xx", "5xx", "other"];

impl Metrics {
    pub(crate) fn count(&self, status: StatusCode, bytes: u64) {
        let class = match status.as_u16() {
            304 => 2,
            200..300 => 0,
            300..400 => 1,
            400..500 => 3,
            500..600 => 4,
            _ => 5,
        };
        self.answers[class].fetch_add(1, Ordering::Relaxed);
        self.bytes.fetch_add(bytes, Ordering::Relaxed);
    }

    pub(crate) fn count_refusal(&self, refusal: Refusal) {
        if let Some(place) = Refusal::ALL.iter().position(|known| *known == refusal) {
            self.refusals[place].fetch_add(1, Ordering::Relaxed);
        }
    }

    pub(crate) fn count_published(&self) {
        self.published.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn count_refused_edition(&self) {
        self.refused_editions.fetch_add(1, Ordering::Relaxed);
    }

    /// The text format 0.0.4 of Prometheus.
    pub(crate) fn to_text(&self, gauges: Gauges) -> String {
        let mut text = String::new();
        let mut family = |name: &str, kind: &str, help: &str, values: &[(String, u64)]| {
            let _ = writeln!(text, "# HELP casebook_{name} {help}\n# TYPE casebook_{name} {kind}");
            for (labels, value) in values {
                let _ = writeln!(text, "casebook_{name}{labels} {value}");
            }
        };
        let one = |value: u64| vec![(String::new(), value)];
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        let size = |value: usize| one(value as u64);
        let answers: Vec<_> = CLASSES.iter().zip(&self.answers).map(|(class, counter)| (format!("{{status=\"{class}\"}}"), read(counter))).collect();
        let refusals: Vec<_> =
            Refusal::ALL.iter().zip(&self.refusals).map(|(refusal, counter)| (format!("{{reason=\"{}\"}}", refusal.name()), read(counter))).collect();
        family("answers_total", "counter", "Answers by class of status.", &answers);
        family("answer_bytes_total", "counter", "Bytes of bodies that were sent.", &one(read(&self.bytes)));
        family("refusals_total", "counter", "Clients that were sent away.", &refusals);
        family("editions_published_total", "counter", "Editions that went live.", &one(read(&self.published)));
        family(
            "editions_refused_total",
            "counter",
            "Editions with errors, in place of which the last good one stayed.",
            &one(read(&self.refused_editions)),
        );
        family("connections", "gauge", "Open connections.", &size(gauges.connections));
        family("body_bytes", "gauge", "Bytes of bodies that are held, whole and compressed.", &size(gauges.body_bytes));
        family("addresses", "gauge", "Addresses of the live edition.", &size(gauges.addresses));
        family("errors", "gauge", "Errors in the site's folder.", &size(gauges.errors));
        family("warnings", "gauge", "Warnings in the site's folder.", &size(gauges.warnings));
        let help = "Whether readers get something else than the site's folder holds, because of errors in it.";
        family("public_behind", "gauge", help, &one(u64::from(gauges.is_behind)));
        let help = "Long documents that are being read; they become public when that is done.";
        family("documents_awaited", "gauge", help, &size(gauges.awaited));
        family("edition_timestamp_seconds", "gauge", "When the live edition was made.", &one(u64::try_from(gauges.edition_made).unwrap_or(0)));
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_counted_is_told() {
        let metrics = Metrics::default();
        for status in [200, 206, 301, 304, 304, 404, 410, 500] {
            metrics.count(StatusCode::from_u16(status).expect("a status"), 10);
        }
        metrics.count_refusal(Refusal::TooSlow);
        metrics.count_published();
        let gauges = Gauges { connections: 3, body_bytes: 4, addresses: 5, errors: 0, warnings: 1, is_behind: true, awaited: 2, edition_made: 6 };
        let text = metrics.to_text(gauges);
        for line in [
            "casebook_answers_total{status=\"2xx\"} 2",
            "casebook_answers_total{status=\"304\"} 2",
            "casebook_answers_total{status=\"4xx\"} 2",
            "casebook_answer_bytes_total 80",
            "casebook_refusals_total{reason=\"too_slow\"} 1",
            "casebook_editions_published_total 1",
            "casebook_connections 3",
            "casebook_public_behind 1",
            "casebook_documents_awaited 2",
            "casebook_edition_timestamp_seconds 6",
            "# TYPE casebook_connections gauge",
        ] {
            assert!(text.lines().any(|known| known == line), "{line} in\n{text}");
        }
        assert!(text.lines().all(|line| line.starts_with("# ") || line.split(' ').count() == 2), "{text}");
    }
}
