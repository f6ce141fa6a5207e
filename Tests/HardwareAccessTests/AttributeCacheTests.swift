// SPDX-License-Identifier: Apache-2.0

import Glibc
import HardwareAccess
import MachineFixtures
import Testing

struct AttributeCacheTests {
    @Test func `the least recently used descriptor goes first`() throws {
        let tree = MachineTree()
        for index in 0..<4 { try tree.write("f\(index)", "\(index)") }
        let cache = AttributeCache(limit: 3)
        var opened: [Int] = []
        func read(_ index: Int) throws -> Int64 {
            try cache.integer(UInt64(index)) {
                opened.append(index)
                return open("\(tree.root)/f\(index)", O_RDONLY)
            }
        }
        for index in [0, 1, 2, 0, 3, 0, 2, 1] { #expect(try read(index) == Int64(index)) }
        #expect(opened == [0, 1, 2, 3, 1])
        #expect(cache.count == 3)
    }

    @Test func `a cached descriptor sees the new value`() throws {
        let tree = MachineTree()
        try tree.write("value", "1")
        let path = tree.root + "/value"
        let cache = AttributeCache()
        #expect(try cache.integer(1) { open(path, O_RDONLY) } == 1)
        let writer = open(path, O_WRONLY)
        #expect(pwrite(writer, "2", 1, 0) == 1)
        close(writer)
        #expect(try cache.integer(1) { -ENOENT } == 2)
        cache.removeAll()
        #expect(throws: AttributeError.absent) { try cache.integer(1) { -ENOENT } }
    }
}
