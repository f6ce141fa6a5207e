// SPDX-License-Identifier: Apache-2.0

import Glibc
import HardwareAccess
import MachineFixtures
import Testing

struct SysfsParsingTests {
    @Test(arguments: [
        ("42\n", 42), ("  7", 7), ("-40000\n", -40_000), ("0x1F\n", 31), ("-0x10", -16), ("+5", 5), ("0", 0),
        ("9223372036854775807", Int64.max), ("-9223372036854775808", Int64.min),
    ])
    func `a number is read with its sign, radix and surrounding space`(text: String, value: Int64) {
        #expect(Int64(sysfs: text) == value)
    }

    @Test(arguments: [
        "", "\n", "-", "0x", "abc", "1.5", "12 34", "9223372036854775808", "0xffffffffffffffff", "--1", "1-",
    ])
    func `what is not a number, or too large, has no value`(text: String) {
        #expect(Int64(sysfs: text) == nil)
    }

    @Test func `any bytes make a text fit for XML`() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<2_000 {
            let bytes = (0..<Int.random(in: 0...40, using: &generator)).map { _ in UInt8.random(in: 0...255) }
            let text = String(sysfs: bytes)
            #expect(
                text.unicodeScalars.allSatisfy {
                    $0.value >= 0x20 && !(0x7F..<0xA0).contains($0.value) && $0.value < 0xFFFE || $0.value > 0xFFFF
                })
            _ = bytes.withUnsafeBytes { Int64(sysfs: $0) }
        }
    }

    @Test func `bytes that are not UTF-8 are replaced and control characters dropped`() {
        #expect(String(sysfs: [0x20, 0xC3, 0x28, 0x07, 0x41, 0x09, 0x42, 0x0A, 0x00]) == "\u{FFFD}(A B")
    }

    @Test func `names are ordered by the numbers in them`() {
        let names = ["hwmon10", "hwmon9", "hwmon", "hwmon09", "a2b10", "a2b9"].sorted(by: Sysfs.isOrderedNumerically)
        #expect(names == ["a2b9", "a2b10", "hwmon", "hwmon09", "hwmon9", "hwmon10"])
    }

    @Test(arguments: [
        (ENOENT, AttributeError.absent), (ENXIO, .absent), (ENODEV, .gone), (ENODATA, .disabled),
        (EINVAL, .unavailable),
        (EAGAIN, .stale), (EBUSY, .stale), (EIO, .error(EIO)), (ETIMEDOUT, .error(ETIMEDOUT)), (EACCES, .denied),
        (EPERM, .denied), (EOPNOTSUPP, .unsupported),
    ])
    func `an errno has its meaning`(code: Int32, error: AttributeError) {
        #expect(AttributeError(errno: code) == error)
    }

    @Test func `links of a recorded tree never lead out of it`() throws {
        let tree = MachineTree()
        try tree.write("proc/inside", "1")
        try tree.link("proc/absolute", "/proc/inside")
        try tree.link("proc/outside", "/etc/passwd")
        try tree.link("proc/above", "../../../../../../etc/passwd")
        try tree.link("proc/circle", "circle")
        let sysfs = Sysfs(try HardwareRoot(tree.root))
        #expect(try sysfs.integer("proc/absolute") == 1)
        #expect(sysfs.canonicalPath("proc/absolute") == "proc/inside")
        for path in ["proc/outside", "proc/above", "../../../etc/passwd", "/etc/passwd"] {
            #expect(throws: AttributeError.absent) { try sysfs.string(path) }
        }
        #expect(throws: AttributeError.error(ELOOP)) { try sysfs.string("proc/circle") }
    }

    @Test func `a root that is not there is refused`() {
        #expect(throws: AttributeError.absent) { try HardwareRoot("/nonexistent/machine") }
    }

    @Test func `the live root reads the running kernel`() throws {
        let sysfs = Sysfs(try HardwareRoot("/"))
        #expect(try sysfs.string("proc/sys/kernel/ostype") == "Linux")
        #expect(sysfs.canonicalPath("proc/self/../sys/kernel/ostype") == "proc/sys/kernel/ostype")
    }
}
