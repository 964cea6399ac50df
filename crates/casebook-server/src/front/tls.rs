//! HTTPS: the operator's certificate, read again when it is renewed.
//!
//! TLS 1.2 and 1.3 by rustls with ring. The rest of the connection is hyper's, in HTTP/2 where the
//! client can.

use super::Shared;
use super::admission::Ticket;
use super::handed_over::{Client, over_http1, over_http2};
use crate::public::Way;
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;

/// What a client names that wants to speak HTTP/2 (RFC 9113, 3.1).
const HTTP2: &[u8] = b"h2";

/// A certificate and its key, in files.
pub struct Tls {
    certificate: PathBuf,
    key: PathBuf,
    config: RwLock<Arc<ServerConfig>>,
}

/// Why a certificate can't be used.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file can't be read, or isn't PEM.
    #[error("{}: {reason}", file.display())]
    File {
        /// The file.
        file: PathBuf,
        /// Why.
        reason: String,
    },
    /// Certificate and key don't fit, or use what is no longer safe.
    #[error("the certificate and the key can't be used: {0}")]
    Unusable(#[from] rustls::Error),
}

impl fmt::Debug for Tls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tls").field("certificate", &self.certificate).finish_non_exhaustive()
    }
}

impl Tls {
    /// Reads a chain of certificates (the site's first) and the key, both in PEM.
    pub fn open(certificate: &Path, key: &Path) -> Result<Self, TlsError> {
        let config = RwLock::new(Arc::new(config(certificate, key)?));
        Ok(Self { certificate: certificate.to_owned(), key: key.to_owned(), config })
    }

    /// Reads the files again. Connections that exist keep what they began with; if the files can't
    /// be used, new ones do, too.
    pub fn reload(&self) -> Result<(), TlsError> {
        let config = Arc::new(config(&self.certificate, &self.key)?);
        *self.config.write().unwrap_or_else(PoisonError::into_inner) = config;
        Ok(())
    }

    fn acceptor(&self) -> TlsAcceptor {
        TlsAcceptor::from(Arc::clone(&self.config.read().unwrap_or_else(PoisonError::into_inner)))
    }
}

fn config(certificate: &Path, key: &Path) -> Result<ServerConfig, TlsError> {
    let told = |file: &Path, reason: String| TlsError::File { file: file.to_owned(), reason };
    let chain: Result<Vec<_>, _> = CertificateDer::pem_file_iter(certificate).and_then(Iterator::collect);
    let chain = chain.map_err(|error| told(certificate, error.to_string()))?;
    if chain.is_empty() {
        return Err(told(certificate, "there is no certificate in it".to_owned()));
    }
    let key_der = PrivateKeyDer::from_pem_file(key).map_err(|error| told(key, error.to_string()))?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?.with_no_client_auth();
    let mut config = builder.with_single_cert(chain, key_der)?;
    config.alpn_protocols = vec![HTTP2.to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

/// Talks with one client over TLS until either has enough.
pub(super) async fn converse(stream: TcpStream, tls: Arc<Tls>, shared: Arc<Shared>, ticket: Ticket, way: Way) {
    let _ = stream.set_nodelay(true);
    ticket.wait();
    let handshake = tokio::time::timeout(shared.limits.head_time, tls.acceptor().accept(stream));
    let stream = tokio::select! {
        stream = handshake => stream,
        () = ticket.sent_away() => return,
    };
    // A handshake that fails concerns nobody but the client that lost it.
    let Ok(Ok(stream)) = stream else { return };
    let is_http2 = stream.get_ref().1.alpn_protocol() == Some(HTTP2);
    let client = Client { shared, ticket, way };
    if is_http2 { over_http2(stream, client).await } else { over_http1(stream, Vec::new(), client).await }
}
