"""Addresses of object stores and web servers, by fsspec: what :class:`pathlib.Path` is for this machine.

Stores have no renaming and no half-written objects: an object appears when its upload is complete. So what is written
is collected in a temporary file of this machine first, and uploaded as a whole.

Each store's package raises errors of its own. They become :exc:`OSError` with one line that says what to do.
"""

import errno
import hashlib
import io
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any, BinaryIO, NamedTuple, cast

from cleaner.errors import OptionError

WEB_SCHEMES = ("http", "https")
"""Schemes of addresses that can be read, but neither listed nor written."""

PACKAGES = {
    **dict.fromkeys(WEB_SCHEMES, "aiohttp"),
    **dict.fromkeys(("s3", "s3a"), "s3fs"),
    **dict.fromkeys(("gs", "gcs"), "gcsfs"),
    **dict.fromkeys(("az", "abfs", "adl"), "adlfs"),
    "hf": "huggingface_hub",
}
"""The packages by which fsspec reads and writes the addresses of a scheme."""

EXTRA = frozenset({"aiohttp", "s3fs"})
"""Those that the extra ``remote`` brings along."""

BLOCK_BYTES = 8 << 20
"""Bytes of an object that are read at once: a few requests a second, and little that is held in memory."""

IDLE_SECONDS = 60
"""Seconds without a byte after which a web server counts as gone. A large file may take hours as a whole."""

MESSAGE_LENGTH = 200
"""Characters of a package's message that are shown."""

VERSION_KEYS = ("ETag", "etag", "md5Hash", "content_md5", "Content-MD5", "blob_id", "VersionId", "Last-Modified")
"""What stores tell contents apart by, the best first."""

_DENIED = frozenset({401, 403})
_MISSING = frozenset({404, 410})
_SECRET = re.compile(r"(?i)(?:^|[&;?])[\w.-]*(?:sig|signature|token|key|keyid|credential|secret|password|auth)=")
_REFUSAL = re.compile(r"(?i)credential|authenticat|unauthori|access ?denied|forbidden|InvalidAccessKey|signature")


def shown_address(address: str) -> str:
    """Return an address without what may give access to it: a password, or the query of a signed one.

    >>> shown_address("https://ann:hush@a.example/b?sig=x"), shown_address("https://a.example/b?page=2")
    ('https://a.example/b', 'https://a.example/b?page=2')
    """
    scheme, separator, rest = address.partition("://")
    host, slash, path = rest.partition("/")
    host = host.rpartition("@")[2] if scheme.lower() in WEB_SCHEMES else host
    if _SECRET.search(path.partition("?")[2]):
        path = path.partition("?")[0]
    return f"{scheme}{separator}{host}{slash}{path}"


class Status(NamedTuple):
    """What is known of an object: its size in bytes."""

    st_size: int


@dataclass(frozen=True, order=True)
class Address:
    """The address of an object, or of those whose keys begin so: a folder. Names are compared as they are written."""

    address: str

    def __post_init__(self) -> None:
        """Raise :exc:`OptionError` for an address that no installed package can read."""
        _file_system(self.address)

    def __str__(self) -> str:
        """Return the address, which may give access: for messages there is :attr:`shown`."""
        return self.address

    def __truediv__(self, name: str) -> "Address":
        """Return the address of a name below this one."""
        return Address(f"{self.address.rstrip('/')}/{name}")

    @property
    def scheme(self) -> str:
        """What is before ``://``, in lower case."""
        return _scheme_of(self.address)

    @property
    def shown(self) -> str:
        """The address without what may give access."""
        return shown_address(self.address)

    @property
    def name(self) -> str:
        """The last part, without a query; the host of a web address that has no more."""
        path = self.address.partition("://")[2]
        if self.scheme in WEB_SCHEMES:
            path = path.partition("?")[0].partition("#")[0]
        parts = [part for part in path.split("/") if part.strip(".")]
        return parts[-1] if parts else path.strip("/")

    @property
    def stem(self) -> str:
        """The last part without its suffix."""
        return os.path.splitext(self.name)[0]

    @property
    def parent(self) -> "Address":
        """The folder that it is in."""
        scheme, _, path = self.address.partition("://")
        return Address(f"{scheme}://{path.rstrip('/').rpartition('/')[0]}")

    def absolute(self) -> "Address":
        """Return this address."""
        return self

    def exists(self) -> bool:
        """Whether there is an object or folder. Raises :exc:`OSError` if the store does not tell."""
        return self._type() is not None

    def is_dir(self) -> bool:
        """Whether there is a folder, or on a web server never: nothing lists it."""
        return self.scheme not in WEB_SCHEMES and self._type() == "directory"

    def is_file(self) -> bool:
        """Whether there is an object."""
        return self._type() == "file"

    def stat(self) -> Status:
        """Return what is known of the object. Raises :exc:`OSError` if there is none."""
        return Status(int(self._info().get("size") or 0))

    def version(self) -> str:
        """Return what tells the content from others at this address, without reading it if the store knows.

        An empty string if it cannot be read.
        """
        with suppress(OSError):
            info = self._info()
            for key in VERSION_KEYS:
                if info.get(key):
                    return f"{key}:{str(info[key]).strip(chr(34))}"
            with self.open() as stream:
                return hashlib.file_digest(stream, "sha256").hexdigest()  # type: ignore[arg-type]
        return ""

    def open(self, mode: str = "rb") -> BinaryIO:  # noqa: ARG002 - as a path's
        """Open the object to be read. Raises :exc:`OSError` if it cannot be."""
        with _translated_errors(self.address):
            system, path = _file_system(self.address)
            # one request for all of a web page, and ranges of an object, which may be read for hours
            block = 0 if self.scheme in WEB_SCHEMES else BLOCK_BYTES
            return cast("BinaryIO", _Reader(system.open(path, "rb", block_size=block), self.address))

    def read_bytes(self) -> bytes:
        """Return the content. Raises :exc:`OSError` if it cannot be read."""
        with self.open() as stream:
            return stream.read()

    def unlink(self, *, missing_ok: bool = False) -> None:
        """Remove the object. Raises :exc:`OSError` if that fails."""
        with _translated_errors(self.address):
            system, path = _file_system(self.address)
            try:
                system.rm_file(path)
            except (FileNotFoundError, KeyError) as error:  # the latter is of the store in memory
                if not missing_ok:
                    raise FileNotFoundError(errno.ENOENT, "no such file") from error

    def mkdir(self, *, parents: bool = False, exist_ok: bool = False) -> None:
        """Do nothing: a folder is there when an object is in it."""

    def glob(self, pattern: str) -> Iterator["Address"]:
        """Yield the objects of this folder, as they are now, whose names match. Raises :exc:`OSError`."""
        with _translated_errors(self.address):
            system, path = _file_system(self.address)
            system.invalidate_cache(path)
            try:
                names = system.ls(path, detail=False)
            except FileNotFoundError:
                names = []
        found = sorted(name.rstrip("/").rpartition("/")[2] for name in names)
        yield from (self / name for name in found if fnmatchcase(name, pattern))

    def contents(self, suffix: str) -> Mapping["Address", bytes]:
        """Return the objects of this folder whose names end so, read in parallel where the store can."""
        found = [*self.glob(f"*{suffix}")]
        with _translated_errors(self.address):
            system, _ = _file_system(self.address)
            paths = {_file_system(str(address))[1]: address for address in found}
            read = system.cat([*paths], on_error="omit") if paths else {}
        return {address: read[path] for path, address in paths.items() if path in read}

    def files(self) -> dict[str, int]:
        """Return the paths of all objects below this folder, and their sizes in bytes. Raises :exc:`OSError`."""
        with _translated_errors(self.address):
            system, path = _file_system(self.address)
            found = system.find(path, detail=True)
        start = path.rstrip("/") + "/"
        names = {name.removeprefix(start): info for name, info in found.items() if info.get("type") != "directory"}
        return {name: int(info.get("size") or 0) for name, info in names.items() if name and not name.endswith("/")}

    def create(self, content: bytes) -> None:
        """Write an object that must not exist. Raises :exc:`FileExistsError` if it does, otherwise :exc:`OSError`."""
        try:
            with _translated_errors(self.address):
                system, path = _file_system(self.address)
                system.pipe_file(path, content, mode="create")
        except FileExistsError:
            raise
        except OSError:
            if self.exists():
                raise FileExistsError(errno.EEXIST, "exists", self.shown) from None
            raise

    def write_bytes(self, content: bytes) -> None:
        """Write an object whole. Raises :exc:`OSError` if that fails."""
        with _translated_errors(self.address):
            system, path = _file_system(self.address)
            system.pipe_file(path, content)

    @contextmanager
    def upload(self, *, backup: str, prefix: str) -> Iterator[BinaryIO]:
        """Collect what is written in a file of this machine, and upload it when the ``with`` block ends.

        With ``backup``, a copy of the object that is replaced is kept under its name with that suffix. Raises
        :exc:`OSError` if it cannot be written.
        """
        import tempfile

        descriptor, name = tempfile.mkstemp(prefix=f"{prefix}{os.getpid()}-")
        try:
            with open(descriptor, "wb") as stream:
                yield stream
            with _translated_errors(self.address):
                system, path = _file_system(self.address)
                if backup and system.exists(path):
                    system.cp_file(path, path + backup)
                system.put_file(name, path)
        finally:
            os.unlink(name)

    def abort_uploads(self) -> int:
        """Abort what uploads below this folder have left unfinished, and return their number.

        Only S3 keeps such parts for good and lists them; a store that has no such call, or does not allow it, is left
        alone.
        """
        system, path = _file_system(self.address)
        if not hasattr(system, "call_s3"):
            return 0
        bucket, _, prefix = path.partition("/")
        count = 0
        with suppress(Exception):
            found = system.call_s3("list_multipart_uploads", Bucket=bucket, Prefix=f"{prefix.rstrip('/')}/".lstrip("/"))
            for upload in found.get("Uploads") or ():
                system.call_s3("abort_multipart_upload", Bucket=bucket, Key=upload["Key"], UploadId=upload["UploadId"])
                count += 1
        return count

    def _type(self) -> str | None:
        """Return whether this is a ``file`` or a ``directory`` now; ``None`` if it does not exist."""
        try:
            with _translated_errors(self.address):
                system, path = _file_system(self.address)
                system.invalidate_cache(path)
            return str(self._info().get("type") or "file")
        except FileNotFoundError:
            return None

    def _info(self) -> dict[str, Any]:
        with _translated_errors(self.address):
            system, path = _file_system(self.address)
            return dict(system.info(path))


class _Reader(io.RawIOBase):
    """An object that is read. Raises :exc:`OSError` for whatever its store's package raises."""

    def __init__(self, stream: Any, address: str) -> None:
        super().__init__()
        self._content, self._address = stream, address

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        with _translated_errors(self._address):
            chunk = self._content.read(len(buffer))
        buffer[: len(chunk)] = chunk
        return len(chunk)

    def close(self) -> None:
        if not self.closed:
            with suppress(Exception):  # what was read is read
                self._content.close()
        super().close()


def _scheme_of(address: str) -> str:
    return address.partition("://")[0].lower()


def _file_system(address: str) -> tuple[Any, str]:
    """Return the file system of an address, and its path there. Raises :exc:`OptionError` if a package is missing."""
    scheme = _scheme_of(address)
    if scheme in ("file", "local"):
        path = address.partition("://")[2]
        raise OptionError(f"{address} is an address, not a path: name /{path.partition('/')[2]}")
    try:
        from fsspec.config import conf
        from fsspec.core import url_to_fs
        from fsspec.registry import get_filesystem_class

        get_filesystem_class(scheme)
    except ImportError:
        raise OptionError(_missing_package(address)) from None
    except ValueError:
        raise OptionError(
            f"{shown_address(address)} is an address, not a path, and fsspec knows none with {scheme}://: "
            "copy the file here, or pipe it to clean"
        ) from None
    options: dict[str, Any] = {}
    if scheme in WEB_SCHEMES and scheme not in conf:
        options = {"client_kwargs": {"timeout": _web_timeout(), "trust_env": True}}
    try:
        system, path = url_to_fs(scheme + address[len(scheme) :], **options)
    except ImportError:
        raise OptionError(_missing_package(address)) from None
    except Exception as error:  # noqa: BLE001 - each package raises its own for a broken configuration
        raise OptionError(f"{shown_address(address)} cannot be used: {_first_line(error, address)}") from None
    return system, path


def _web_timeout() -> Any:
    from aiohttp import ClientTimeout

    return ClientTimeout(total=None, sock_connect=IDLE_SECONDS, sock_read=IDLE_SECONDS)


def _missing_package(address: str) -> str:
    """Return the message for an address whose package is not installed, with another way to read it."""
    scheme = _scheme_of(address)
    package = PACKAGES.get(scheme, "")
    packages = "'article-cleaner[remote]'" + (f" {package}" if package and package not in EXTRA else "")
    other_way = f", or {_command(address)}" if scheme in WEB_SCHEMES else ""
    return f"{shown_address(address)} is an address, not a path: pip install {packages} to use it{other_way}"


@contextmanager
def _translated_errors(address: str) -> Iterator[None]:
    """Raise what a store's package raises as :exc:`OSError`, in one line that says what to do."""
    try:
        yield
    except (FileExistsError, OptionError):
        raise
    except Exception as error:  # noqa: BLE001 - each package has its own tree of errors
        raise _os_error(error, address) from None


def _os_error(error: BaseException, address: str) -> OSError:
    scheme, shown = _scheme_of(address), shown_address(address)
    if isinstance(error, FileNotFoundError) and error.__cause__ and scheme in WEB_SCHEMES:
        error = error.__cause__  # what the server said
    status = getattr(error, "status", getattr(error, "code", None))
    text = f"HTTP {status}" if isinstance(status, int) and status else _first_line(error, address)
    if isinstance(error, FileNotFoundError) or status in _MISSING:
        names_bucket = scheme not in WEB_SCHEMES and "bucket" in text
        return FileNotFoundError(errno.ENOENT, text if names_bucket else "no such file", shown)
    if scheme in WEB_SCHEMES:
        return OSError(errno.EIO, f"{text}: check the address, or try {_command(shown)}", shown)
    if isinstance(error, PermissionError) or status in _DENIED or _REFUSAL.search(f"{type(error).__name__} {error}"):
        hint = f"give {PACKAGES.get(scheme, 'fsspec')} credentials, by the environment or fsspec's configuration"
        return PermissionError(errno.EACCES, f"access is denied ({text}): {hint}", shown)
    return OSError(errno.EIO, f"{text}: check the address and the network, and run the same command again", shown)


def _command(address: str) -> str:
    """Return a shell command that reads a web address with a program that has more settings."""
    from shlex import quote

    return f"curl -sL {quote(address)} | clean --url {quote(address)}"


def _first_line(error: BaseException, address: str) -> str:
    """Return an error's message in one short line, without the address, which the message around it names."""
    message, _, _ = str(error).replace(address, shown_address(address)).partition(": <")  # a representation follows
    text = " ".join(message.split())[:MESSAGE_LENGTH].rstrip(".: ")
    return text or type(error).__name__
