# SPDX-License-Identifier: Apache-2.0
"""CPUs: topology, caches, clocks, throttle counts, NUMA nodes and /proc/cpuinfo."""

from dataclasses import dataclass, field


@dataclass
class Kind:
    """What all CPUs of one core type share; caches are (level, type, size, scope), clocks in kHz."""

    caches: list
    minimum: int = 0
    base: int = 0
    maximum: int = 0


@dataclass
class CPU:
    """One logical CPU."""

    number: int
    package: int
    core: int
    cluster: int
    kind: Kind
    node: int = 0
    apic: int = 0
    current: int = 0
    core_throttles: tuple = (0, 0)
    package_throttles: tuple = (0, 0)
    online: bool = True


@dataclass
class Model:
    """What /proc/cpuinfo says of every CPU; `flags` and `bugs` as one string each."""

    name: str
    family: int
    model: int
    stepping: int
    microcode: int
    level: int
    address_sizes: str
    flags: str
    bugs: str
    bogomips: str
    cpu_mhz: str = ""
    driver: str = "intel_pstate"
    governor: str = "performance"


@dataclass
class Processors:
    """All CPUs of a machine; `memory` is MemTotal of each node in kB."""

    model: Model
    cpus: list
    memory: list
    distances: list = field(default_factory=lambda: ["10"])
    isolated: str = ""

    def add(self, tree):
        """Adds what the kernel shows of them to a tree."""
        self._add_sets(tree)
        self._add_nodes(tree)
        for cpu in self.cpus:
            self._add_cpu(tree, cpu)
        total = sum(self.memory)
        tree.text("proc/meminfo", f"MemTotal:       {total:>8} kB\nMemFree:        {total * 3 // 4:>8} kB\n")
        tree.text("proc/cpuinfo", "".join(self._description(cpu) for cpu in self._online()))

    def _online(self):
        return [cpu for cpu in self.cpus if cpu.online]

    def _add_sets(self, tree):
        everything = cpu_list(self.cpus)
        offline = cpu_list(cpu for cpu in self.cpus if not cpu.online)
        threaded = any(len(self._siblings(cpu, "core")) > 1 for cpu in self._online())
        tree.files_under("sys/devices/system/cpu", {
            "possible": everything, "present": everything, "online": cpu_list(self._online()), "offline": offline,
            "isolated": self.isolated, "nohz_full": self.isolated, "kernel_max": 8191,
            "smt/active": int(threaded), "smt/control": "on" if threaded else "notsupported",
        })

    def _add_nodes(self, tree):
        nodes = sorted({cpu.node for cpu in self.cpus})
        numbers = _ranges(nodes)
        tree.files_under("sys/devices/system/node", {"online": numbers, "possible": numbers, "has_cpu": numbers})
        for node in nodes:
            total, used = self.memory[node], self.memory[node] // 4
            amounts = {"MemTotal": total, "MemFree": total - used, "MemUsed": used}
            tree.files_under(f"sys/devices/system/node/node{node}", {
                "cpulist": cpu_list(cpu for cpu in self._online() if cpu.node == node),
                "distance": self.distances[node],
                "meminfo": "\n".join(f"Node {node} {key + ':':<16}{kb:>8} kB" for key, kb in amounts.items()),
            })

    def _add_cpu(self, tree, cpu):
        folder = f"sys/devices/system/cpu/cpu{cpu.number}"
        tree.link(f"{folder}/node{cpu.node}", f"sys/devices/system/node/node{cpu.node}")
        if cpu.number > 0:
            tree.file(f"{folder}/online", int(cpu.online))
        if not cpu.online:
            return
        tree.files_under(f"{folder}/topology", {
            "physical_package_id": cpu.package, "die_id": 0, "cluster_id": cpu.cluster, "core_id": cpu.core,
            "core_cpus_list": cpu_list(self._siblings(cpu, "core")),
            "package_cpus_list": cpu_list(self._siblings(cpu, "package")),
        })
        self._add_caches(tree, cpu, folder)
        if cpu.current:
            self._add_machine_specific(tree, cpu, folder)

    def _add_caches(self, tree, cpu, folder):
        for index, (level, kind, size, scope) in enumerate(cpu.kind.caches):
            siblings = self._siblings(cpu, scope)
            tree.files_under(f"{folder}/cache/index{index}", {
                "level": level, "type": kind, "size": size, "shared_cpu_list": cpu_list(siblings),
            })

    def _add_machine_specific(self, tree, cpu, folder):
        tree.file(f"{folder}/microcode/version", f"{self.model.microcode:#x}")
        tree.files_under(f"{folder}/thermal_throttle", {
            f"{scope}_throttle_{what}": value
            for scope, counts in (("core", cpu.core_throttles), ("package", cpu.package_throttles))
            for what, value in zip(("count", "total_time_ms"), counts, strict=True)
        })
        policy = f"sys/devices/system/cpu/cpufreq/policy{cpu.number}"
        tree.link(f"{folder}/cpufreq", policy)
        tree.files_under(policy, {
            "base_frequency": cpu.kind.base, "cpuinfo_min_freq": cpu.kind.minimum, "cpuinfo_max_freq": cpu.kind.maximum,
            "scaling_cur_freq": cpu.current, "scaling_driver": self.model.driver,
            "scaling_governor": self.model.governor,
        })

    def _siblings(self, cpu, scope):
        keys = {
            "core": lambda other: (other.package, other.core),
            "cluster": lambda other: (other.package, other.cluster),
            "package": lambda other: other.package,
        }
        return [other for other in self._online() if keys[scope](other) == keys[scope](cpu)]

    def _description(self, cpu):
        model, package = self.model, self._siblings(cpu, "package")
        rows = [
            ("processor\t", cpu.number), ("vendor_id\t", "GenuineIntel"), ("cpu family\t", model.family),
            ("model\t\t", model.model), ("model name\t", model.name), ("stepping\t", model.stepping),
            ("microcode\t", f"{model.microcode:#x}"), ("cpu MHz\t\t", model.cpu_mhz or f"{cpu.current / 1000:.3f}"),
            ("cache size\t", cpu.kind.caches[-1][2].replace("K", " KB")), ("physical id\t", cpu.package),
            ("siblings\t", len(package)), ("core id\t\t", cpu.core),
            ("cpu cores\t", len({other.core for other in package})), ("apicid\t\t", cpu.apic),
            ("initial apicid\t", cpu.apic), ("fpu\t\t", "yes"), ("fpu_exception\t", "yes"),
            ("cpuid level\t", model.level), ("wp\t\t", "yes"), ("flags\t\t", model.flags), ("bugs\t\t", model.bugs),
            ("bogomips\t", model.bogomips), ("clflush size\t", 64), ("cache_alignment\t", 64),
            ("address sizes\t", model.address_sizes),
        ]
        return "".join(f"{key}: {value}\n" for key, value in rows) + "power management:\n\n"


def cpu_list(cpus):
    """CPUs as the kernel lists them, such as 0-11,24-35."""
    return _ranges(cpu.number for cpu in cpus)


def _ranges(numbers):
    runs = []
    for number in sorted(numbers):
        if runs and runs[-1][1] == number - 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ",".join(str(a) if a == b else f"{a}-{b}" for a, b in runs)
