# SPDX-License-Identifier: Apache-2.0
"""The agent in the guest: configured, started, stopped and killed, as its unit and systemd would do it."""

import secrets

from .wsman import Service
from .waiting import wait_for

LOG = "/run/baseboardd.log"
# As packaging/systemd/baseboardd.service runs it: its user, no capability, none to be had. The path keeps busybox from
# taking its own setpriv, which can less.
START = (
    "/usr/bin/setpriv --reuid baseboard --regid baseboard --init-groups "
    "--bounding-set=-all --inh-caps=-all --no-new-privs "
    f"/usr/sbin/baseboardd >>{LOG} 2>&1 </dev/null & echo $! >/run/baseboardd.pid"
)


class Agent:
    PORT = 5985

    def __init__(self, guest, port, settings=""):
        self._guest = guest
        password = secrets.token_hex(12)
        self.service = Service(port, "lab", password)
        guest.run(
            f"cat >/etc/baseboard/baseboard.conf.d/lab.conf <<'CONF'\n[server]\nListen=http://0.0.0.0:{self.PORT}\n"
            f"{settings}\nCONF")
        guest.run("baseboardd --check-config")
        guest.run(f"echo {password} | baseboardd --add-user lab --role admin")

    def start(self):
        self._guest.run(START)
        wait_for("the agent answers", self._answers)

    def stop(self):
        """An orderly end."""
        self._signal("TERM")

    def kill(self):
        """An end without any notice."""
        self._signal("KILL")

    def log(self):
        """What it logged; where the guest tells no more, why."""
        try:
            return self._guest.run(f"cat {LOG}")
        except (OSError, RuntimeError) as error:
            return f"not to be had: {error}\n"

    def _answers(self):
        if not self._is_running():
            raise RuntimeError(f"the agent ended by itself; its log:\n{self.log()}")
        return self.service.identify()

    def _is_running(self):
        return self._guest.run("readlink /proc/$(cat /run/baseboardd.pid)/exe || true").strip() != ""

    def _signal(self, name):
        self._guest.run(f"kill -{name} $(cat /run/baseboardd.pid)")
        wait_for(f"the agent ends after SIG{name}", lambda: not self._is_running())
