// SPDX-License-Identifier: Apache-2.0

/// One walk over `sys/devices/system/cpu` and `proc/cpuinfo`.
struct CPUScan {
    static let base = "sys/devices/system/cpu"

    struct Place: Hashable {
        var package: Int
        var die: Int
        var core: Int
    }

    let sysfs: Sysfs
    private let known: CPUTopology
    private(set) var unplaced: [HardwareThread] = []
    private var descriptions: [Int: ProcessorDescription] = [:]
    private var threads: [Int: HardwareThread] = [:]
    private var places: [Int: Place] = [:]
    private var kinds: [Int: ProcessorCore.Kind] = [:]
    private var capacities: [Int: Int] = [:]

    init(_ sysfs: Sysfs, knowing known: CPUTopology) {
        self.sysfs = sysfs
        self.known = known
    }

    mutating func run() {
        descriptions = (try? sysfs.contents("proc/cpuinfo")).map(ProcessorDescription.parse) ?? [:]
        let numbers = presentNumbers()
        let online = list("online").map(Set.init)
        let isolated = Set(list("isolated") ?? []).union(list("nohz_full") ?? [])
        for number in numbers {
            // `cpu0/online` is often missing: then it cannot be switched off.
            let flag = sysfs.integerIfPresent("\(CPUScan.base)/cpu\(number)/online")
            let isOnline = flag.map { $0 != 0 } ?? online?.contains(number) ?? true
            threads[number] = HardwareThread(
                number: number, isOnline: isOnline, isIsolated: isolated.contains(number))
        }
        for number in numbers { places[number] = place(of: number) }
        separateCores()
        rememberOfflineThreads(numbers)
        placeOfflineThreads(numbers)
        readKinds()
    }

    private func list(_ name: String) -> [Int]? {
        sysfs.stringIfPresent("\(CPUScan.base)/\(name)").map(CPULists.parse)
    }

    /// The numbers of processors that are there: by the kernel's list, by directory, by `proc/cpuinfo`.
    private func presentNumbers() -> [Int] {
        let directories = sysfs.listIfPresent(CPUScan.base).compactMap { name -> Int? in
            guard name.hasPrefix("cpu"), let number = Int(name.dropFirst(3)), number >= 0, number < CPULists.limit
            else { return nil }
            return number
        }
        if let present = list("present"), !present.isEmpty {
            return Set(present).union(directories.filter(present.contains)).sorted()
        }
        return directories.isEmpty ? descriptions.keys.sorted() : directories
    }

    private func place(of number: Int) -> Place? {
        let path = "\(CPUScan.base)/cpu\(number)/topology"
        let said = descriptions[number]
        let package = integer(path + "/physical_package_id") ?? said?.package
        let core = integer(path + "/core_id") ?? said?.core
        if package == nil, core == nil {
            // A uniprocessor or a kernel without topology: what runs is a core of its own in the only package.
            guard threads[number]?.isOnline == true, !sysfs.exists(path) else { return nil }
            return Place(package: 0, die: 0, core: number)
        }
        // -1 means unknown; many ARM and RISC-V kernels say so of the package.
        let die = integer(path + "/die_id").flatMap { $0 >= 0 ? $0 : nil } ?? 0
        return Place(package: max(0, package ?? 0), die: die, core: coreNumber(core, number))
    }

    /// Some kernels give every core the same number or -1; the least sibling then stands for it.
    private func coreNumber(_ told: Int?, _ number: Int) -> Int {
        if let told, told >= 0 { return told }
        return siblings(of: number)?.first ?? number
    }

    /// The threads of the same core, where the kernel tells them.
    private func siblings(of number: Int) -> [Int]? {
        let path = "\(CPUScan.base)/cpu\(number)/topology"
        for name in ["core_cpus_list", "thread_siblings_list"] {
            if let text = sysfs.stringIfPresent("\(path)/\(name)") { return CPULists.parse(text) }
        }
        return sysfs.stringIfPresent(path + "/thread_siblings").map(CPULists.parseMask)
    }

    /// Tells cores of one number apart where the kernel counts them anew in each die, book or cluster and gives these
    /// no number: only siblings share a core.
    private mutating func separateCores() {
        var groups: [Place: [Int: [Int]]] = [:]
        for (number, place) in places {
            guard let first = siblings(of: number)?.first else { continue }
            groups[place, default: [:]][first, default: []].append(number)
        }
        var taken = Set(places.values)
        let shared = groups.filter { $0.value.count > 1 }.sorted {
            ($0.key.package, $0.key.die, $0.key.core) < ($1.key.package, $1.key.die, $1.key.core)
        }
        for (place, cores) in shared {
            for first in cores.keys.sorted().dropFirst() {
                var free = place
                while !taken.insert(free).inserted { free.die += 1 }
                for number in cores[first] ?? [] { places[number] = free }
            }
        }
    }

    private func integer(_ path: String) -> Int? { sysfs.integerIfPresent(path).flatMap { Int(exactly: $0) } }

    /// An offline processor's topology vanishes, and with the last of a package all of that package: nothing moved.
    private mutating func rememberOfflineThreads(_ numbers: [Int]) {
        let lost = Set(numbers.filter { places[$0] == nil })
        guard !lost.isEmpty else { return }
        for core in known.packages.flatMap(\.cores) where core.id.isKnown {
            for thread in core.threads where lost.contains(thread.number) {
                places[thread.number] = Place(package: core.id.package, die: core.id.die, core: core.id.core)
            }
        }
    }

    /// An offline processor's topology vanishes; in a machine of one package its package is certain, its core is not.
    private mutating func placeOfflineThreads(_ numbers: [Int]) {
        let known = Set(places.values.map(\.package))
        for number in numbers where places[number] == nil {
            guard known.count == 1, let package = known.first else {
                if let thread = threads[number] { unplaced.append(thread) }
                continue
            }
            places[number] = Place(package: package, die: 0, core: CPUScan.firstOfflineCore + number)
        }
    }

    /// Offline threads of unknown core count as cores of their own, with numbers no kernel gives.
    static let firstOfflineCore = 1 << 20

    private mutating func readKinds() {
        let performance = sysfs.stringIfPresent("sys/devices/cpu_core/cpus").map(CPULists.parse) ?? []
        let efficiency = sysfs.stringIfPresent("sys/devices/cpu_atom/cpus").map(CPULists.parse) ?? []
        for number in performance { kinds[number] = .performance }
        for number in efficiency { kinds[number] = .efficiency }
        for number in threads.keys {
            capacities[number] = integer("\(CPUScan.base)/cpu\(number)/cpu_capacity")
        }
        let distinct = Set(capacities.values)
        guard kinds.isEmpty, distinct.count > 1, let most = distinct.max() else { return }
        for (number, capacity) in capacities { kinds[number] = capacity == most ? .performance : .efficiency }
    }

    // MARK: Results

    func packages() -> [ProcessorPackage] {
        let byPackage = Dictionary(grouping: places.keys.sorted(), by: { places[$0]?.package ?? 0 })
        return byPackage.keys.sorted().map { id in package(id, byPackage[id] ?? []) }
    }

    private func package(_ id: Int, _ numbers: [Int]) -> ProcessorPackage {
        // Of a package of which nothing runs the kernel knows nothing any more.
        if let before = known.package(id), !numbers.contains(where: { threads[$0]?.isOnline == true }) {
            return ProcessorPackage(before, cores: cores(numbers))
        }
        // An offline processor tells nothing of its model.
        let first = numbers.first { threads[$0]?.isOnline == true && descriptions[$0] != nil } ?? numbers.first ?? 0
        let said = descriptions[first] ?? descriptions[descriptions.keys.min() ?? 0] ?? ProcessorDescription()
        let frequencies = numbers.map { "\(CPUScan.base)/cpu\($0)/cpufreq/" }
        let maximum = frequencies.compactMap { sysfs.integerIfPresent($0 + "cpuinfo_max_freq") }.max()
        let wordSize: Bool? = said.flags.isEmpty ? nil : said.flags.contains("lm") || said.flags.contains("asimd")
        return ProcessorPackage(
            id: id, cores: cores(numbers), caches: caches(numbers), vendor: said.vendor, modelName: said.modelName,
            family: said.family, model: said.model, stepping: said.stepping,
            microcode: said.microcode
                ?? sysfs.stringIfPresent("\(CPUScan.base)/cpu\(first)/microcode/version"),
            minimumFrequency: frequencies.compactMap { sysfs.integerIfPresent($0 + "cpuinfo_min_freq") }.min(),
            maximumFrequency: maximum,
            baseFrequency: frequencies.compactMap { sysfs.integerIfPresent($0 + "base_frequency") }.max(),
            flags: said.flags, is64Bit: wordSize)
    }

    private func cores(_ numbers: [Int]) -> [ProcessorCore] {
        let byPlace = Dictionary(grouping: numbers.filter { places[$0] != nil }, by: { places[$0] })
        let cores = byPlace.compactMap { place, members -> ProcessorCore? in
            guard let place else { return nil }
            let id = ProcessorCore.ID(package: place.package, die: place.die, core: place.core)
            return ProcessorCore(
                id: id, kind: members.lazy.compactMap { kinds[$0] }.first ?? known.core(id)?.kind,
                capacity: members.lazy.compactMap { capacities[$0] }.first ?? known.core(id)?.capacity,
                threads: members.sorted().compactMap { threads[$0] })
        }
        return cores.sorted { ($0.id.die, $0.id.core) < ($1.id.die, $1.id.core) }
    }

    private func caches(_ numbers: [Int]) -> [ProcessorCache] {
        var found: Set<ProcessorCache> = []
        for number in numbers {
            let path = "\(CPUScan.base)/cpu\(number)/cache"
            for name in sysfs.listIfPresent(path) where name.hasPrefix("index") {
                if let cache = cache(path + "/" + name, of: number) { found.insert(cache) }
            }
        }
        return found.sorted {
            ($0.level, $0.kind.rawValue, $0.threads.first ?? 0) < ($1.level, $1.kind.rawValue, $1.threads.first ?? 0)
        }
    }

    private func cache(_ path: String, of number: Int) -> ProcessorCache? {
        guard let level = integer(path + "/level"), let type = sysfs.stringIfPresent(path + "/type"),
            let kind = ProcessorCache.Kind(rawValue: type)
        else { return nil }
        let shared =
            sysfs.stringIfPresent(path + "/shared_cpu_list").map(CPULists.parse)
            ?? sysfs.stringIfPresent(path + "/shared_cpu_map").map(CPULists.parseMask)
        return ProcessorCache(
            level: level, kind: kind, size: CPUScan.bytes(sysfs.stringIfPresent(path + "/size")),
            ways: integer(path + "/ways_of_associativity"), lineSize: integer(path + "/coherency_line_size"),
            threads: shared ?? [number])
    }

    /// `32K` or `16M` in bytes.
    static func bytes(_ text: String?) -> Int? {
        guard let text, let last = text.last else { return nil }
        let factor = last == "K" ? 1 << 10 : last == "M" ? 1 << 20 : last == "G" ? 1 << 30 : 1
        guard let number = Int(factor == 1 ? text : String(text.dropLast())) else { return nil }
        let (size, overflow) = number.multipliedReportingOverflow(by: factor)
        return overflow || size < 0 ? nil : size
    }
}
