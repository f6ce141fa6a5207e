// SPDX-License-Identifier: Apache-2.0

import HardwareAccess
import MachineFixtures
import Testing

/// Machines recorded by other projects, read in place when they are there.
struct ForeignMachineTests {
    static let topologies = ["lscpu", "hwloc", "ghw"].flatMap { SharedFixtures.archives(in: $0) }

    /// What tells of processors; the rest of an archive takes long to unpack.
    static let processorFiles = ["*sys/devices/system/cpu*", "*sys/devices/cpu_*", "*proc/cpuinfo"]

    @Test(.enabled(if: !topologies.isEmpty, "no ../shared/fixtures"), arguments: topologies)
    func `the processors of a foreign machine add up`(archive: String) throws {
        let (tree, root) = try SharedFixtures.unpack(archive, only: Self.processorFiles)
        let topology = CPUTopology(reading: Sysfs(try HardwareRoot(root)))
        withExtendedLifetime(tree) {}
        #expect(topology.threadCount > 0)
        let numbers = topology.threads.map(\.number)
        #expect(Set(numbers).count == numbers.count, "each thread once")
        let cores = topology.packages.flatMap(\.cores)
        #expect(Set(cores.map(\.id)).count == cores.count, "each core once")
        #expect(cores.allSatisfy { !$0.threads.isEmpty })
        for package in topology.packages {
            #expect(package.onlineThreadCount <= package.threads.count)
            #expect(package.caches.allSatisfy { $0.level >= 1 && $0.level <= 4 && !$0.threads.isEmpty })
        }
        if let online = try? Sysfs(try HardwareRoot(root)).string("sys/devices/system/cpu/online") {
            #expect(topology.threads.filter(\.isOnline).count == CPULists.parse(online).count)
        }
    }

    @Test(
        .enabled(if: SharedFixtures.directory != nil, "no ../shared/fixtures"),
        arguments: [
            ("hwloc/16em64t-4s2c2t.tar.bz2", 4, 8, 16, 16), ("hwloc/16em64t-4s2c2t-offlines.tar.bz2", 4, 8, 16, 12),
            ("hwloc/20em64t-hybrid-1p6c2t+2ca4co1t.tar.bz2", 1, 14, 20, 20),
            ("hwloc/2i386-2c-nohugepage.tar.bz2", 1, 2, 2, 2),
            ("lscpu/x86_64-64cpu.tar.gz", 4, 32, 64, 64),
        ])
    func `a known machine is counted right`(archive: String, packages: Int, cores: Int, threads: Int, online: Int)
        throws
    {
        let directory = try #require(SharedFixtures.directory)
        let (tree, root) = try SharedFixtures.unpack(directory + "/" + archive, only: Self.processorFiles)
        let topology = CPUTopology(reading: Sysfs(try HardwareRoot(root)))
        withExtendedLifetime(tree) {}
        #expect(topology.threadCount == threads)
        #expect(topology.threads.count(where: \.isOnline) == online)
        #expect(topology.packages.count == packages)
        #expect(topology.packages.reduce(0) { $0 + $1.cores.count } == cores)
    }

    @Test(.enabled(if: SharedFixtures.directory != nil, "no ../shared/fixtures"))
    func `node exporter's tree gives its sensors`() async throws {
        let directory = try #require(SharedFixtures.directory)
        let tree = try SharedFixtures.unpackText(directory + "/node-exporter/sys.ttar")
        let hardware = try Hardware(root: tree.root, clock: ManualClock())
        await hardware.rescan()
        let channels = Array(hardware.sensors.channels)
        #expect(channels.count > 20)
        #expect(Set(channels.map(\.id)).count == channels.count)
        for channel in channels { _ = await hardware.sampler.sample(channel, .all) }
        hardware.close()
    }
}
