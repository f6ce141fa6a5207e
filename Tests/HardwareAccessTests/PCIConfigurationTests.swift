// SPDX-License-Identifier: Apache-2.0

import Foundation
import HardwareAccess
import MachineFixtures
import Testing

struct PCIConfigurationTests {
    private func configuration(_ bytes: [UInt8]) async throws -> PCIConfiguration? {
        let tree = MachineTree()
        let path = try tree.pciFunction("0000:01:00.0")
        try tree.write(path + "/config", bytes: bytes)
        let hardware = try await Hardware.scanned(tree)
        let function = try #require(hardware.pci.all.first)
        return PCIFunctionFacts(.configuration, of: function, partner: nil, reading: hardware.sysfs).configuration
    }

    /// A header with a list of capabilities that begins at `first`, and what follows it.
    private func bytes(first: UInt8, count: Int = 256, _ rest: [Int: UInt8] = [:]) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        bytes[0] = 0x86
        bytes[1] = 0x80
        bytes[6] = 0x10
        bytes[0x34] = first
        for (position, value) in rest where position < count { bytes[position] = value }
        return bytes
    }

    @Test func `a list that bites its tail ends`() async throws {
        let loop = try await configuration(bytes(first: 0x40, [0x40: 1, 0x41: 0x50, 0x50: 5, 0x51: 0x40]))
        #expect(loop?.capabilities?.map(\.id) == [1, 5])
        let itself = try await configuration(bytes(first: 0x43, [0x40: 1, 0x41: 0x41]))
        #expect(itself?.capabilities?.map(\.position) == [0x40], "the lower bits of a pointer do not count")
    }

    @Test func `a list never gets longer than the space for it`() async throws {
        var chain: [Int: UInt8] = [:]
        for position in stride(from: 0x40, to: 0x100, by: 4) {
            chain[position] = 9
            chain[position + 1] = UInt8(truncatingIfNeeded: position + 4)
        }
        #expect(try await configuration(bytes(first: 0x40, chain))?.capabilities?.count == 48)
    }

    @Test func `pointers into the header and entries of ones end the list`() async throws {
        #expect(try await configuration(bytes(first: 0x10))?.capabilities == [])
        let ones = try await configuration(bytes(first: 0x40, [0x40: 1, 0x41: 0x60, 0x60: 0xFF, 0x61: 0xFF]))
        #expect(ones?.capabilities?.map(\.id) == [1])
    }

    @Test func `a list that cannot be read whole is not known, rather than empty`() async throws {
        let short = try await configuration(bytes(first: 0x40, count: 64))
        #expect(short != nil && short?.capabilities == nil)
        let cut = try await configuration(bytes(first: 0x40, count: 130, [0x40: 1, 0x41: 0x80]))
        #expect(cut != nil && cut?.capabilities == nil)
        var none = bytes(first: 0x40, count: 64)
        none[6] = 0
        #expect(try await configuration(none)?.capabilities == [], "the status says that there is no list")
    }

    @Test func `a short file, an empty one and a device that does not answer have no configuration`() async throws {
        #expect(try await configuration([]) == nil)
        #expect(try await configuration([UInt8](repeating: 1, count: 63)) == nil)
        #expect(try await configuration([UInt8](repeating: 0xFF, count: 256)) == nil)
    }

    // MARK: Dumps of lspci

    private static let directory = (SharedFixtures.directory ?? "/nowhere") + "/lspci/"
    private static let dumps = ((try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? [])
        .filter { $0 != "SOURCE.md" }.sorted()

    /// One function of a dump: its bytes, and the places of the capabilities that lspci found.
    private struct Dump {
        var name: Substring
        var bytes: [UInt8] = []
        var capabilities: [UInt8] = []
        var isDecoded = false
    }

    private static func read(_ name: String) throws -> [Dump] {
        var dumps: [Dump] = []
        for line in String(decoding: try Data(contentsOf: URL(filePath: directory + name)), as: UTF8.self).split(
            separator: "\n")
        {
            let words = line.split(separator: " ")
            if let first = line.first, first.isHexDigit, words.first?.contains(".") == true {
                dumps.append(Dump(name: words[0]))
            } else if let position = words.first, position.hasSuffix(":"), Int(position.dropLast(), radix: 16) != nil,
                words.dropFirst().allSatisfy({ $0.count == 2 }), !dumps.isEmpty
            {
                dumps[dumps.count - 1].bytes += words.dropFirst().compactMap { UInt8($0, radix: 16) }
            } else if line.contains("Control: I/O"), !dumps.isEmpty {
                dumps[dumps.count - 1].isDecoded = true
            } else if let range = line.range(of: "Capabilities: ["), !dumps.isEmpty,
                let position = UInt8(line[range.upperBound...].prefix { $0 != "]" }, radix: 16)
            {
                dumps[dumps.count - 1].capabilities.append(position)
            }
        }
        return dumps.filter { $0.bytes.count >= 64 }
    }

    @Test(
        .enabled(if: !dumps.isEmpty, "dumps of lspci are neither in BASEBOARD_SHARED nor in ../shared"),
        arguments: dumps)
    func `capabilities are where lspci finds them`(name: String) async throws {
        let dumps = try Self.read(name)
        #expect(!dumps.isEmpty)
        for dump in dumps {
            let configuration = try await configuration(dump.bytes)
            #expect((configuration == nil) == (dump.bytes[..<4] == [0xFF, 0xFF, 0xFF, 0xFF]), "\(dump.name)")
            if dump.isDecoded, dump.bytes.count >= 256 {
                #expect(configuration?.capabilities?.map(\.position) == dump.capabilities, "\(dump.name)")
            }
        }
    }
}
