//! In which encoding a browser gets a body (RFC 9110, 12.5.3).

/// How a body is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// As it is.
    Identity,
    /// RFC 1952.
    Gzip,
    /// RFC 7932.
    Brotli,
}

impl Encoding {
    /// Its name in `Content-Encoding`; none for what is not encoded.
    pub(crate) const fn name(self) -> Option<&'static str> {
        match self {
            Self::Identity => None,
            Self::Gzip => Some("gzip"),
            Self::Brotli => Some("br"),
        }
    }
}

/// Which encodings a request accepts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Accepted {
    pub(crate) brotli: bool,
    pub(crate) gzip: bool,
}

impl Accepted {
    /// What a value of `Accept-Encoding` says. What the browser ranks low it still accepts: the
    /// smaller body is better for both.
    pub(crate) fn parse(value: &[u8]) -> Self {
        let mut named = Self::default();
        let mut refused = Self::default();
        let mut others = false;
        for item in value.split(|&byte| byte == b',') {
            let mut parts = item.split(|&byte| byte == b';');
            let name = parts.next().unwrap_or_default().trim_ascii();
            let is_wanted = !parts.any(is_zero);
            let note = |accepted: &mut bool, refused: &mut bool| if is_wanted { *accepted = true } else { *refused = true };
            match name {
                _ if name.eq_ignore_ascii_case(b"br") => note(&mut named.brotli, &mut refused.brotli),
                _ if name.eq_ignore_ascii_case(b"gzip") || name.eq_ignore_ascii_case(b"x-gzip") => note(&mut named.gzip, &mut refused.gzip),
                b"*" => others = is_wanted,
                _ => {}
            }
        }
        Self { brotli: !refused.brotli && (named.brotli || others), gzip: !refused.gzip && (named.gzip || others) }
    }
}

/// Whether a parameter is `q=0`, also as `q=0.000`.
fn is_zero(parameter: &[u8]) -> bool {
    let parameter = parameter.trim_ascii();
    let weight = parameter.strip_prefix(b"q=").or_else(|| parameter.strip_prefix(b"Q="));
    weight.is_some_and(|weight| weight.first() == Some(&b'0') && weight[1..].iter().all(|byte| matches!(byte, b'.' | b'0')))
}

#[cfg(test)]
mod tests {
    use super::Accepted;

    #[test]
    fn what_a_browser_accepts_is_understood() {
        for (value, brotli, gzip) in [
            ("gzip, deflate, br, zstd", true, true),
            ("gzip", false, true),
            ("x-gzip", false, true),
            ("GZIP;q=0.5 , BR", true, true),
            ("br;q=0, gzip;q=0.001", false, true),
            ("br; q=0.0", false, false),
            ("*", true, true),
            ("*;q=0", false, false),
            ("br;q=0, *", false, true),
            ("identity", false, false),
            ("", false, false),
            (";;,,=q", false, false),
            ("brotli", false, false),
        ] {
            assert_eq!(Accepted::parse(value.as_bytes()), Accepted { brotli, gzip }, "{value}");
        }
    }
}
