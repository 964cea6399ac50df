//! Why a picture can't be used, in words for the person who has it.

use std::fmt;

/// Why a picture can't be used. What it prints is what is wrong with the picture; [`Failure::advice`] is what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// The file has no bytes.
    #[error("the file is empty")]
    Empty,
    /// The file has more bytes than are read.
    #[error("the file has {} MB; a picture may have {}", megabytes(*.len), megabytes(*.most))]
    TooLong {
        /// How many it has.
        len: u64,
        /// How many it may have.
        most: u64,
    },
    /// The picture has more pixels than are decoded.
    #[error("the picture has {width} x {height} pixels; it may have {} million", .most / 1_000_000)]
    TooManyPixels {
        /// From left to right.
        width: u32,
        /// From top to bottom.
        height: u32,
        /// How many it may have.
        most: u64,
    },
    /// The file ends before its picture does.
    #[error("the file ends before the picture is complete")]
    Truncated,
    /// What the file says makes no sense.
    #[error("the file is damaged")]
    Damaged,
    /// The file is of another format.
    #[error("{0}")]
    Foreign(Foreign),
    /// The format is read, but not this variety of it.
    #[error("the picture is stored in a rare variety of its format that can't be read")]
    Unsupported,
    /// Decoding took more memory than a picture may take.
    #[error("reading the picture takes more memory than a picture may take")]
    OutOfMemory,
    /// Decoding took longer than a picture may take.
    #[error("reading the picture takes longer than a picture may take")]
    OutOfTime,
    /// Decoding broke, each time it was tried.
    #[error("reading the picture fails, each time that it is tried")]
    Crashed,
}

/// A format that isn't read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Foreign {
    /// AV1 in a HEIF container.
    Avif,
    /// What telephones of one maker store.
    Heic,
    /// JPEG XL.
    JpegXl,
    /// JPEG 2000.
    Jpeg2000,
    /// Windows bitmap.
    Bmp,
    /// Windows icon.
    Icon,
    /// Photoshop.
    Psd,
    /// A document, not a picture.
    Pdf,
    /// A drawing, which is not decoded but re-serialised.
    Svg,
    /// Text, such as the error page of a server.
    Text,
    /// Nothing that we know.
    Unknown,
}

impl Failure {
    /// What the owner of the picture can do.
    pub const fn advice(&self) -> &'static str {
        match self {
            Self::Empty | Self::Truncated => {
                "copy the file from its origin again; if it is the same there, open it in a picture editor and save it anew"
            }
            Self::TooLong { .. } | Self::TooManyPixels { .. } | Self::OutOfMemory | Self::OutOfTime => {
                "open it in a picture editor and save a smaller version; 4000 pixels are enough for every screen"
            }
            Self::Damaged | Self::Unsupported | Self::Crashed => "open it in a picture editor and save it anew, as a JPEG or PNG",
            Self::Foreign(foreign) => foreign.advice(),
        }
    }
}

impl Foreign {
    const fn advice(self) -> &'static str {
        match self {
            Self::Avif | Self::Heic | Self::JpegXl | Self::Jpeg2000 => "save it as JPEG; readers get it as WebP all the same",
            Self::Bmp | Self::Icon | Self::Psd => "save it as PNG, or as JPEG if it is a photo",
            Self::Pdf => "make it a document, or save the page as PNG",
            Self::Svg => "give its name the ending `.svg`",
            Self::Text => "it may be the error page of a server; fetch the picture again",
            Self::Unknown => "save it as JPEG if it is a photo, else as PNG",
        }
    }
}

impl fmt::Display for Foreign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self {
            Self::Avif => "an AVIF picture, which can't be read",
            Self::Heic => "a HEIC picture, which can't be read",
            Self::JpegXl => "a JPEG XL picture, which can't be read",
            Self::Jpeg2000 => "a JPEG 2000 picture, which can't be read",
            Self::Bmp => "a BMP picture, which can't be read",
            Self::Icon => "an icon, which can't be read",
            Self::Psd => "a Photoshop file, which can't be read",
            Self::Pdf => "a PDF and not a picture",
            Self::Svg => "a drawing (SVG) with the name of another format",
            Self::Text => "text and not a picture",
            Self::Unknown => "no picture of a known format",
        };
        write!(f, "the file is {name}")
    }
}

/// Rounded up, so that a file over the limit never seems to be at the limit.
const fn megabytes(len: u64) -> u64 {
    len.div_ceil(1_000_000)
}
