// SPDX-License-Identifier: Apache-2.0

/// What is in one socket.
public struct ProcessorPackage: Sendable, Hashable, Identifiable {
    /// The package's number.
    public let id: Int
    /// Cores in order, offline ones too where their place is known.
    public let cores: [ProcessorCore]
    /// Caches by level.
    public let caches: [ProcessorCache]
    /// The vendor, as the processor tells it: `GenuineIntel`, `AuthenticAMD`, `ARM`.
    public let vendor: String?
    /// The model's name, or `nil` where the processor has none.
    public let modelName: String?
    /// Family, model and stepping in the vendor's count.
    public let family: Int?
    /// See `family`.
    public let model: Int?
    /// See `family`.
    public let stepping: Int?
    /// The microcode's revision, such as `0x2b000603`.
    public let microcode: String?
    /// The lowest clock in kHz.
    public let minimumFrequency: Int64?
    /// The highest clock in kHz, with any boost.
    public let maximumFrequency: Int64?
    /// The guaranteed clock in kHz.
    public let baseFrequency: Int64?
    /// What the processor can do, in the kernel's words.
    public let flags: [String]
    /// The architecture by the kernel's `uname` words, or what the flags imply; `nil` when unknown.
    public let is64Bit: Bool?

    /// The threads of all cores in order of their number.
    public var threads: [HardwareThread] { cores.flatMap(\.threads).sorted { $0.number < $1.number } }
    /// How many cores run.
    public var onlineCoreCount: Int { cores.count(where: \.isOnline) }
    /// How many threads run.
    public var onlineThreadCount: Int { cores.reduce(0) { $0 + $1.threads.count(where: \.isOnline) } }
}

extension ProcessorPackage {
    /// A package with its cores as they are now.
    init(_ package: ProcessorPackage, cores: [ProcessorCore]) {
        self.init(
            id: package.id, cores: cores, caches: package.caches, vendor: package.vendor, modelName: package.modelName,
            family: package.family, model: package.model, stepping: package.stepping, microcode: package.microcode,
            minimumFrequency: package.minimumFrequency, maximumFrequency: package.maximumFrequency,
            baseFrequency: package.baseFrequency, flags: package.flags, is64Bit: package.is64Bit)
    }
}
