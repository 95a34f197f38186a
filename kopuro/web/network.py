"""Ports and addresses of this machine."""

from __future__ import annotations

import socket

from kopuro.core.problems import Problem


def free_port(host: str, wanted: int) -> int:
    """`wanted`, or a `Problem` `serve.port` that says what to do."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, wanted))
        except OSError as error:
            raise Problem(
                "serve.port",
                f"Port {wanted} on {host} can't be used. Is Kopuro already running there? Try --port {wanted + 1}.",
                detail=str(error),
            ) from error
    return wanted


def lan_address() -> str:
    """This machine's address in the local network; nothing is sent (a datagram socket only picks its route)."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            return str(probe.getsockname()[0])
        except OSError as error:
            raise Problem(
                "serve.lan", "This machine is in no local network. Connect it to one, or leave out --lan."
            ) from error
