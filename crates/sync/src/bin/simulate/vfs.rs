//! The disk of [`crate::drive`] as a file system of SQLite: nothing but the translation. The one place of the program
//! with unsafe code, and no part of what is shipped.
#![expect(
    unsafe_code,
    reason = "SQLite's file systems are a C interface; the crates that wrap it need libclang to build"
)]

use crate::drive::{self, Handle, Level, Trouble};
use libsqlite3_sys as ffi;
use std::ffi::{CStr, c_char, c_int, c_void};
use std::sync::Once;
use std::{ptr, slice};

/// The name under which a replica asks for it.
pub const NAME: &str = "simulated";
const C_NAME: &CStr = c"simulated";
/// Longest path.
const PATH: c_int = 512;
/// The moment that SQLite is told it is, in milliseconds of the Julian day: always the same.
const MOMENT: i64 = 212_600_000_000_000;

/// SQLite's idea of an open file, and ours behind it.
#[repr(C)]
struct Open {
    base: ffi::sqlite3_file,
    handle: *mut Handle,
}

static METHODS: ffi::sqlite3_io_methods = ffi::sqlite3_io_methods {
    iVersion: 2,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(file_size),
    xLock: Some(lock),
    xUnlock: Some(unlock),
    xCheckReservedLock: Some(check_reserved),
    xFileControl: Some(control),
    xSectorSize: Some(sector_size),
    xDeviceCharacteristics: Some(characteristics),
    xShmMap: Some(shm_map),
    xShmLock: Some(shm_lock),
    xShmBarrier: Some(shm_barrier),
    xShmUnmap: Some(shm_unmap),
    xFetch: None,
    xUnfetch: None,
};

/// Makes the file system known to SQLite. Does nothing the second time.
pub fn register() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let vfs = Box::leak(Box::new(ffi::sqlite3_vfs {
            iVersion: 2,
            szOsFile: c_int::try_from(size_of::<Open>()).unwrap_or(c_int::MAX),
            mxPathname: PATH,
            pNext: ptr::null_mut(),
            zName: C_NAME.as_ptr(),
            pAppData: ptr::null_mut(),
            xOpen: Some(open),
            xDelete: Some(delete),
            xAccess: Some(access),
            xFullPathname: Some(full_path),
            xDlOpen: None,
            xDlError: None,
            xDlSym: None,
            xDlClose: None,
            xRandomness: Some(randomness),
            xSleep: Some(sleep),
            xCurrentTime: Some(current_time),
            xGetLastError: Some(last_error),
            xCurrentTimeInt64: Some(current_time_int),
            xSetSystemCall: None,
            xGetSystemCall: None,
            xNextSystemCall: None,
        }));
        // SAFETY: the structure and the name live as long as the process, and all its functions are below.
        unsafe { ffi::sqlite3_vfs_register(vfs, 0) };
    });
}

fn code(result: Result<(), Trouble>, dead: c_int) -> c_int {
    match result {
        Ok(()) => ffi::SQLITE_OK,
        Err(Trouble::Busy) => ffi::SQLITE_BUSY,
        Err(Trouble::Dead | Trouble::Absent) => dead,
    }
}

/// # Safety
/// `name` is null or a text of SQLite's that ends with a zero and outlives the call.
unsafe fn path<'a>(name: *const c_char) -> Option<&'a str> {
    if name.is_null() {
        return None;
    }
    // SAFETY: as the caller promises.
    unsafe { CStr::from_ptr(name) }.to_str().ok()
}

/// # Safety
/// `file` was opened by [`open`] and is not closed; SQLite uses it from one thread at a time.
unsafe fn handle<'a>(file: *mut ffi::sqlite3_file) -> Option<&'a mut Handle> {
    // SAFETY: SQLite gives back what `open` filled in: an `Open` whose handle is a box, or null after a failure.
    unsafe { file.cast::<Open>().as_mut()?.handle.as_mut() }
}

fn size(n: i64) -> usize {
    usize::try_from(n).unwrap_or(0)
}

unsafe extern "C" fn open(
    _: *mut ffi::sqlite3_vfs,
    name: ffi::sqlite3_filename,
    file: *mut ffi::sqlite3_file,
    flags: c_int,
    out: *mut c_int,
) -> c_int {
    // SAFETY: SQLite gives `szOsFile` bytes for the file, which it reads only as far as we say with `pMethods`.
    unsafe { (*file).pMethods = ptr::null() };
    // SAFETY: SQLite's own name.
    let Some((drive, name)) = (unsafe { path(name) }).and_then(drive::of_path) else {
        return ffi::SQLITE_CANTOPEN;
    };
    match drive.open(name, flags & ffi::SQLITE_OPEN_CREATE != 0) {
        Err(_) => ffi::SQLITE_CANTOPEN,
        Ok(handle) => {
            // SAFETY: as above; the box is taken back by `close`, which SQLite calls once, as `pMethods` is set.
            unsafe {
                (*file.cast::<Open>()).handle = Box::into_raw(Box::new(handle));
                (*file).pMethods = &raw const METHODS;
                if !out.is_null() {
                    *out = flags;
                }
            }
            ffi::SQLITE_OK
        }
    }
}

unsafe extern "C" fn close(file: *mut ffi::sqlite3_file) -> c_int {
    // SAFETY: `open` made the box, and nothing uses the file after this call.
    unsafe {
        let place = &mut (*file.cast::<Open>()).handle;
        let handle = std::mem::replace(place, ptr::null_mut());
        if !handle.is_null() {
            drop(Box::from_raw(handle));
        }
    }
    ffi::SQLITE_OK
}

unsafe extern "C" fn read(
    file: *mut ffi::sqlite3_file,
    to: *mut c_void,
    amount: c_int,
    at: i64,
) -> c_int {
    // SAFETY: SQLite's own file and a buffer of its own of so many bytes.
    let (handle, to) = unsafe {
        (
            handle(file),
            slice::from_raw_parts_mut(to.cast::<u8>(), size(i64::from(amount))),
        )
    };
    match handle.map(|h| h.read(size(at), to)) {
        Some(Ok(n)) if n == to.len() => ffi::SQLITE_OK,
        Some(Ok(n)) => {
            if let Some(rest) = to.get_mut(n..) {
                rest.fill(0);
            }
            ffi::SQLITE_IOERR_SHORT_READ
        }
        _ => ffi::SQLITE_IOERR_READ,
    }
}

unsafe extern "C" fn write(
    file: *mut ffi::sqlite3_file,
    from: *const c_void,
    amount: c_int,
    at: i64,
) -> c_int {
    // SAFETY: SQLite's own file and a buffer of its own of so many bytes.
    let (handle, from) = unsafe {
        (
            handle(file),
            slice::from_raw_parts(from.cast::<u8>(), size(i64::from(amount))),
        )
    };
    match handle {
        Some(handle) => code(handle.write(size(at), from), ffi::SQLITE_IOERR_WRITE),
        None => ffi::SQLITE_IOERR_WRITE,
    }
}

unsafe extern "C" fn truncate(file: *mut ffi::sqlite3_file, length: i64) -> c_int {
    // SAFETY: SQLite's own file.
    match unsafe { handle(file) } {
        Some(handle) => code(handle.truncate(size(length)), ffi::SQLITE_IOERR_TRUNCATE),
        None => ffi::SQLITE_IOERR_TRUNCATE,
    }
}

unsafe extern "C" fn sync(file: *mut ffi::sqlite3_file, _: c_int) -> c_int {
    // SAFETY: SQLite's own file.
    match unsafe { handle(file) } {
        Some(handle) => code(handle.sync(), ffi::SQLITE_IOERR_FSYNC),
        None => ffi::SQLITE_IOERR_FSYNC,
    }
}

unsafe extern "C" fn file_size(file: *mut ffi::sqlite3_file, out: *mut i64) -> c_int {
    // SAFETY: SQLite's own file, and a place of its own for the answer.
    match unsafe { handle(file) }.map(|h| h.length()) {
        Some(Ok(length)) => {
            // SAFETY: as above.
            unsafe { *out = i64::try_from(length).unwrap_or(i64::MAX) };
            ffi::SQLITE_OK
        }
        _ => ffi::SQLITE_IOERR_FSTAT,
    }
}

fn level(n: c_int) -> Level {
    match n {
        ffi::SQLITE_LOCK_NONE => Level::None,
        ffi::SQLITE_LOCK_SHARED => Level::Shared,
        ffi::SQLITE_LOCK_RESERVED => Level::Reserved,
        ffi::SQLITE_LOCK_PENDING => Level::Pending,
        _ => Level::Exclusive,
    }
}

unsafe extern "C" fn lock(file: *mut ffi::sqlite3_file, wanted: c_int) -> c_int {
    // SAFETY: SQLite's own file.
    match unsafe { handle(file) } {
        Some(handle) => code(handle.lock(level(wanted)), ffi::SQLITE_IOERR_LOCK),
        None => ffi::SQLITE_IOERR_LOCK,
    }
}

unsafe extern "C" fn unlock(file: *mut ffi::sqlite3_file, left: c_int) -> c_int {
    // SAFETY: SQLite's own file.
    match unsafe { handle(file) } {
        Some(handle) => code(handle.unlock(level(left)), ffi::SQLITE_IOERR_UNLOCK),
        None => ffi::SQLITE_IOERR_UNLOCK,
    }
}

unsafe extern "C" fn check_reserved(file: *mut ffi::sqlite3_file, out: *mut c_int) -> c_int {
    // SAFETY: SQLite's own file, and a place of its own for the answer.
    match unsafe { handle(file) }.map(|h| h.is_reserved()) {
        Some(Ok(reserved)) => {
            // SAFETY: as above.
            unsafe { *out = c_int::from(reserved) };
            ffi::SQLITE_OK
        }
        _ => ffi::SQLITE_IOERR_CHECKRESERVEDLOCK,
    }
}

unsafe extern "C" fn control(_: *mut ffi::sqlite3_file, _: c_int, _: *mut c_void) -> c_int {
    ffi::SQLITE_NOTFOUND
}

unsafe extern "C" fn sector_size(_: *mut ffi::sqlite3_file) -> c_int {
    512
}

/// As SQLite's own file system says of an ordinary disk: bytes beside a write stay as they are when the power goes.
unsafe extern "C" fn characteristics(_: *mut ffi::sqlite3_file) -> c_int {
    ffi::SQLITE_IOCAP_POWERSAFE_OVERWRITE
}

unsafe extern "C" fn shm_map(
    file: *mut ffi::sqlite3_file,
    n: c_int,
    bytes: c_int,
    extend: c_int,
    out: *mut *mut c_void,
) -> c_int {
    // SAFETY: SQLite's own file, and a place of its own for the answer.
    let shared = match unsafe { handle(file) }.map(Handle::shared) {
        Some(Ok(shared)) => shared,
        _ => return ffi::SQLITE_IOERR_SHMMAP,
    };
    let (n, bytes) = (size(i64::from(n)), size(i64::from(bytes)));
    let region = shared.region(n, bytes, extend != 0);
    // Atomic words may be written to through a shared reference, and the piece is never freed.
    let start = region.map_or(ptr::null_mut(), |r| r.as_ptr().cast_mut().cast());
    // SAFETY: as above.
    unsafe { *out = start };
    ffi::SQLITE_OK
}

unsafe extern "C" fn shm_lock(
    file: *mut ffi::sqlite3_file,
    first: c_int,
    n: c_int,
    flags: c_int,
) -> c_int {
    let (first, n) = (size(i64::from(first)), size(i64::from(n)));
    let exclusive = flags & ffi::SQLITE_SHM_EXCLUSIVE != 0;
    let locks = flags & ffi::SQLITE_SHM_LOCK != 0;
    // SAFETY: SQLite's own file.
    match unsafe { handle(file) } {
        Some(handle) => code(
            handle.lock_slots(first..first + n, exclusive, locks),
            ffi::SQLITE_IOERR_SHMLOCK,
        ),
        None => ffi::SQLITE_IOERR_SHMLOCK,
    }
}

unsafe extern "C" fn shm_barrier(_: *mut ffi::sqlite3_file) {
    std::sync::atomic::fence(std::sync::atomic::Ordering::SeqCst);
}

unsafe extern "C" fn shm_unmap(file: *mut ffi::sqlite3_file, _: c_int) -> c_int {
    // SAFETY: SQLite's own file.
    if let Some(handle) = unsafe { handle(file) } {
        handle.leave_shared();
    }
    ffi::SQLITE_OK
}

unsafe extern "C" fn delete(
    _: *mut ffi::sqlite3_vfs,
    name: *const c_char,
    durable: c_int,
) -> c_int {
    // SAFETY: SQLite's own name.
    match unsafe { path(name) }.and_then(drive::of_path) {
        Some((drive, name)) => match drive.delete(name, durable != 0) {
            Err(Trouble::Absent) => ffi::SQLITE_IOERR_DELETE_NOENT,
            other => code(other, ffi::SQLITE_IOERR_DELETE),
        },
        None => ffi::SQLITE_IOERR_DELETE,
    }
}

unsafe extern "C" fn access(
    _: *mut ffi::sqlite3_vfs,
    name: *const c_char,
    _: c_int,
    out: *mut c_int,
) -> c_int {
    // SAFETY: SQLite's own name.
    let found = unsafe { path(name) }.and_then(drive::of_path);
    let there = found.is_some_and(|(drive, name)| drive.has(name));
    // SAFETY: a place of SQLite's for the answer.
    unsafe { *out = c_int::from(there) };
    ffi::SQLITE_OK
}

unsafe extern "C" fn full_path(
    _: *mut ffi::sqlite3_vfs,
    name: *const c_char,
    room: c_int,
    out: *mut c_char,
) -> c_int {
    // SAFETY: SQLite's own name, which ends with a zero.
    let bytes = unsafe { CStr::from_ptr(name) }.to_bytes_with_nul();
    if bytes.len() > size(i64::from(room)) {
        return ffi::SQLITE_CANTOPEN;
    }
    // SAFETY: there is room for so many bytes, and the two do not overlap.
    unsafe { ptr::copy_nonoverlapping(bytes.as_ptr().cast(), out, bytes.len()) };
    ffi::SQLITE_OK
}

unsafe extern "C" fn randomness(_: *mut ffi::sqlite3_vfs, n: c_int, out: *mut c_char) -> c_int {
    // SAFETY: a buffer of SQLite's of so many bytes.
    let out = unsafe { slice::from_raw_parts_mut(out.cast::<u8>(), size(i64::from(n))) };
    out.fill(7);
    n
}

unsafe extern "C" fn sleep(_: *mut ffi::sqlite3_vfs, micros: c_int) -> c_int {
    std::thread::sleep(std::time::Duration::from_micros(
        u64::try_from(micros).unwrap_or(0),
    ));
    micros
}

unsafe extern "C" fn current_time(_: *mut ffi::sqlite3_vfs, out: *mut f64) -> c_int {
    // SAFETY: a place of SQLite's for the answer.
    unsafe { *out = 2_460_648.0 };
    ffi::SQLITE_OK
}

unsafe extern "C" fn current_time_int(_: *mut ffi::sqlite3_vfs, out: *mut i64) -> c_int {
    // SAFETY: a place of SQLite's for the answer.
    unsafe { *out = MOMENT };
    ffi::SQLITE_OK
}

unsafe extern "C" fn last_error(_: *mut ffi::sqlite3_vfs, _: c_int, _: *mut c_char) -> c_int {
    0
}
