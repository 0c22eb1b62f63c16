"""A file server on this computer that breaks as real ones do."""

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class FileServer:
    """files: path → bytes. Everything else is how it breaks."""

    files: dict[str, bytes]
    breaks: list[int] = field(default_factory=list)  # bytes of the file after which to hang up
    busy: int = 0  # how many answers are 503
    retry: str = ""  # when they may come again, says that
    ranges: bool = True
    redirects: bool = False  # as the hub does, with the checksum on the way
    told: dict[str, str] = field(default_factory=dict)  # path → another checksum than the true one
    away: str = ""  # where redirects go, instead of to itself
    headers: dict[str, str] = field(default_factory=dict)  # of every answer with a file, besides
    endless: bool = False  # no size is told, and no end comes
    closed: bool = False  # to all who show no token
    shown: list[str] = field(default_factory=list)  # what they showed
    address: str = ""
    asked: list[tuple[str, str]] = field(default_factory=list)  # path and range


@contextmanager
def serving(server: FileServer) -> Iterator[FileServer]:
    """Run it on a free port of the loopback interface; `server.address` is its URL."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path, wanted = self.path, self.headers.get("Range", "")
            server.asked.append((path, wanted))
            self.close_connection = True
            moved = path.removeprefix("/moved")
            server.shown.append(self.headers.get("Authorization", ""))
            if moved not in server.files:
                self.send_error(404)
            elif server.closed and not server.shown[-1]:
                self.send_error(401)
            elif server.endless:
                self.send_response(200)
                self.end_headers()
                with suppress(OSError):
                    while True:
                        self.wfile.write(bytes(1 << 16))
            elif server.busy:
                server.busy -= 1
                self.send_response(503)
                self.send_header("Retry-After", server.retry)
                self.send_header("Content-Length", "0")
                self.end_headers()
            elif server.redirects and moved == path:
                self.send_response(302)
                digest = hashlib.sha256(server.files[path]).hexdigest()
                self.send_header("Location", (server.away or server.address) + "/moved" + path)
                self.send_header("X-Linked-Etag", f'"{server.told.get(path, digest)}"')
                self.send_header("X-Linked-Size", str(len(server.files[path])))
                self.send_header("Content-Length", "0")
                self.end_headers()
            else:
                self.send_file(server.files[moved], wanted)

        def send_file(self, data: bytes, wanted: str) -> None:
            begin = int(wanted[6:-1]) if wanted and server.ranges else 0
            if begin >= len(data) > 0:
                self.send_error(416)
                return
            self.send_response(206 if begin else 200)
            if begin:
                self.send_header("Content-Range", f"bytes {begin}-{len(data) - 1}/{len(data)}")
            if "Content-Length" not in server.headers:
                self.send_header("Content-Length", str(len(data) - begin))
            for name, text in server.headers.items():
                self.send_header(name, text)
            self.send_header("ETag", f'"{hashlib.sha256(data).hexdigest()}"')
            if self.path.endswith("/"):  # a page of a package index
                self.send_header("Content-Type", "text/html")
            self.end_headers()
            end = len(data)
            if server.breaks and not self.path.endswith("/") and begin <= server.breaks[0]:
                end = server.breaks.pop(0)
            self.wfile.write(data[begin:end])

        def log_message(self, *_: object) -> None:
            """Quiet."""

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.address = f"http://127.0.0.1:{http.server_port}"
    thread = threading.Thread(target=http.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()
        thread.join()
