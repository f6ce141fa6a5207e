# SPDX-License-Identifier: Apache-2.0
"""How each server is configured and started, all in one temporary directory."""

import os
import secrets
import subprocess

from . import messages
from .processes import Server, free_port


class Baseboard(Server):
    """The daemon, over the given machine, with one account whose password is really hashed."""

    def __init__(self, binary, directory, name, hardware_root):
        self.home = os.path.join(directory, name)
        state = os.path.join(self.home, "state")
        os.makedirs(state)
        port = free_port()
        configuration = os.path.join(self.home, "baseboard.conf")
        with open(configuration, "w") as file:
            file.write(
                f"[server]\nListen=http://127.0.0.1:{port}\nStateDirectory={state}\n"
                f"HardwareRoot={hardware_root}\n\n"
                f"[authentication]\nUsersFile={self.home}/users\n\n"
                "[limits]\nMaxConnections=5000\nMaxConnectionsPerAddress=5000\n"
                "MaxRequestsPerConnection=0\n"
                "MaxEnumerationContexts=20000\nMaxEnumerationContextsPerPrincipal=20000\n"
            )
        self.account = ("bench", secrets.token_hex(12))
        subprocess.run(
            [binary, "--config", configuration, "--add-user", self.account[0], "--role", "reader"],
            input=self.account[1] + "\n",
            text=True,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        super().__init__(
            "baseboardd",
            [binary, "--config", configuration],
            port,
            messages.post("/wsman-anon/identify", messages.IDENTIFY, close=True),
            os.path.join(self.home, "log"),
        )

    def url(self, path="/wsman"):
        return f"http://127.0.0.1:{self.port}{path}"

    def wrk_environment(self, body):
        """What post.lua needs to send this body."""
        path = os.path.join(self.home, "body.xml")
        with open(path, "wb") as file:
            file.write(body)
        return {"BENCH_BODY": path, "BENCH_AUTHORIZATION": messages.basic(self.account)}


class Nginx(Server):
    """One worker that answers static files from its cache."""

    def __init__(self, directory):
        self.root = os.path.join(directory, "nginx")
        os.makedirs(self.root)
        port = free_port()
        configuration = os.path.join(self.root, "nginx.conf")
        with open(configuration, "w") as file:
            file.write(
                "daemon off; master_process off; worker_processes 1; error_log stderr;\n"
                f"pid {self.root}/pid; worker_rlimit_nofile 8192;\n"
                "events { worker_connections 4096; }\n"
                "http {\n"
                + "".join(
                    f"  {kind}_temp_path {self.root}/{kind};\n"
                    for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
                )
                + "  access_log off; sendfile on; tcp_nodelay on; keepalive_requests 1000000000;\n"
                "  open_file_cache max=100; open_file_cache_valid 1h;\n"
                f"  server {{ listen 127.0.0.1:{port} backlog=4096; root {self.root}; }}\n"
                "}\n"
            )
        self.page(1024)
        super().__init__(
            "nginx",
            ["nginx", "-p", self.root, "-c", configuration],
            port,
            b"GET /1024.html HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n",
            os.path.join(self.root, "log"),
        )

    def page(self, size):
        """The path of a page of that size."""
        with open(os.path.join(self.root, f"{size}.html"), "w") as file:
            file.write("x" * size)
        return f"/{size}.html"

    def url(self, path):
        return f"http://127.0.0.1:{self.port}{path}"


class NodeExporter(Server):
    """prometheus-node-exporter as Debian ships it."""

    def __init__(self, directory):
        port = free_port()
        super().__init__(
            "node_exporter",
            ["prometheus-node-exporter", f"--web.listen-address=127.0.0.1:{port}"],
            port,
            b"GET / HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n",
            os.path.join(directory, "node_exporter.log"),
        )
