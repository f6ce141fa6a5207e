// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Reads channels and remembers what it read.
///
/// Confined to the event loop.
///
/// Chips that are cheap are read at once; all others on their bus's lane, the wanted attributes of the whole chip in
/// one turn. Who asks while a chip is being read shares that read, and a value younger than its cost class's maximum
/// age is not read again. While a lane is stalled the last values stand as `stale`, then turn `error`.
public final class SensorSampler {
    /// How long one turn on a lane may take before the lane counts as stalled.
    public struct Deadlines: Sendable {
        /// For buses and firmware.
        public var bus: Duration = .seconds(2)
        /// For administrative commands.
        public var command: Duration = .seconds(10)
        /// For disks, which may have to finish what they do.
        public var mayWake: Duration = .seconds(30)
        /// The defaults.
        public init() {}
    }

    final class ChipState {
        var chip: HwmonChip
        var samples: [ChannelSample]
        /// What anybody asked for, and so what a turn reads.
        var interest: AttributeSet = []
        var isReading = false
        var waiters: [CheckedContinuation<Void, Never>] = []

        init(_ chip: HwmonChip) {
            self.chip = chip
            samples = chip.channels.map(ChannelSample.init)
        }
    }

    let sysfs: Sysfs
    let lanes: LaneSet
    let clock: any HardwareClock
    let cache: AttributeCache
    let library: SensorLibrary?
    let deadlines: Deadlines
    /// How old a value may be that is shared.
    public let maximumAges: MaximumAges

    private(set) var states: [HwmonChip.ID: ChipState] = [:]
    private var places: [HwmonChannel.ID: (state: ChipState, index: Int, cacheKey: UInt64)] = [:]
    /// Whether a read met a device that is gone since the last `replaceInventory`.
    public internal(set) var needsRescan = false

    /// A sampler without chips; give it some by `replaceInventory`.
    public init(
        sysfs: Sysfs, lanes: LaneSet, clock: any HardwareClock, cache: AttributeCache = AttributeCache(),
        library: SensorLibrary? = nil, deadlines: Deadlines = Deadlines(), maximumAges: MaximumAges = MaximumAges()
    ) {
        self.sysfs = sysfs
        self.lanes = lanes
        self.clock = clock
        self.cache = cache
        self.library = library
        self.deadlines = deadlines
        self.maximumAges = maximumAges
    }

    /// Takes over the result of a scan: new paths count at once, values of channels that stayed are kept.
    public func replaceInventory(_ inventory: SensorInventory) {
        cache.removeAll()
        needsRescan = false
        var next: [HwmonChip.ID: ChipState] = [:]
        places.removeAll(keepingCapacity: true)
        var cacheKey: UInt64 = 0
        for chip in inventory.chips {
            let state: ChipState
            if let old = states[chip.id], old.chip == chip {
                state = old
            } else {
                state = ChipState(chip)
            }
            next[chip.id] = state
            for (index, channel) in chip.channels.enumerated() {
                places[channel.id] = (state, index, cacheKey)
                cacheKey += UInt64(HwmonAttribute.allCases.count)
            }
        }
        states = next
    }

    /// The wanted attributes of a channel, read now unless they are young enough.
    ///
    /// Suspends only for chips with a lane and for channels that libsensors computes.
    public func sample(_ channel: HwmonChannel, _ wanted: AttributeSet) async -> ChannelSample {
        guard let (state, index, cacheKey) = places[channel.id] else { return ChannelSample(channel) }
        let wanted = needs(wanted).intersection(channel.attributes)
        state.interest.formUnion(wanted)
        let due = self.due(wanted, state, index, now: clock.now())
        if !due.isEmpty {
            if state.chip.lane == nil {
                readHere(due, state, index, cacheKey)
            } else {
                await readOnLane(state)
            }
        }
        if channel.isComputed, !due.isEmpty || lacksScaledValue(wanted, state.samples[index]) {
            await compute(wanted, state, index)
        }
        return state.samples[index]
    }

    /// Whether a value was read that libsensors has not scaled yet.
    private func lacksScaledValue(_ wanted: AttributeSet, _ sample: ChannelSample) -> Bool {
        var lacks = false
        wanted.intersection(.scalable).forEach { attribute in
            if let value = sample.stored(attribute), value.raw != nil, value.scaled == nil { lacks = true }
        }
        return lacks
    }

    /// The same without waiting: `nil` when the chip would have to be read on its lane, or libsensors asked.
    public func sampleNow(_ channel: HwmonChannel, _ wanted: AttributeSet) -> ChannelSample? {
        guard let (state, index, cacheKey) = places[channel.id] else { return ChannelSample(channel) }
        let wanted = needs(wanted).intersection(channel.attributes)
        let due = self.due(wanted, state, index, now: clock.now())
        if !due.isEmpty {
            guard state.chip.lane == nil, !state.chip.channels[index].isComputed else { return nil }
            readHere(due, state, index, cacheKey)
        }
        // Another channel's turn may have read the raw value alone.
        if channel.isComputed, lacksScaledValue(wanted, state.samples[index]) { return nil }
        return state.samples[index]
    }

    /// What was last read of a channel, without reading.
    public func lastSample(_ channel: HwmonChannel) -> ChannelSample {
        guard let (state, index, _) = places[channel.id] else { return ChannelSample(channel) }
        return state.samples[index]
    }

    /// A value cannot be judged without its fault and enable bits.
    private func needs(_ wanted: AttributeSet) -> AttributeSet {
        wanted.isDisjoint(with: AttributeSet(.input, .average, .value))
            ? wanted : wanted.union(AttributeSet(.fault, .enable))
    }

    /// Which of the wanted attributes are too old to be answered from memory.
    func due(_ wanted: AttributeSet, _ state: ChipState, _ index: Int, now: Timestamp) -> AttributeSet {
        let cost = state.chip.costClass
        let valueAge = maximumAges[cost].wholeNanoseconds
        let limitAge = cost.maximumLimitAge?.wholeNanoseconds ?? .max
        let sample = state.samples[index]
        var due: AttributeSet = []
        wanted.forEach { attribute in
            guard let rank = sample.channel.attributes.rank(of: attribute) else { return }
            guard let value = sample.values[rank] else { return due.insert(attribute) }
            var age = AttributeSet.measurements.contains(attribute) ? valueAge : limitAge
            switch value.error {
            case .denied, .unsupported: return
            case .error: age = valueAge.multipliedReportingOverflow(by: 1 << Int64(min(value.failures, 6))).partialValue
            case nil: break
            default: age = valueAge
            }
            if now.monotonic &- value.triedAt.monotonic >= age { due.insert(attribute) }
        }
        return due
    }

    /// Stores what an attempt gave.
    func store(
        _ result: Result<Int64, AttributeError>, _ attribute: HwmonAttribute, _ state: ChipState, _ index: Int,
        at now: Timestamp, countsAsFailure: Bool = true
    ) {
        guard index < state.samples.count, let rank = state.samples[index].channel.attributes.rank(of: attribute)
        else { return }
        var value =
            state.samples[index].values[rank] ?? ChannelSample.Value(raw: nil, sampledAt: now, triedAt: now)
        value.triedAt = now
        switch result {
        case .success(let raw):
            if value.raw != raw { value.scaled = nil }
            value.raw = raw
            value.sampledAt = now
            value.error = nil
            value.failures = 0
        case .failure(let error):
            value.error = error
            if countsAsFailure { value.failures &+= 1 }
            if error == .gone { needsRescan = true }
        }
        state.samples[index].values[rank] = value
    }

    /// Reads on the caller's thread, hot attributes by descriptors that stay open.
    private func readHere(_ due: AttributeSet, _ state: ChipState, _ index: Int, _ cacheKey: UInt64) {
        let now = clock.now()
        let channel = state.chip.channels[index]
        let root = sysfs.root
        due.forEach { attribute in
            let result: Result<Int64, AttributeError>
            if AttributeSet.measurements.contains(attribute) {
                result = Result { () throws(AttributeError) in
                    if let fault = root.fault {
                        let path = state.chip.path + "/" + channel.fileName(of: attribute)
                        if let code = fault(path) { throw AttributeError(errno: code) }
                    }
                    return try cache.integer(cacheKey + UInt64(attribute.rawValue)) {
                        root.open(state.chip.path + "/" + channel.fileName(of: attribute), O_RDONLY | O_NONBLOCK)
                    }
                }
            } else {
                result = Result { () throws(AttributeError) in
                    try sysfs.integer(state.chip.path + "/" + channel.fileName(of: attribute))
                }
            }
            store(result, attribute, state, index, at: now)
        }
    }
}
