//! A disk in memory that loses power. Of each file it keeps what is certainly on it and what was written since the last
//! sync, in order. At a crash a part of the latter stays, as a disk with a cache may do: none, all, the first few, any
//! few, and a write torn at a sector. A deletion that was not synced may be undone, a file that never was may vanish.

use crate::chance::Chance;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError, Weak};

/// What a disk writes whole or not at all.
const SECTOR: usize = 512;
/// Slots of the locks beside a write-ahead log.
pub const SLOTS: usize = 8;

/// Why the disk does not do it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// The power went.
    Dead,
    /// There is no such file.
    Absent,
    /// Somebody else holds a lock.
    Busy,
}

/// A lock of a database file, weakest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Level {
    /// None.
    #[default]
    None,
    /// Reads.
    Shared,
    /// Will write.
    Reserved,
    /// Waits for readers to leave.
    Pending,
    /// Writes.
    Exclusive,
}

#[derive(Debug, Clone)]
enum Change {
    Write { at: usize, bytes: Vec<u8> },
    Length(usize),
}

/// A file as programs see it, and as the disk has it.
#[derive(Debug, Clone, Default)]
struct File {
    now: Option<Vec<u8>>,
    durable: Option<Vec<u8>>,
    unsynced: Vec<Change>,
    locks: BTreeMap<u64, Level>,
    shared: Weak<Shared>,
}

fn write(to: &mut Vec<u8>, at: usize, bytes: &[u8]) {
    let end = at + bytes.len();
    if to.len() < end {
        to.resize(end, 0);
    }
    if let Some(place) = to.get_mut(at..end) {
        place.copy_from_slice(bytes);
    }
}

impl File {
    fn sync(&mut self) {
        let durable = self.durable.get_or_insert_default();
        for change in self.unsynced.drain(..) {
            match change {
                Change::Write { at, bytes } => write(durable, at, &bytes),
                Change::Length(length) => durable.resize(length, 0),
            }
        }
    }

    /// What is on the disk after the power went.
    fn survives(mut self, chance: &mut Chance) -> Option<Vec<u8>> {
        let gone = self.now.is_none();
        if gone && (self.durable.is_none() || chance.one_in(2)) {
            return None;
        }
        if self.durable.is_none() && chance.one_in(3) {
            return None;
        }
        let keep: Vec<Change> = match chance.below(5) {
            0 => Vec::new(),
            1 => std::mem::take(&mut self.unsynced),
            2 => {
                let few = chance.below(self.unsynced.len() + 1);
                self.unsynced.drain(..few).collect()
            }
            3 => self
                .unsynced
                .drain(..)
                .filter(|_| chance.one_in(2))
                .collect(),
            _ => {
                let few = chance.below(self.unsynced.len() + 1);
                let mut kept: Vec<Change> = self.unsynced.drain(..few).collect();
                if let Some(last) = kept.pop() {
                    kept.extend(torn(last, chance));
                }
                kept
            }
        };
        self.unsynced = keep;
        self.sync();
        self.durable
    }
}

/// Some sectors of a write.
fn torn(change: Change, chance: &mut Chance) -> Vec<Change> {
    let Change::Write { at, bytes } = change else {
        return Vec::new();
    };
    bytes
        .chunks(SECTOR)
        .enumerate()
        .filter(|_| chance.one_in(2))
        .map(|(n, sector)| Change::Write {
            at: at + n * SECTOR,
            bytes: sector.to_vec(),
        })
        .collect()
}

#[derive(Debug)]
struct Inside {
    files: BTreeMap<String, File>,
    /// Rises with each crash: who opened a file before it gets nothing any more.
    life: u64,
    /// Writes and syncs until the power goes.
    fuse: Option<u32>,
    dead: bool,
    next: u64,
}

/// A disk.
#[derive(Debug)]
pub struct Drive(Mutex<Inside>);

static DRIVES: LazyLock<Mutex<BTreeMap<String, Arc<Drive>>>> = LazyLock::new(Mutex::default);

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The disk that a path lies on: the folder is the disk's name.
pub fn of_path(path: &str) -> Option<(Arc<Drive>, &str)> {
    let (folder, name) = path.rsplit_once('/')?;
    held(&DRIVES).get(folder).map(|d| (Arc::clone(d), name))
}

impl Drive {
    /// Puts a disk with some files under a folder's name.
    pub fn mount(folder: &str, files: &BTreeMap<String, Vec<u8>>) -> Arc<Self> {
        let file = |bytes: &Vec<u8>| File {
            now: Some(bytes.clone()),
            durable: Some(bytes.clone()),
            ..File::default()
        };
        let files = files.iter().map(|(name, b)| (name.clone(), file(b)));
        let drive = Arc::new(Self(Mutex::new(Inside {
            files: files.collect(),
            life: 0,
            fuse: None,
            dead: false,
            next: 1,
        })));
        held(&DRIVES).insert(folder.to_owned(), Arc::clone(&drive));
        drive
    }

    /// Takes the disk of a folder away.
    pub fn unmount(folder: &str) {
        held(&DRIVES).remove(folder);
    }

    /// The files as programs see them.
    pub fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let inside = held(&self.0);
        let files = inside.files.iter();
        files
            .filter_map(|(name, f)| Some((name.clone(), f.now.clone()?)))
            .collect()
    }

    /// The power goes after so many writes and syncs; `None`: it stays.
    pub fn light_fuse(&self, after: Option<u32>) {
        held(&self.0).fuse = after;
    }

    /// Whether the power went.
    pub fn is_dead(&self) -> bool {
        held(&self.0).dead
    }

    /// The power goes, if it has not, and comes back.
    pub fn crash(&self, chance: &mut Chance) {
        let mut inside = held(&self.0);
        let files = std::mem::take(&mut inside.files);
        for (name, file) in files {
            if let Some(bytes) = file.survives(chance) {
                let file = File {
                    now: Some(bytes.clone()),
                    durable: Some(bytes),
                    ..File::default()
                };
                inside.files.insert(name, file);
            }
        }
        inside.life += 1;
        inside.fuse = None;
        inside.dead = false;
    }

    /// Whether there is a file.
    pub fn has(&self, name: &str) -> bool {
        held(&self.0)
            .files
            .get(name)
            .is_some_and(|f| f.now.is_some())
    }

    /// Deletes a file; durable at once if so wanted.
    pub fn delete(&self, name: &str, durable: bool) -> Result<(), Trouble> {
        let mut inside = held(&self.0);
        inside.moves()?;
        let file = inside.files.get_mut(name).filter(|f| f.now.is_some());
        let file = file.ok_or(Trouble::Absent)?;
        file.now = None;
        file.unsynced.clear();
        if durable {
            inside.files.remove(name);
        }
        Ok(())
    }

    /// Opens a file.
    pub fn open(self: &Arc<Self>, name: &str, create: bool) -> Result<Handle, Trouble> {
        let mut inside = held(&self.0);
        if inside.dead {
            return Err(Trouble::Dead);
        }
        let there = inside.files.get(name).is_some_and(|f| f.now.is_some());
        if !there && !create {
            return Err(Trouble::Absent);
        }
        if !there {
            inside.moves()?;
            let file = inside.files.entry(name.to_owned()).or_default();
            file.now = Some(Vec::new());
            // What a deletion has not yet taken away is under this name until the next sync.
            file.unsynced = vec![Change::Length(0)];
        }
        inside.next += 1;
        Ok(Handle {
            drive: Arc::clone(self),
            name: name.to_owned(),
            id: inside.next,
            life: inside.life,
            shared: None,
        })
    }
}

impl Inside {
    /// Something is written: the fuse burns.
    fn moves(&mut self) -> Result<(), Trouble> {
        if self.dead {
            return Err(Trouble::Dead);
        }
        if let Some(left) = &mut self.fuse {
            if *left == 0 {
                self.dead = true;
                return Err(Trouble::Dead);
            }
            *left -= 1;
        }
        Ok(())
    }
}

/// An open file.
#[derive(Debug)]
pub struct Handle {
    drive: Arc<Drive>,
    name: String,
    id: u64,
    life: u64,
    shared: Option<Arc<Shared>>,
}

impl Handle {
    fn with<T>(
        &self,
        writes: bool,
        work: impl FnOnce(&mut File) -> Result<T, Trouble>,
    ) -> Result<T, Trouble> {
        let mut inside = held(&self.drive.0);
        if inside.dead || inside.life != self.life {
            return Err(Trouble::Dead);
        }
        if writes {
            inside.moves()?;
        }
        work(inside.files.get_mut(&self.name).ok_or(Trouble::Absent)?)
    }

    /// Reads; how many bytes there were.
    pub fn read(&self, at: usize, to: &mut [u8]) -> Result<usize, Trouble> {
        self.with(false, |file| {
            let bytes = file.now.as_deref().unwrap_or_default();
            let there = bytes.get(at.min(bytes.len())..).unwrap_or_default();
            let n = there.len().min(to.len());
            if let (Some(to), Some(from)) = (to.get_mut(..n), there.get(..n)) {
                to.copy_from_slice(from);
            }
            Ok(n)
        })
    }

    /// Writes.
    pub fn write(&self, at: usize, bytes: &[u8]) -> Result<(), Trouble> {
        self.with(true, |file| {
            write(file.now.get_or_insert_default(), at, bytes);
            let bytes = bytes.to_vec();
            file.unsynced.push(Change::Write { at, bytes });
            Ok(())
        })
    }

    /// Changes the length.
    pub fn truncate(&self, length: usize) -> Result<(), Trouble> {
        self.with(true, |file| {
            file.now.get_or_insert_default().resize(length, 0);
            file.unsynced.push(Change::Length(length));
            Ok(())
        })
    }

    /// Makes durable what was written.
    pub fn sync(&self) -> Result<(), Trouble> {
        self.with(true, |file| {
            file.sync();
            Ok(())
        })
    }

    /// Bytes.
    pub fn length(&self) -> Result<usize, Trouble> {
        self.with(false, |f| Ok(f.now.as_ref().map_or(0, Vec::len)))
    }

    /// Takes a lock.
    pub fn lock(&self, level: Level) -> Result<(), Trouble> {
        self.with(false, |file| {
            let others = file.locks.iter().filter(|(id, _)| **id != self.id);
            let most = others.map(|(_, level)| *level).max().unwrap_or_default();
            let mine = file.locks.get(&self.id).copied().unwrap_or_default();
            if mine >= level {
                return Ok(());
            }
            let free = match level {
                Level::None => true,
                Level::Shared => most < Level::Pending,
                Level::Reserved | Level::Pending => most < Level::Reserved,
                Level::Exclusive => most < Level::Shared,
            };
            if free {
                file.locks.insert(self.id, level);
                return Ok(());
            }
            if level == Level::Exclusive && most < Level::Reserved {
                file.locks.insert(self.id, Level::Pending);
            }
            Err(Trouble::Busy)
        })
    }

    /// Lets a lock go down.
    pub fn unlock(&self, level: Level) -> Result<(), Trouble> {
        self.with(false, |file| {
            if level == Level::None {
                file.locks.remove(&self.id);
            } else {
                file.locks.insert(self.id, level);
            }
            Ok(())
        })
    }

    /// Whether anybody is going to write.
    pub fn is_reserved(&self) -> Result<bool, Trouble> {
        self.with(false, |file| {
            Ok(file.locks.values().any(|l| *l >= Level::Reserved))
        })
    }

    /// The memory that the connections of a database share, made by the first of them.
    pub fn shared(&mut self) -> Result<Arc<Shared>, Trouble> {
        if let Some(shared) = &self.shared {
            return Ok(Arc::clone(shared));
        }
        let shared = self.with(false, |file| {
            Ok(file.shared.upgrade().unwrap_or_else(|| {
                let new = Arc::new(Shared::default());
                file.shared = Arc::downgrade(&new);
                new
            }))
        })?;
        self.shared = Some(Arc::clone(&shared));
        Ok(shared)
    }

    /// Takes or lets go locks of the shared memory, all or none.
    pub fn lock_slots(
        &mut self,
        slots: std::ops::Range<usize>,
        exclusive: bool,
        lock: bool,
    ) -> Result<(), Trouble> {
        // Who lets go may have lost the disk meanwhile.
        let shared = match (&self.shared, lock) {
            (Some(shared), _) => Arc::clone(shared),
            (None, true) => self.shared()?,
            (None, false) => return Ok(()),
        };
        let mut all = held(&shared.slots);
        let range = all.get_mut(slots).ok_or(Trouble::Busy)?;
        if !lock {
            range.iter_mut().for_each(|slot| slot.remove(&self.id));
            return Ok(());
        }
        let free = range.iter().all(|slot| slot.allows(self.id, exclusive));
        if !free {
            return Err(Trouble::Busy);
        }
        for slot in range {
            slot.add(self.id, exclusive);
        }
        Ok(())
    }

    /// Lets the shared memory go.
    pub fn leave_shared(&mut self) {
        if let Some(shared) = self.shared.take() {
            held(&shared.slots)
                .iter_mut()
                .for_each(|slot| slot.remove(&self.id));
        }
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.leave_shared();
        // A disk that has crashed meanwhile knows this handle no more.
        let _ = self.unlock(Level::None);
    }
}

/// Who holds a slot, and whether alone.
#[derive(Debug, Default)]
struct Slot(BTreeMap<u64, bool>);

impl Slot {
    fn allows(&self, id: u64, exclusive: bool) -> bool {
        let mut others = self.0.iter().filter(|(other, _)| **other != id);
        if exclusive {
            others.next().is_none()
        } else {
            others.all(|(_, alone)| !alone)
        }
    }

    fn add(&mut self, id: u64, exclusive: bool) {
        self.0.insert(id, exclusive);
    }

    fn remove(&mut self, id: &u64) {
        self.0.remove(id);
    }
}

/// A piece of memory as SQLite wants it. Atomic, because several connections write to it from their threads.
pub type Region = &'static [AtomicU64];

/// Pieces that nobody uses: SQLite keeps plain pointers to them, so none is ever given back to the system.
static SPARE: Mutex<Vec<Region>> = Mutex::new(Vec::new());

/// The index of a write-ahead log, and its locks. Does not survive a crash.
#[derive(Debug, Default)]
pub struct Shared {
    regions: Mutex<Vec<Region>>,
    slots: Mutex<[Slot; SLOTS]>,
}

impl Shared {
    /// Piece `n` of so many bytes; `None` where it is not there and shall not be made.
    pub fn region(&self, n: usize, bytes: usize, make: bool) -> Option<Region> {
        let mut regions = held(&self.regions);
        while make && regions.len() <= n {
            regions.push(fresh(bytes.div_ceil(8)));
        }
        regions.get(n).copied()
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        let regions = self
            .regions
            .get_mut()
            .unwrap_or_else(PoisonError::into_inner);
        held(&SPARE).append(regions);
    }
}

fn fresh(words: usize) -> Region {
    let mut spare = held(&SPARE);
    let fits = spare.iter().position(|region| region.len() == words);
    if let Some(region) = fits.map(|at| spare.swap_remove(at)) {
        region
            .iter()
            .for_each(|word| word.store(0, Ordering::SeqCst));
        return region;
    }
    Vec::from_iter((0..words).map(|_| AtomicU64::new(0))).leak()
}
