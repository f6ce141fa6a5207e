# SPDX-License-Identifier: Apache-2.0
"""How each server is configured and started, all in one temporary directory."""

import hashlib
import os
import re
import secrets
import subprocess

from . import messages
from .load import Connection
from .processes import Server, free_port


class Certificate:
    """One P-256 certificate and key for all servers, so that their handshakes cost the same."""

    def __init__(self, directory):
        self.file = os.path.join(directory, "certificate.pem")
        self.key = os.path.join(directory, "key.pem")
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
             "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", self.key, "-out", self.file],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.chmod(self.key, 0o600)


class Baseboard(Server):
    """The daemon, over the given machine, with one account whose password is really hashed."""

    def __init__(self, binary, directory, name, hardware_root, certificate=None, role="reader"):
        self.home = os.path.join(directory, name)
        state = os.path.join(self.home, "state")
        os.makedirs(state)
        port = free_port()
        self.tls_port = free_port() if certificate else None
        encrypted = tls = ""
        if certificate:
            encrypted = f"Listen=https://127.0.0.1:{self.tls_port}\n"
            tls = f"[tls]\nCertificate={certificate.file}\nPrivateKey={certificate.key}\n\n"
        configuration = os.path.join(self.home, "baseboard.conf")
        with open(configuration, "w") as file:
            file.write(
                f"[server]\nListen=http://127.0.0.1:{port}\n{encrypted}StateDirectory={state}\n"
                f"HardwareRoot={hardware_root}\n\n{tls}"
                f"[authentication]\nUsersFile={self.home}/users\n\n"
                "[limits]\nMaxConnections=5000\nMaxConnectionsPerAddress=5000\n"
                "MaxRequestsPerConnection=0\n"
                "MaxEnumerationContexts=20000\nMaxEnumerationContextsPerPrincipal=20000\n\n"
                "[events]\nMaxSubscriptionsPerUser=10000\n"
            )
        self.account = ("bench", secrets.token_hex(12))
        subprocess.run(
            [binary, "--config", configuration, "--add-user", self.account[0], "--role", role],
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

    def url(self, path="/wsman", tls=False):
        return f"https://127.0.0.1:{self.tls_port}{path}" if tls else f"http://127.0.0.1:{self.port}{path}"

    def digest_environment(self, body):
        """What digest.lua needs to send this body: a fresh nonce, and what stands for the password."""
        connection = Connection(self.port)
        connection.send(messages.post("/wsman", body))
        nonce = re.search(rb'Digest [^\r]*nonce="([0-9a-f]+)"', connection.receive_whole()).group(1).decode()
        connection.close()
        user, password = self.account
        secret = hashlib.md5(f"{user}:baseboard:{password}".encode()).hexdigest()
        return {**self.wrk_environment(body), "BENCH_USER": user, "BENCH_SECRET": secret, "BENCH_NONCE": nonce}

    def wrk_environment(self, body):
        """What post.lua needs to send this body."""
        path = os.path.join(self.home, "body.xml")
        with open(path, "wb") as file:
            file.write(body)
        return {"BENCH_BODY": path, "BENCH_AUTHORIZATION": messages.basic(self.account)}


class Nginx(Server):
    """One worker that answers static files from its cache."""

    def __init__(self, directory, certificate):
        self.root = os.path.join(directory, "nginx")
        os.makedirs(self.root)
        port = free_port()
        self.tls_port = free_port()
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
                f"  ssl_certificate {certificate.file}; ssl_certificate_key {certificate.key};\n"
                f"  server {{ listen 127.0.0.1:{port} backlog=4096; listen 127.0.0.1:{self.tls_port} ssl backlog=4096;\n"
                f"    root {self.root}; }}\n"
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

    def url(self, path, tls=False):
        return f"https://127.0.0.1:{self.tls_port}{path}" if tls else f"http://127.0.0.1:{self.port}{path}"


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
