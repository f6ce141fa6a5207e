// SPDX-License-Identifier: Apache-2.0

import COpenSSL

/// Octets that are wiped when the last reference goes.
///
/// `@unchecked Sendable`: the memory is written in `init` and `deinit` only.
final class Secret: @unchecked Sendable {
    private let memory: UnsafeMutableRawBufferPointer

    init(_ bytes: some Collection<UInt8>) {
        memory = .allocate(byteCount: bytes.count + 1, alignment: 1)
        memory.copyBytes(from: bytes)
        memory[bytes.count] = 0
    }

    deinit {
        OPENSSL_cleanse(memory.baseAddress, memory.count)
        memory.deallocate()
    }

    var count: Int { memory.count - 1 }

    var containsNul: Bool { memory.dropLast().contains(0) }

    /// Lends the octets as a C string.
    func withCString<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
        memory.withMemoryRebound(to: CChar.self) { characters in
            // There is always the terminator, so there is a base address; the empty string stands in for none.
            characters.baseAddress.map { body($0) } ?? "".withCString(body)
        }
    }
}
