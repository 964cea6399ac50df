//! Colours as readers shall see them.
//!
//! Derivatives carry no colour profile, which browsers take for sRGB. So the colours of a photo in
//! Display P3 or Adobe RGB are converted, or it would look pale. What lies outside of sRGB is brought
//! to its edge. A profile that can't be understood is taken for sRGB, as browsers do.

use image::DynamicImage;
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};

/// Converts the colours from the profile of the file to sRGB.
pub(super) fn bring_to_srgb(image: &mut DynamicImage, profile: &[u8]) {
    let Ok(profile) = ColorProfile::new_from_slice(profile) else { return };
    match (profile.color_space, image) {
        (DataColorSpace::Rgb, DynamicImage::ImageRgb8(image)) => convert(&profile, Layout::Rgb, image),
        (DataColorSpace::Rgb, DynamicImage::ImageRgba8(image)) => convert(&profile, Layout::Rgba, image),
        (DataColorSpace::Gray, DynamicImage::ImageRgb8(image)) => convert_greys(&profile, image.as_chunks_mut::<3>().0),
        (DataColorSpace::Gray, DynamicImage::ImageRgba8(image)) => convert_greys(&profile, image.as_chunks_mut::<4>().0),
        // The colours of a CMYK picture became RGB while it was decoded; its profile speaks of inks.
        _ => {}
    }
}

fn convert(profile: &ColorProfile, layout: Layout, pixels: &mut [u8]) {
    let srgb = ColorProfile::new_srgb();
    let Ok(transform) = profile.create_transform_8bit(layout, &srgb, layout, TransformOptions::default()) else { return };
    let mut converted = vec![0; pixels.len()];
    if transform.transform(pixels, &mut converted).is_ok() {
        pixels.copy_from_slice(&converted);
    }
}

/// Grey pictures were made colour pictures for what follows; their profiles still speak of one channel.
fn convert_greys<const CHANNELS: usize>(profile: &ColorProfile, pixels: &mut [[u8; CHANNELS]]) {
    let srgb = ColorProfile::new_srgb();
    let Ok(transform) = profile.create_transform_8bit(Layout::Gray, &srgb, Layout::Rgb, TransformOptions::default()) else { return };
    let greys: Vec<u8> = (0..=u8::MAX).collect();
    let mut colours = [0; 3 * 256];
    if transform.transform(&greys, &mut colours).is_err() {
        return;
    }
    for pixel in pixels {
        let at = usize::from(pixel[0]) * 3;
        pixel[..3].copy_from_slice(&colours[at..at + 3]);
    }
}
