"""The command line: `python -m pixal3d_addon COMMAND`, see `--help`."""

import io
import signal
import sys

from .commands.answer import tell_failure
from .commands.arguments import parser
from .core.errors import CANCELLED_EXIT_CODE


def main(arguments: list[str] | None = None) -> int:
    """Run one command. Returns the exit status; a wrong command line raises SystemExit(2)."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a name the terminal cannot show
    options = parser().parse_args(arguments)
    if options.command == "worker":
        from .worker.loop import serve

        return serve()
    for name in ("SIGINT", "SIGTERM"):
        signal.signal(getattr(signal, name), _cancel)
    try:
        if options.command == "doctor":
            from .commands.doctor import doctor as command
        elif options.command == "finish":
            from .commands.finish import finish as command
        elif options.command == "prepare":
            from .commands.prepare import prepare as command
        elif options.command == "weights":
            from .commands.weights import weights as command
        elif options.command == "download":
            from .commands.weights import download as command
        elif options.command == "setup":
            from .commands.setup import setup as command
        elif options.command == "convert":
            from .commands.convert import convert as command
        elif options.command == "errors":
            from .commands.errors import errors as command
        else:
            from .commands.generate import generate as command
        return command(options)
    except KeyboardInterrupt:
        print("Cancelled; nothing half-made is left behind.", file=sys.stderr)
        return CANCELLED_EXIT_CODE
    except Exception as error:
        return tell_failure(error, "", getattr(options, "json", False))


def _cancel(number: int, frame: object) -> None:
    """Unwind the job once; impatient further signals must not disturb its cleaning up."""
    for name in ("SIGINT", "SIGTERM"):
        signal.signal(getattr(signal, name), signal.SIG_IGN)
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
