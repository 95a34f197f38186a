"""A room server as a child process that may be killed at any moment and comes back on the same port."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time

from .wire import Wire


class ChildServer:
    """Holds the listening socket, so that connections wait while the child is dead instead of being refused."""

    def __init__(
        self,
        log: str,
        secret: str,
        host: str = "127.0.0.1",
        pace: tuple[float, float] = (200, 400),
        module: str = "kopuro.rooms.standalone",
    ) -> None:
        self.log, self.secret, self.pace, self.module = log, secret, pace, module
        self.socket = socket.socket(proto=socket.IPPROTO_TCP)  # else Nagle holds each answer for 40 ms
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        for port in range(20_000 + os.getpid() % 4000, 32_000):  # below the range of outgoing connections
            try:
                self.socket.bind((host, port))
                break
            except OSError:
                continue
        self.socket.listen(4096)
        self.host, self.port = self.socket.getsockname()
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        words = [sys.executable, "-m", self.module, self.log, "--fd", str(self.socket.fileno())]
        words += ["--pace", *map(str, self.pace)]
        self.process = subprocess.Popen(  # noqa: S603 - our own program
            words, env={**os.environ, "KOPURO_ROOM_SECRET": self.secret}, pass_fds=[self.socket.fileno()]
        )

    async def ready(self, seconds: float = 30) -> float:
        """Waits until the server answers; seconds that it took. Raises TimeoutError."""
        began = time.perf_counter()
        async with asyncio.timeout(seconds):
            while True:
                try:
                    wire = await Wire.open(self.host, self.port)
                    try:
                        await wire.ask("GET", "/live/room/none", seconds=seconds)
                    finally:
                        wire.close()
                    return time.perf_counter() - began
                except (OSError, TimeoutError):
                    if self.process is not None and self.process.poll() is not None:
                        raise RuntimeError(f"the room server ended with {self.process.returncode}") from None
                    await asyncio.sleep(0.02)

    def kill(self, *, for_good: bool = False) -> None:
        """As a power switch does for a process: no warning, no chance to tidy up. With `for_good` its door shuts, too."""
        if for_good:
            self.socket.close()
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
            self.process = None

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.kill()
        self.socket.close()
