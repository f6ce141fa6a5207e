// SPDX-License-Identifier: Apache-2.0

extension SensorSampler {
    /// One attribute to read in a turn.
    private struct Item: Sendable {
        var channel: Int
        var attribute: HwmonAttribute
        var file: String
    }

    private enum Turn: Sendable {
        case read([Result<Int64, AttributeError>])
        /// The device sleeps and must not be woken.
        case asleep
    }

    /// Reads everything due of a chip in one turn of its lane, or waits for the turn that is under way.
    func readOnLane(_ state: ChipState) async {
        if state.isReading {
            await withTaskExecutorPreference(clock.executor) {
                // Asked again: between the two the preference may let others run.
                await withCheckedContinuation { continuation in
                    if state.isReading { state.waiters.append(continuation) } else { continuation.resume() }
                }
            }
            return
        }
        guard let bus = state.chip.lane else { return }
        let now = clock.now()
        var items: [Item] = []
        for (index, channel) in state.chip.channels.enumerated() {
            due(state.interest.intersection(channel.attributes), state, index, now: now).forEach {
                items.append(Item(channel: index, attribute: $0, file: channel.fileName(of: $0)))
            }
        }
        if items.isEmpty { return }
        state.isReading = true
        defer {
            state.isReading = false
            let waiters = state.waiters
            state.waiters = []
            for waiter in waiters { waiter.resume() }
        }
        let chip = state.chip
        let sysfs = sysfs
        let work = items
        do throws(LaneError) {
            let turn = try await lanes.lane(for: bus).run(deadline: deadline(of: chip.costClass)) {
                SensorSampler.turn(chip, work, sysfs)
            }
            finish(turn, items, state)
        } catch {
            let moment = clock.now()
            for item in items { store(.failure(.stale), item.attribute, state, item.channel, at: moment) }
        }
    }

    private func finish(_ turn: Turn, _ items: [Item], _ state: ChipState) {
        let moment = clock.now()
        switch turn {
        case .read(let results):
            for (item, result) in zip(items, results) { store(result, item.attribute, state, item.channel, at: moment) }
        case .asleep:
            for item in items {
                store(.failure(.stale), item.attribute, state, item.channel, at: moment, countsAsFailure: false)
            }
        }
    }

    private func deadline(of cost: CostClass) -> Duration {
        switch cost {
        case .cheap, .bus: deadlines.bus
        case .command: deadlines.command
        case .mayWake: deadlines.mayWake
        }
    }

    private static func turn(_ chip: HwmonChip, _ items: [Item], _ sysfs: Sysfs) -> Turn {
        if chip.costClass == .mayWake, let device = chip.devicePath {
            let status = sysfs.stringIfPresent(device + "/power/runtime_status")
            if let status, status != "active", status != "unsupported" { return .asleep }
        }
        do throws(AttributeError) {
            let directory = try SysfsDirectory(sysfs.root, chip.path)
            var results: [Result<Int64, AttributeError>] = []
            results.reserveCapacity(items.count)
            for item in items {
                do throws(AttributeError) {
                    results.append(.success(try directory.integer(item.file, mayBlock: true)))
                } catch {
                    results.append(.failure(error))
                }
            }
            return .read(results)
        } catch {
            return .read(items.map { _ in .failure(error) })
        }
    }

    /// Asks libsensors for the scaled values of a channel that a `compute` statement changes.
    func compute(_ wanted: AttributeSet, _ state: ChipState, _ index: Int) async {
        guard let library, let chipName = state.chip.libraryName, index < state.samples.count else { return }
        let channel = state.samples[index].channel
        var files: [(HwmonAttribute, String)] = []
        wanted.intersection(.scalable).forEach { files.append(($0, channel.fileName(of: $0))) }
        if files.isEmpty { return }
        let values = await library.values(chip: chipName, files.map(\.1))
        for (file, value) in zip(files, values) {
            // A rescan meanwhile may have changed the channels.
            guard index < state.samples.count, let rank = channel.attributes.rank(of: file.0) else { continue }
            state.samples[index].values[rank]?.scaled = value
        }
    }
}
