"""Ports for servers that a test starts."""

import os
import socket


def a_free_port() -> int:
    """Below those that the system gives to whoever asks for any, so that nobody gets it meanwhile."""
    ports = range(20_000 + os.getpid() % 10_000, 32_000)
    with socket.socket() as probe:
        return next(port for port in ports if probe.connect_ex(("127.0.0.1", port)) != 0)
