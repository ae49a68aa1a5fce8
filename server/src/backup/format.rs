//! The file: a line that says what it is, then, packed with zstd, records of one letter, four bytes of length (highest
//! first) and so many bytes: `P` a part begins (its name), `D` its bytes, `E` it ends; last of all `M`, the manifest.

use super::{BackupError, Manifest, Part};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Write};
use std::path::Path;

const MAGIC: &[u8; 22] = b"inquiry-desk backup 1\n";
/// Bytes of a record of data; rows are gathered up to this.
const RECORD: usize = 64 * 1024;
/// The most that a record may hold: a part of a file as a store hands it over, or the manifest.
const RECORD_MOST: u32 = 256 * 1024 * 1024;
/// As for bodies: what it takes to read is bounded.
const LEVEL: i32 = 3;

/// Writes a backup.
pub(super) struct Writer<W: Write> {
    out: zstd::Encoder<'static, W>,
    waiting: Vec<u8>,
    hash: Sha256,
    bytes: u64,
}

impl<W: Write> Writer<W> {
    pub(super) fn new(mut out: W) -> std::io::Result<Self> {
        out.write_all(MAGIC)?;
        let mut out = zstd::Encoder::new(out, LEVEL)?;
        out.include_checksum(true)?;
        Ok(Self {
            out,
            waiting: Vec::with_capacity(RECORD),
            hash: Sha256::new(),
            bytes: 0,
        })
    }

    fn record(&mut self, kind: u8, bytes: &[u8]) -> std::io::Result<()> {
        let length = u32::try_from(bytes.len())
            .ok()
            .filter(|n| *n <= RECORD_MOST);
        let length = length.ok_or_else(|| std::io::Error::other("a record that is too long"))?;
        self.out.write_all(&[kind])?;
        self.out.write_all(&length.to_be_bytes())?;
        self.out.write_all(bytes)
    }

    pub(super) fn begin(&mut self, name: &str) -> std::io::Result<()> {
        self.hash = Sha256::new();
        self.bytes = 0;
        self.record(b'P', name.as_bytes())
    }

    pub(super) fn data(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        self.hash.update(bytes);
        self.bytes += bytes.len() as u64;
        for piece in bytes.chunks(RECORD) {
            if self.waiting.len() + piece.len() > RECORD {
                self.flush()?;
            }
            self.waiting.extend_from_slice(piece);
        }
        Ok(())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        let waiting = std::mem::take(&mut self.waiting);
        if !waiting.is_empty() {
            self.record(b'D', &waiting)?;
        }
        self.waiting = waiting;
        self.waiting.clear();
        Ok(())
    }

    /// The part's bytes and SHA-256.
    pub(super) fn end(&mut self) -> std::io::Result<(u64, String)> {
        self.flush()?;
        self.record(b'E', &[])?;
        let hash = std::mem::take(&mut self.hash).finalize();
        Ok((self.bytes, hex::encode(hash)))
    }

    pub(super) fn finish(mut self, manifest: &Manifest) -> std::io::Result<W> {
        let json = serde_json::to_vec(manifest).map_err(std::io::Error::other)?;
        self.record(b'M', &json)?;
        self.out.finish()
    }
}

/// What comes next in a backup.
pub(super) enum Record {
    Begin(String),
    Data(Vec<u8>),
    End,
    Manifest(Box<Manifest>),
}

/// Reads a backup.
pub(super) struct Reader {
    from: zstd::Decoder<'static, BufReader<File>>,
}

impl Reader {
    pub(super) fn open(path: &Path) -> Result<Self, BackupError> {
        let mut file = File::open(path).map_err(BackupError::file(path))?;
        let mut magic = [0; MAGIC.len()];
        if file.read_exact(&mut magic).is_err() || magic != *MAGIC {
            return Err(BackupError::damaged("it does not begin like a backup"));
        }
        let from = zstd::Decoder::new(file).map_err(torn)?;
        Ok(Self { from })
    }

    pub(super) fn next(&mut self) -> Result<Record, BackupError> {
        let mut head = [0; 5];
        self.from.read_exact(&mut head).map_err(torn)?;
        let [kind, length @ ..] = head;
        let length = u32::from_be_bytes(length);
        if length > RECORD_MOST {
            return Err(BackupError::damaged("a record that is too long"));
        }
        let mut bytes = Vec::new();
        let read = (&mut self.from).take(length.into()).read_to_end(&mut bytes);
        if read.map_err(torn)? as u64 != u64::from(length) {
            return Err(BackupError::damaged("it breaks off"));
        }
        match kind {
            b'P' => String::from_utf8(bytes)
                .map(Record::Begin)
                .map_err(|_| BackupError::damaged("a part without a name")),
            b'D' => Ok(Record::Data(bytes)),
            b'E' => Ok(Record::End),
            b'M' => {
                // To the end, so that the packing's own checksum is looked at too.
                let more = self.from.read_to_end(&mut Vec::new()).map_err(torn)?;
                let manifest = serde_json::from_slice(&bytes).ok().filter(|_| more == 0);
                manifest
                    .map(|m| Record::Manifest(Box::new(m)))
                    .ok_or_else(|| BackupError::damaged("a manifest that cannot be read"))
            }
            _ => Err(BackupError::damaged("a record of an unknown kind")),
        }
    }
}

fn torn(error: std::io::Error) -> BackupError {
    match error.kind() {
        std::io::ErrorKind::UnexpectedEof => BackupError::damaged("it breaks off"),
        _ => BackupError::damaged(format!("it cannot be read: {error}")),
    }
}

/// `tenant` and `sha256` of a part that is a file.
pub(super) fn file_of(name: &str) -> Option<(&str, &str)> {
    name.strip_prefix("file/")?.split_once('/')
}

/// Reads everything and holds it against the manifest at its end.
pub(super) fn verify(path: &Path) -> Result<Manifest, BackupError> {
    let mut reader = Reader::open(path)?;
    let (mut parts, mut files, mut wrong) = (Vec::new(), Vec::new(), Vec::new());
    let mut open: Option<(String, Sha256, u64)> = None;
    let manifest = loop {
        match (reader.next()?, &mut open) {
            (Record::Begin(name), None) => open = Some((name, Sha256::new(), 0)),
            (Record::Data(data), Some((_, hash, bytes))) => {
                hash.update(&data);
                *bytes += data.len() as u64;
            }
            (Record::End, Some(_)) => {
                let Some((name, hash, bytes)) = open.take() else {
                    continue;
                };
                let sha256 = hex::encode(hash.finalize());
                match file_of(&name) {
                    Some((tenant, named)) => {
                        if named != sha256 {
                            wrong.push(format!("{tenant}/{named}"));
                        }
                        files.push(named.to_owned());
                    }
                    None => parts.push((name, bytes, sha256)),
                }
            }
            (Record::Manifest(manifest), None) => break *manifest,
            _ => return Err(BackupError::damaged("records out of turn")),
        }
    };
    let same = |part: &Part, (name, bytes, sha256): &(String, u64, String)| {
        (&part.name, &part.bytes, &part.sha256) == (name, bytes, sha256)
    };
    if manifest.parts.len() != parts.len()
        || !manifest.parts.iter().zip(&parts).all(|(a, b)| same(a, b))
    {
        return Err(BackupError::damaged(
            "a part is not the one of the manifest",
        ));
    }
    let known = files.len() as u64 == manifest.files && over(&files) == manifest.files_sha256;
    if !known || wrong.iter().any(|name| !manifest.missing.contains(name)) {
        return Err(BackupError::damaged(
            "a file is not the one of the manifest",
        ));
    }
    Ok(manifest)
}

/// SHA-256 over names in their order.
pub(super) fn over(names: &[String]) -> String {
    let mut hash = Sha256::new();
    for name in names {
        hash.update(name);
        hash.update("\n");
    }
    hex::encode(hash.finalize())
}

/// What a backup's name ends with, behind the process's number, until it is whole.
const PARTIAL: &str = ".partial";

/// Removes what killed programs left in the folder of a backup: it holds personal data, and nobody can use it. A file
/// that is being made is locked.
fn forget_partials(path: &Path) {
    let folder = match path.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    };
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
        if is_left(&path) {
            // Another time, if it cannot be removed now.
            let _ = std::fs::remove_file(&path);
        }
    }
}

/// Whether a file has such a name, begins as a backup does, and nobody is making it.
fn is_left(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str());
    let ends = name.and_then(|name| name.strip_suffix(PARTIAL)?.rsplit_once('.'));
    if ends.is_none_or(|(_, number)| number.parse::<u32>().is_err()) {
        return false;
    }
    let mut begins = [0; MAGIC.len()];
    let Ok(mut file) = File::options().read(true).write(true).open(path) else {
        return false;
    };
    let read = file.read_exact(&mut begins);
    let ours = (read.is_ok() && begins == *MAGIC) || file.metadata().is_ok_and(|m| m.len() == 0);
    ours && file.try_lock().is_ok()
}

/// A file that has its name only when it is whole.
pub(crate) struct Target {
    partial: std::path::PathBuf,
    done: bool,
}

impl Target {
    /// Makes `<name>.partial`, readable by its owner alone.
    pub(crate) fn create(path: &Path) -> Result<(Self, BufWriter<File>), BackupError> {
        if path.symlink_metadata().is_ok() {
            return Err(BackupError::Exists(path.to_owned()));
        }
        forget_partials(path);
        let mut name = path.as_os_str().to_owned();
        name.push(format!(".{}{PARTIAL}", std::process::id()));
        let partial = std::path::PathBuf::from(name);
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt;
            options.mode(0o600);
        }
        let file = options
            .open(&partial)
            .map_err(BackupError::file(&partial))?;
        // Says to the next one that somebody is at work here. Not every file system can lock.
        let _ = file.try_lock();
        let target = Self {
            partial,
            done: false,
        };
        Ok((target, BufWriter::new(file)))
    }

    /// Gives the file its name, once its bytes are on the disk; its length.
    pub(crate) fn keep(mut self, file: BufWriter<File>, path: &Path) -> Result<u64, BackupError> {
        let failed = BackupError::file;
        let file = file
            .into_inner()
            .map_err(|e| failed(path)(e.into_error()))?;
        file.sync_all().map_err(failed(path))?;
        let length = file.metadata().map_err(failed(path))?.len();
        // Linking refuses what a rename would overwrite; where a file system cannot link, it is looked first.
        match std::fs::hard_link(&self.partial, path) {
            Ok(()) => std::fs::remove_file(&self.partial).map_err(failed(path))?,
            Err(_) if path.symlink_metadata().is_ok() => {
                return Err(BackupError::Exists(path.to_owned()));
            }
            Err(_) => std::fs::rename(&self.partial, path).map_err(failed(path))?,
        }
        self.done = true;
        sync_folder_of(path);
        Ok(length)
    }
}

impl Drop for Target {
    fn drop(&mut self) {
        if !self.done {
            // What is left of a backup that failed helps nobody.
            let _ = std::fs::remove_file(&self.partial);
        }
    }
}

/// Makes a rename last. Not every system can.
pub(super) fn sync_folder_of(path: &Path) {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty());
    if let Ok(folder) = File::open(folder.unwrap_or(Path::new("."))) {
        let _ = folder.sync_all();
    }
}
