// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The groups of the system's accounts, as nsswitch.conf(5) has them; may block.
enum UnixGroups {
    /// The identifiers of all groups that an account is in; nil when there is no such account.
    static func identifiers(ofUser name: String) -> Set<gid_t>? {
        guard let primary = primaryGroup(ofUser: name) else { return nil }
        var count: Int32 = 32
        while count <= 65536 {
            var groups = [gid_t](repeating: 0, count: Int(count))
            let capacity = count
            if getgrouplist(name, primary, &groups, &count) >= 0 { return Set(groups.prefix(Int(count))) }
            count = max(count, capacity * 2)
        }
        return [primary]
    }

    /// The identifier of a group; nil when there is none of that name.
    static func identifier(of name: String) -> gid_t? {
        find { buffer, size in
            var entry = group()
            var found: UnsafeMutablePointer<group>?
            let status = getgrnam_r(name, &entry, buffer, size, &found)
            return (status, found == nil ? nil : entry.gr_gid)
        }
    }

    private static func primaryGroup(ofUser name: String) -> gid_t? {
        find { buffer, size in
            var entry = passwd()
            var found: UnsafeMutablePointer<passwd>?
            let status = getpwnam_r(name, &entry, buffer, size, &found)
            return (status, found == nil ? nil : entry.pw_gid)
        }
    }

    /// Calls with a larger buffer until it is large enough.
    private static func find(_ call: (UnsafeMutablePointer<CChar>, Int) -> (Int32, gid_t?)) -> gid_t? {
        var size = 4096
        while size <= 1 << 20 {
            let (status, found) = withUnsafeTemporaryAllocation(of: CChar.self, capacity: size) {
                $0.baseAddress.map { call($0, size) } ?? (ENOMEM, nil)
            }
            if status != ERANGE { return status == 0 ? found : nil }
            size *= 2
        }
        return nil
    }
}
