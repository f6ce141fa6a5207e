// SPDX-License-Identifier: Apache-2.0

import Glibc
import HardwareAccess

/// Takes any bytes for an SMBIOS table: one byte that counts the entry point's, the entry point, the table.
///
/// No structure reaches beyond the table, more bytes never take a structure away, and what comes of it is fit for XML
/// and has names that differ.
@c(LLVMFuzzerTestOneInput)
public func fuzzSMBIOS(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    let length = min(bytes.first.map { Int($0) } ?? 0, 64)
    let entry = Array(bytes.dropFirst().prefix(length))
    let content = Array(bytes.dropFirst(1 + entry.count))
    let table = SMBIOSTable(entryPoint: entry, table: content)
    var total = 0
    for structure in table.structures {
        require(structure.length >= 4, "a structure without a header")
        require(structure.type != 126 && structure.type != 127, "an inactive structure")
        total += structure.length + 2
        for offset in [0, 4, structure.length - 1, structure.length, 255] {
            require(structure.byte(offset) != nil || offset >= structure.length, "a field that is not there")
            if let text = structure.string(offset) { check(text) }
            _ = structure.quadWord(offset)
        }
    }
    require(total <= content.count, "structures are longer than the table")
    if entry.isEmpty {
        let shorter = SMBIOSTable(entryPoint: [], table: Array(content.dropLast()))
        require(table.structures.starts(with: shorter.structures), "a byte more takes a structure away")
    }
    let memory = MemoryInventory(table: table, properties: [:], meminfo: content)
    require(Set(memory.modules.map(\.id)).count == memory.modules.count, "two modules of one name")
    require(memory.modules.count <= memory.slotCount ?? 0, "more modules than slots")
    for module in memory.modules {
        check(module.id)
        require(module.capacity != 0, "a module of no size")
        require(module.ratedSpeed != 0 && module.configuredSpeed != 0, "a speed of 0 for unknown")
    }
    _ = memory.installedCapacity
    return 0
}

/// Ends the process as the fuzzer wants it, with the reason, which a precondition of a release build keeps to itself.
private func require(_ isTrue: Bool, _ reason: @autoclosure () -> String) {
    guard !isTrue else { return }
    var line = "fuzz: \(reason())\n"
    line.withUTF8 { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
    abort()
}

/// XML 1.0 section 2.2, without the C1 controls.
private func check(_ text: String) {
    for scalar in text.unicodeScalars {
        switch scalar.value {
        case 0x20..<0x7F, 0xA0..<0xFFFE, 0x1_0000...0x10_FFFF: break
        default: require(false, "a character that XML refuses")
        }
    }
}
