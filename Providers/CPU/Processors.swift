// SPDX-License-Identifier: Apache-2.0

import HardwareAccess
import ProviderKit
import ResourceModel

/// What changes of a processor while it runs.
struct LiveProcessor: Sendable {
    var currentMHz: UInt64?
    var packageThrottleCount: UInt64?
    var coreThrottleCount: UInt64?
}

/// The processors of a machine, one a socket.
final class Processors: PartSource {
    private struct Entry {
        let package: ProcessorPackage
        let processor: Processor
        let live: SharedReading<LiveProcessor>
    }

    /// How long clocks and counters are shared: a package of 128 cores has some thousand files.
    static let maximumAge: UInt64 = 1_000_000_000
    /// How long a turn may take, for which the kernel interrupts other processors.
    static let deadline = Duration.seconds(2)
    /// The lane on which clocks and counters are read.
    static let lane = BusKey("cpu")

    private let hardware: Hardware
    private var index = PartIndex<Entry>()

    var ids: [PartID] { index.ids }
    var generation: UInt64 { index.revision }

    init(_ hardware: Hardware) {
        self.hardware = hardware
        refresh()
    }

    /// Takes over what the hardware found, where it looked since the last time.
    func refresh() {
        let clock = hardware.clock
        index.update(to: hardware.revision(of: .processors) &+ hardware.revision(of: .system)) { add in
            let packages = hardware.processors.packages
            let sockets = hardware.system.sockets.filter(\.isPopulated)
            for (number, package) in packages.enumerated() {
                var processor = Processor(package)
                // Firmware and kernel count alike where both count as many; else nobody knows which is which.
                if sockets.count == packages.count { processor.socket = sockets[number] }
                let live = SharedReading<LiveProcessor>(
                    maximumAge: Self.maximumAge, executor: clock.executor, now: { clock.nanoseconds })
                add(processor.id, Entry(package: package, processor: processor, live: live))
            }
        }
    }

    func identifiers() async throws(ProviderError) -> [PartID] { ids }

    /// The processor of a package, by the kernel's number.
    func id(ofPackage package: Int) -> PartID? { index.all.first { $0.package.id == package }?.processor.id }

    /// The processors with the cores of each.
    var cores: [(processor: PartID, cores: [PartID])] {
        index.all.map { ($0.processor.id, $0.package.cores.map { PartID($0.id.description) }) }
    }

    func part(_ id: PartID, reading facets: Facets) async throws(ProviderError) -> Processor? {
        guard let entry = index[id] else { return nil }
        guard facets.contains(.live) else { return entry.processor }
        let live = await entry.live.value { await read(entry.package) }
        var processor = entry.processor
        processor.currentMHz = live.currentMHz
        processor.packageThrottleCount = live.packageThrottleCount
        processor.coreThrottleCount = live.coreThrottleCount
        return processor
    }

    private func read(_ package: ProcessorPackage) async -> LiveProcessor {
        let sysfs = hardware.sysfs
        let live = try? await hardware.lanes.lane(for: Self.lane).run(deadline: Self.deadline) {
            let clocks = package.cores.compactMap { CPUTopology.currentFrequency(of: $0, reading: sysfs) }
            let throttle = CPUTopology.throttleCounts(of: package, reading: sysfs)
            let perCore = package.cores.compactMap { CPUTopology.throttleCounts(of: $0, reading: sysfs)?.core }
            return LiveProcessor(
                currentMHz: clocks.max().flatMap(megahertz),
                packageThrottleCount: throttle?.package.map { UInt64(max(0, $0)) },
                coreThrottleCount: perCore.isEmpty
                    ? nil
                    : perCore.reduce(0) { sum, count in
                        let (total, overflow) = sum.addingReportingOverflow(UInt64(max(0, count)))
                        return overflow ? .max : total
                    })
        }
        // A stalled lane leaves the values out; everything else of the processor is known.
        return live ?? LiveProcessor()
    }
}

/// The cores of a machine.
final class Cores: PartSource {
    private let hardware: Hardware
    private var index = PartIndex<Core>()

    var generation: UInt64 { index.revision }

    init(_ hardware: Hardware) {
        self.hardware = hardware
        refresh()
    }

    /// Takes over what the hardware found, where it looked since the last time.
    func refresh() {
        index.update(to: hardware.revision(of: .processors)) { add in
            for core in hardware.processors.packages.flatMap(\.cores) {
                let id = PartID(core.id.description)
                let name = "CPU \(core.id.package) core \(core.id.core)"
                add(id, Core(id: id, name: name, isOnline: core.isOnline))
            }
        }
    }

    func identifiers() async throws(ProviderError) -> [PartID] { index.ids }

    func part(_ id: PartID, reading facets: Facets) async throws(ProviderError) -> Core? { index[id] }
}

/// Kilohertz, as the kernel counts, in megahertz; nil for what no clock can be.
private func megahertz(_ kilohertz: Int64) -> UInt64? {
    kilohertz > 0 ? UInt32(exactly: kilohertz / 1000).map { UInt64($0) } : nil
}

extension Processor {
    init(_ package: ProcessorPackage) {
        func cache(_ level: Int, _ kinds: Set<ProcessorCache.Kind>) -> UInt64? {
            let sizes = package.caches.filter { $0.level == level && kinds.contains($0.kind) }.compactMap(\.size)
            return sizes.isEmpty
                ? nil : UInt64(max(0, sizes.reduce(0) { $0.addingReportingOverflow($1).partialValue } / 1024))
        }
        id = PartID("CPU \(package.id)")
        self.package = package.id
        model = package.modelName
        vendor = package.vendor
        (family, otherFamily) = ProcessorFamily.number(of: package)
        stepping = package.stepping.map(String.init)
        cores = package.cores.count
        threads = package.threads.count
        onlineThreads = package.onlineThreadCount
        onlineCores = package.onlineCoreCount
        l1DataCache = cache(1, [.data])
        l1InstructionCache = cache(1, [.instruction])
        l2Cache = cache(2, [.unified, .data])
        l3Cache = cache(3, [.unified])
        minimumMHz = package.minimumFrequency.flatMap(megahertz)
        maximumMHz = package.maximumFrequency.flatMap(megahertz)
        microcode = package.microcode
        dataWidth = package.is64Bit.map { $0 ? 64 : 32 }
        characteristics = ProcessorFamily.characteristics(of: package)
        coreTypes = Set(package.cores.compactMap(\.kind)).map(\.rawValue).sorted()
    }
}
