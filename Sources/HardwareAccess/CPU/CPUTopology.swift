// SPDX-License-Identifier: Apache-2.0

/// The processors of a machine as found by one scan: packages, cores, threads, caches.
///
/// An immutable value.
///
/// Processors that are present but offline stay, marked as such; what the kernel hides of them is taken from their
/// neighbours where that is certain.
public struct CPUTopology: Sendable {
    /// Packages in order.
    public let packages: [ProcessorPackage]
    /// Present threads whose package the kernel does not tell, since they are offline.
    public let unplacedThreads: [HardwareThread]

    /// A machine without processors, as before the first scan.
    public init() {
        packages = []
        unplacedThreads = []
    }

    /// The processors in the tree that `sysfs` reads.
    ///
    /// - Parameter known: what was found before: where a processor is that has gone offline since.
    public init(reading sysfs: Sysfs, knowing known: CPUTopology = CPUTopology()) {
        var scan = CPUScan(sysfs, knowing: known)
        scan.run()
        packages = scan.packages()
        unplacedThreads = scan.unplaced
    }

    /// The package with this number.
    public func package(_ id: Int) -> ProcessorPackage? { packages.first { $0.id == id } }

    /// The core with this key.
    public func core(_ id: ProcessorCore.ID) -> ProcessorCore? {
        package(id.package)?.cores.first { $0.id == id }
    }

    /// All present threads in order of their number.
    public var threads: [HardwareThread] {
        (packages.flatMap(\.threads) + unplacedThreads).sorted { $0.number < $1.number }
    }

    /// Whether the place of every thread is known, so that cores can be counted.
    public var isComplete: Bool {
        unplacedThreads.isEmpty && packages.allSatisfy { $0.cores.allSatisfy(\.id.isKnown) }
    }

    /// How many threads are present, online or not.
    public var threadCount: Int { packages.reduce(unplacedThreads.count) { $0 + $1.threads.count } }
}
