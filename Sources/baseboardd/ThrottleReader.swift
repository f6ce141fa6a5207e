// SPDX-License-Identifier: Apache-2.0

import HardwareAccess
import Monitoring
import ResourceModel

/// What tells of throttling at one time.
struct ThrottleSample: Sendable {
    /// How often processors and cores slowed themselves down, each once.
    var counts: [ThrottleCount] = []
    /// What the kernel slows down to cool the machine, by sort.
    var states: [ThrottleState] = []

    /// The parts that all of it is about, by id.
    var parts: Set<String> { Set(counts.map(\.part.id) + states.map(\.part.id)) }
}

/// Reads what tells of throttling: on a lane, for a great machine has some thousand files of it.
///
/// Confined to the loop.
struct ThrottleReader: Sendable {
    private nonisolated(unsafe) let hardware: Hardware

    private static let deadline = Duration.seconds(10)

    init(_ hardware: Hardware) { self.hardware = hardware }

    /// Reads all of it; nil where that hangs.
    func sample() async -> ThrottleSample? {
        let sysfs = hardware.sysfs
        let packages = hardware.processors.packages
        let throttles = hardware.sensors.coolingDevices.filter(\.isThrottle)
        return try? await hardware.lanes.lane(for: .scan).run(deadline: Self.deadline) {
            ThrottleSample(
                counts: packages.flatMap { Self.counts($0, sysfs) }, states: Self.states(throttles, sysfs))
        }
    }

    private static func counts(_ package: ProcessorPackage, _ sysfs: Sysfs) -> [ThrottleCount] {
        let id = "CPU \(package.id)"
        var counts: [ThrottleCount] = []
        if let tally = ThrottleTally(of: package, reading: sysfs) {
            counts.append(ThrottleCount(tally, of: EventPart(className: "CIM_Processor", id: id, name: id)))
        }
        for core in package.cores {
            guard let tally = ThrottleTally(of: core, reading: sysfs) else { continue }
            let part = EventPart(
                className: "CIM_ProcessorCore", id: core.id.description, name: "Core \(core.id.core) of \(id)")
            counts.append(ThrottleCount(tally, of: part, container: id))
        }
        return counts
    }

    /// Devices of one sort are one: a great machine has one a thread, and they cool together.
    private static func states(_ devices: [CoolingDevice], _ sysfs: Sysfs) -> [ThrottleState] {
        var sorts: [String: [(state: Int64, most: Int64?)]] = [:]
        for device in devices {
            guard let state = device.state(reading: sysfs) else { continue }
            sorts[device.sort, default: []].append((state, device.maximumState))
        }
        return sorts.sorted { $0.key < $1.key }.map { sort, states in
            let slowed = states.filter { $0.state > 0 }
            let strongest = slowed.map(\.state).max() ?? 0
            let most = states.compactMap(\.most).max().map { " of \($0)" } ?? ""
            return ThrottleState(
                part: EventPart(className: "", id: "cooling/\(sort)", name: sort), isSlowed: !slowed.isEmpty,
                message: slowed.isEmpty
                    ? "The kernel no longer slows the machine down by \(sort)."
                    : "The kernel slows the machine down by \(sort), in state \(strongest)\(most).",
                arguments: slowed.isEmpty ? [] : ["\(strongest)"], isConsequence: true)
        }
    }
}

extension ThrottleCount {
    fileprivate init(_ tally: ThrottleTally, of part: EventPart, container: String? = nil) {
        self.init(part: part, container: container, count: tally.count, milliseconds: tally.milliseconds)
    }
}

extension CoolingDevice {
    /// Its type without the number of what it slows down.
    fileprivate var sort: String {
        let digits = type.reversed().prefix { $0.isNumber }.count
        let name = type.dropLast(digits)
        return digits > 0 && name.hasSuffix("cpu") ? String(name.dropLast(name.hasSuffix("-cpu") ? 4 : 3)) : type
    }
}
