//! The last words to a client that may still be sending.
//!
//! A socket that is closed with bytes in it that nobody read takes back what was written to it (TCP
//! resets the connection). So we say that we are done, and read on for a while without looking.

use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};

/// How much is read without looking.
const MOST: usize = 256 * 1024;

/// How long.
const LONGEST: Duration = Duration::from_secs(2);

/// Ends a connection so that what was written arrives, if the client reads it soon.
pub(super) async fn linger(stream: &mut (impl AsyncRead + AsyncWrite + Unpin)) {
    let until_it_ends = async {
        stream.shutdown().await?;
        let mut buffer = vec![0; 4096];
        let mut left = MOST;
        while left > 0 {
            match stream.read(&mut buffer).await? {
                0 => break,
                len => left = left.saturating_sub(len),
            }
        }
        std::io::Result::Ok(())
    };
    // Whoever is gone or goes on sending has lost nothing but our words.
    let _ = tokio::time::timeout(LONGEST, until_it_ends).await;
}
