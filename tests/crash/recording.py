"""A shim between SQLite and the disk that writes down every write, sync, truncation and deletion.

It is a VFS put in front of the engine's own inside the very library that Genba uses (`pysqlite3` carries its
SQLite with it and gives away `sqlite3_vfs_find`), as the default. So Django's connections with our settings
pass it unchanged, no compiler and no tracing of processes is needed, and what is written down is exactly what
the engine asked of the disk. `images.py` makes from it what a disk may hold when the power goes.
"""

import ctypes
import threading
from ctypes import CFUNCTYPE, POINTER, Structure, addressof, c_char_p, c_int, c_int64, c_void_p, cast, memmove
from dataclasses import dataclass, field
from typing import Any

import pysqlite3._sqlite3

METHODS = [
    *("xClose", "xRead", "xWrite", "xTruncate", "xSync", "xFileSize", "xLock", "xUnlock"),
    *("xCheckReservedLock", "xFileControl", "xSectorSize", "xDeviceCharacteristics"),
    *("xShmMap", "xShmLock", "xShmBarrier", "xShmUnmap", "xFetch", "xUnfetch"),
]
VFS_METHODS = [
    *("xOpen", "xDelete", "xAccess", "xFullPathname", "xDlOpen", "xDlError", "xDlSym", "xDlClose"),
    *("xRandomness", "xSleep", "xCurrentTime", "xGetLastError", "xCurrentTimeInt64"),
    *("xSetSystemCall", "xGetSystemCall", "xNextSystemCall"),
]
OK, OPEN_CREATE = 0, 4

Open = CFUNCTYPE(c_int, c_void_p, c_void_p, c_void_p, c_int, POINTER(c_int))
Delete = CFUNCTYPE(c_int, c_void_p, c_char_p, c_int)
Write = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int, c_int64)
Truncate = CFUNCTYPE(c_int, c_void_p, c_int64)
Sync = CFUNCTYPE(c_int, c_void_p, c_int)
Close = CFUNCTYPE(c_int, c_void_p)


class Methods(Structure):
    """sqlite3_io_methods."""

    _fields_ = [("iVersion", c_int), *((name, c_void_p) for name in METHODS)]


class Vfs(Structure):
    """sqlite3_vfs."""

    _fields_ = [
        ("iVersion", c_int),
        ("szOsFile", c_int),
        ("mxPathname", c_int),
        ("pNext", c_void_p),
        ("zName", c_char_p),
        ("pAppData", c_void_p),
        *((name, c_void_p) for name in VFS_METHODS),
    ]


@dataclass
class Recorder:
    """What was asked of the disk, in order: (what, file, offset or size, bytes)."""

    lines: list[tuple[str, str, int, bytes]] = field(default_factory=list)
    names: dict[int, str] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)
    shimming: threading.Lock = field(default_factory=threading.Lock)
    kept: list[Any] = field(default_factory=list)  # what C points to must not be collected
    shims: dict[int, Methods] = field(default_factory=dict)

    def note(self, what: str, name: str, number: int = 0, content: bytes = b"") -> None:
        with self.lock:
            self.lines.append((what, name, number, content))

    def install(self) -> None:
        """Become the engine's default VFS. There is no way back in this process."""
        engine = ctypes.CDLL(pysqlite3._sqlite3.__file__)
        engine.sqlite3_vfs_find.restype = POINTER(Vfs)
        self.below = engine.sqlite3_vfs_find(None)
        vfs = Vfs()
        memmove(addressof(vfs), self.below, ctypes.sizeof(Vfs))
        vfs.zName, vfs.pNext = b"recording", None
        opened, deleted = Open(self._open), Delete(self._delete)
        vfs.xOpen, vfs.xDelete = cast(opened, c_void_p).value, cast(deleted, c_void_p).value
        self.kept += [vfs, opened, deleted]
        engine.sqlite3_vfs_register.argtypes = [c_void_p, c_int]
        if engine.sqlite3_vfs_register(addressof(vfs), 1) != OK:
            raise RuntimeError("the engine took no VFS")

    def _open(self, _vfs: int, name: int, file: int, flags: int, out: Any) -> int:
        path = ctypes.string_at(name).decode() if name else ""
        done: int = Open(self.below.contents.xOpen)(addressof(self.below.contents), name, file, flags, out)
        if done == OK and path:
            self.names[file] = path
            pointer = cast(file, POINTER(c_void_p))
            with self.shimming:  # two connections at once must not make two: one would be collected
                pointer[0] = addressof(self._shim(pointer[0]))
            if flags & OPEN_CREATE:
                self.note("create", path)
        return done

    def _delete(self, _vfs: int, name: bytes, sync: int) -> int:
        done: int = Delete(self.below.contents.xDelete)(addressof(self.below.contents), name, sync)
        if done == OK:
            self.note("delete", name.decode(), sync)
        return done

    def _shim(self, original: int) -> Methods:
        """The methods of a file with ours in front; made once for each set of the engine's own."""
        if original in self.shims:
            return self.shims[original]
        below, above = Methods.from_address(original), Methods()
        memmove(addressof(above), original, ctypes.sizeof(Methods))
        inner = {name: getattr(below, name) for name in METHODS}

        def write(file: int, content: int, size: int, offset: int) -> int:
            self.note("write", self.names[file], offset, ctypes.string_at(content, size))
            return Write(inner["xWrite"])(file, content, size, offset)

        def truncate(file: int, size: int) -> int:
            self.note("truncate", self.names[file], size)
            return Truncate(inner["xTruncate"])(file, size)

        def sync(file: int, flags: int) -> int:
            name, since = self.names[file], len(self.lines)
            done: int = Sync(inner["xSync"])(file, flags)
            self.note("sync", name, since)  # what was written while it went on is not sure to be there
            return done

        for name, kind, ours in (
            ("xWrite", Write, write),
            ("xTruncate", Truncate, truncate),
            ("xSync", Sync, sync),
        ):
            pointer = kind(ours)
            self.kept.append(pointer)
            setattr(above, name, cast(pointer, c_void_p).value)
        self.shims[original] = above
        return above
