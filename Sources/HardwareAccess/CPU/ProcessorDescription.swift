// SPDX-License-Identifier: Apache-2.0

/// What `proc/cpuinfo` tells of each processor; its form differs by architecture.
struct ProcessorDescription {
    var vendor: String?
    var modelName: String?
    var family: Int?
    var model: Int?
    var stepping: Int?
    var microcode: String?
    var flags: [String] = []
    var package: Int?
    var core: Int?
    var megahertz: Double?

    /// Descriptions by processor number; what is said of no processor in particular goes to all.
    static func parse(_ content: [UInt8]) -> [Int: ProcessorDescription] {
        var found: [Int: ProcessorDescription] = [:]
        var shared = ProcessorDescription()
        var number: Int?
        func add(_ number: Int) {
            if number >= 0, number < CPULists.limit, found[number] == nil { found[number] = ProcessorDescription() }
        }
        for line in content.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: true) {
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { continue }
            let key = String(sysfs: line[..<colon])
            let value = String(sysfs: line[(colon + 1)...])
            if key == "processor" || key == "cpu number", let parsed = Int(value) {
                number = parsed
                add(parsed)
            } else if key.hasPrefix("processor "), let parsed = Int(key.dropFirst("processor ".count)) {
                // s390: `processor 3: version = FF, identification = …, machine = 2964`.
                add(parsed)
            } else if let number, found[number] != nil {
                found[number]?.set(key, value)
            } else {
                shared.set(key, value)
            }
        }
        if found.isEmpty { found[0] = ProcessorDescription() }
        return found.mapValues { $0.completed(by: shared) }
    }

    private mutating func set(_ key: String, _ value: String) {
        let text = value.isEmpty ? nil : value
        switch key {
        case "vendor_id", "mvendorid", "uarch": vendor = vendor ?? text
        case "CPU implementer": vendor = ProcessorDescription.implementer(value)
        case "model name", "Model Name", "cpu model": modelName = modelName ?? text
        // POWER and SPARC tell the model here; on x86 the key is `cpu MHz` and the like.
        case "cpu": modelName = modelName ?? text
        case "cpu family", "CPU Family": family = family ?? Int(value)
        case "CPU architecture": family = family ?? Int(value)
        case "model": model = model ?? Int(value)
        case "CPU part": model = Int64(sysfs: value).flatMap { Int(exactly: $0) }
        case "stepping", "CPU revision", "CPU Revision": stepping = stepping ?? Int(value)
        case "microcode": microcode = text
        case "flags", "Features", "features", "isa": flags = value.split(separator: " ").map(String.init)
        case "physical id", "package": package = Int(value)
        case "core id", "core": core = Int(value)
        case "cpu MHz", "CPU MHz", "cpu MHz static": megahertz = megahertz ?? Double(value)
        case "clock": megahertz = megahertz ?? Double(value.prefix { $0.isNumber || $0 == "." })
        default: break
        }
    }

    private func completed(by shared: ProcessorDescription) -> ProcessorDescription {
        var result = self
        result.vendor = vendor ?? shared.vendor
        result.modelName = modelName ?? shared.modelName
        result.family = family ?? shared.family
        result.model = model ?? shared.model
        result.stepping = stepping ?? shared.stepping
        if flags.isEmpty { result.flags = shared.flags }
        return result
    }

    /// The name behind ARM's implementer code (MIDR_EL1 bits 31 to 24).
    private static func implementer(_ code: String) -> String? {
        switch Int64(sysfs: code) {
        case 0x41: "ARM"
        case 0x42: "Broadcom"
        case 0x43: "Cavium"
        case 0x46: "Fujitsu"
        case 0x48: "HiSilicon"
        case 0x4E: "NVIDIA"
        case 0x50: "Applied Micro"
        case 0x51: "Qualcomm"
        case 0x53: "Samsung"
        case 0x56: "Marvell"
        case 0x61: "Apple"
        case 0x6D: "Microsoft"
        case 0x70: "Phytium"
        case 0xC0: "Ampere"
        default: nil
        }
    }
}
