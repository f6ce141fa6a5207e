// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Open descriptors of the attributes polled most, least recently used out.
///
/// Confined to the event loop.
///
/// An open sysfs file costs 5 kB of kernel memory, so there is a limit; a cached read is one system call.
public final class AttributeCache {
    private struct Entry {
        var descriptor: Int32
        var older: Int?
        var newer: Int?
        var key: UInt64
    }

    /// The most descriptors held open.
    public let limit: Int

    private var slots: [Entry] = []
    private var free: [Int] = []
    private var index: [UInt64: Int] = [:]
    private var newest: Int?
    private var oldest: Int?

    /// An empty cache.
    public init(limit: Int = 512) { self.limit = max(1, limit) }

    deinit { closeAll() }

    /// How many descriptors are open.
    public var count: Int { index.count }

    /// Reads the whole number of the attribute known as `key`.
    ///
    /// - Parameter open: called when it is not cached; returns a descriptor, or a negative errno.
    public func integer(_ key: UInt64, open: () -> Int32) throws(AttributeError) -> Int64 {
        let slot: Int
        if let found = index[key] {
            slot = found
            if newest != slot { unlink(slot); link(slot) }
        } else {
            let descriptor = open()
            guard descriptor >= 0 else { throw AttributeError(errno: -descriptor) }
            slot = insert(key, descriptor)
        }
        do throws(AttributeError) {
            return try Sysfs.read(slots[slot].descriptor) { bytes throws(AttributeError) in
                guard let value = Int64(sysfs: bytes) else { throw .malformed }
                return value
            }
        } catch {
            // The descriptor of a removed attribute answers ENODEV for ever, even after a new one took its path.
            if error == .gone || error == .absent { remove(slot) }
            throw error
        }
    }

    /// Closes everything; for a rescan.
    public func removeAll() {
        closeAll()
        slots.removeAll()
        free.removeAll()
        index.removeAll()
        newest = nil
        oldest = nil
    }

    private func closeAll() {
        for slot in index.values { close(slots[slot].descriptor) }
    }

    private func insert(_ key: UInt64, _ descriptor: Int32) -> Int {
        if index.count >= limit, let oldest { remove(oldest) }
        let entry = Entry(descriptor: descriptor, older: nil, newer: nil, key: key)
        let slot: Int
        if let reused = free.popLast() {
            slots[reused] = entry
            slot = reused
        } else {
            slots.append(entry)
            slot = slots.count - 1
        }
        index[key] = slot
        link(slot)
        return slot
    }

    private func remove(_ slot: Int) {
        close(slots[slot].descriptor)
        unlink(slot)
        index[slots[slot].key] = nil
        free.append(slot)
    }

    private func link(_ slot: Int) {
        slots[slot].older = newest
        slots[slot].newer = nil
        if let newest { slots[newest].newer = slot }
        newest = slot
        if oldest == nil { oldest = slot }
    }

    private func unlink(_ slot: Int) {
        let entry = slots[slot]
        if let older = entry.older { slots[older].newer = entry.newer } else { oldest = entry.newer }
        if let newer = entry.newer { slots[newer].older = entry.older } else { newest = entry.older }
    }
}
