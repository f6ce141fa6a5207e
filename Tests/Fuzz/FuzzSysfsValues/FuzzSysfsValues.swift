// SPDX-License-Identifier: Apache-2.0

import Glibc
import HardwareAccess

/// Takes any bytes for the content of a sysfs attribute.
///
/// Decimal numbers are read as the standard library reads them, and texts are fit for XML.
@c(LLVMFuzzerTestOneInput)
public func fuzzSysfsValues(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = UnsafeRawBufferPointer(start: start, count: count)
    let text = String(sysfs: bytes)
    require(text.unicodeScalars.allSatisfy(isAllowedInXML), "a character that XML refuses")
    let number = Int64(sysfs: bytes)
    if bytes.allSatisfy({ (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-") }) {
        require(number == Int64(String(decoding: bytes, as: UTF8.self)), "\(text) read as \(number as Any)")
    }
    if let address = PCIAddress(text) {
        require(PCIAddress(address.description) == address, "\(text) is \(address), which is another")
    }
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
private func isAllowedInXML(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20..<0x7F, 0xA0..<0xFFFE, 0x1_0000...0x10_FFFF: true
    default: false
    }
}
