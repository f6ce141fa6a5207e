// SPDX-License-Identifier: Apache-2.0

import HardwareAccess

/// CIM's numbers for what processors are and can do.
enum ProcessorFamily {
    /// CIM_Processor.Family by the name that the processor gives itself, the most telling part first.
    ///
    /// The list ends before the processors of today, which are Other with their family in words.
    static func number(of package: ProcessorPackage) -> (number: UInt64, other: String?) {
        guard let name = package.modelName ?? package.vendor else { return (2, nil) }
        let known: [(part: String, number: UInt64)] = [
            ("Core(TM) i7", 198), ("Core(TM) i5", 205), ("Core(TM) i3", 206), ("Core(TM)2 Duo", 191),
            ("Core(TM)2 Quad", 194), ("Celeron", 15), ("Atom(TM)", 43), ("Xeon", 179), ("Opteron", 132),
            ("Sempron", 133), ("Athlon(tm) 64", 131), ("Phenom", 140), ("ARM", 280), ("POWER", 32),
        ]
        if let match = known.first(where: { name.contains($0.part) }) { return (match.number, nil) }
        return (1, name)
    }

    /// CIM_Processor.Characteristics by the kernel's flags.
    static func characteristics(of package: ProcessorPackage) -> [UInt64] {
        let flags = Set(package.flags)
        var characteristics: [UInt64] = []
        if package.is64Bit == true { characteristics.append(2) }
        if package.is64Bit == false { characteristics.append(3) }
        if flags.contains("vmx") || flags.contains("svm") { characteristics.append(4) }
        if package.cores.contains(where: { $0.threads.count > 1 }) { characteristics.append(5) }
        if flags.contains("nx") { characteristics.append(6) }
        if package.maximumFrequency != nil, package.maximumFrequency != package.minimumFrequency {
            characteristics.append(7)
        }
        if flags.contains("ida") || flags.contains("cpb") { characteristics.append(8) }
        return characteristics
    }
}
