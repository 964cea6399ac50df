//! The default theme, compiled into the binary.
//!
//! A list and not a macro over the folder: the compiler sees a new file only when something else
//! changes, so a listing made while compiling can silently be old. A test holds list and folder
//! together. Nothing here reads a disk.

/// A file of the default theme.
#[derive(Clone, Copy, Debug)]
pub struct DefaultFile {
    /// Its path below `themes/default`.
    pub path: &'static str,
    /// Its bytes.
    pub bytes: &'static [u8],
}

macro_rules! default_files {
    ($($path:literal,)*) => {
        &[$(DefaultFile { path: $path, bytes: include_bytes!(concat!("../../../../themes/default/", $path)) },)*]
    };
}

/// All files of the default theme, in the order of their paths.
pub const DEFAULT_FILES: &[DefaultFile] = default_files![];

#[cfg(test)]
mod tests {
    use super::DEFAULT_FILES;
    use std::path::Path;

    fn collect(folder: &Path, root: &Path, paths: &mut Vec<String>) {
        let Ok(entries) = std::fs::read_dir(folder) else { return };
        for entry in entries {
            let path = entry.expect("the folder is readable").path();
            if path.is_dir() {
                collect(&path, root, paths);
            } else {
                let relative = path.strip_prefix(root).expect("it is below the root");
                paths.push(relative.to_string_lossy().replace('\\', "/"));
            }
        }
    }

    #[test]
    fn the_list_is_the_folder() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../themes/default");
        let mut paths = Vec::new();
        collect(&root, &root, &mut paths);
        paths.sort();
        let listed: Vec<&str> = DEFAULT_FILES.iter().map(|file| file.path).collect();
        let wanted: String = paths.iter().map(|path| format!("    {path:?},\n")).collect();
        assert_eq!(listed, paths, "the list should be:\n{wanted}");
    }
}
