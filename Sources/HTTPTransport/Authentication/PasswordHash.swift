// SPDX-License-Identifier: Apache-2.0

import CCrypt
import COpenSSL
import Glibc

/// A password as the users file keeps it: a crypt(5) string with method, cost, salt and hash.
struct PasswordHash: Sendable, Hashable {
    let text: String

    /// Takes a string whose method this system's crypt knows.
    init?(_ text: String) {
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: ":") }) else { return nil }
        switch crypt_checksalt(text) {
        case CRYPT_SALT_OK, CRYPT_SALT_METHOD_LEGACY: self.text = text
        default: return nil
        }
    }

    /// Hashes a new password with yescrypt at the system's default cost; takes tens of milliseconds.
    init?(hashing password: Secret) {
        var setting = [CChar](repeating: 0, count: Int(baseboard_crypt_gensalt_size))
        guard crypt_gensalt_rn("$y$", 0, nil, 0, &setting, Int32(setting.count)) != nil,
            let hash = setting.withUnsafeBufferPointer({ Self.crypt(password, setting: $0.baseAddress) })
        else { return nil }
        text = hash
    }

    /// Whether the password is the one that was hashed; takes as long as the method wants.
    func matches(_ password: Secret) -> Bool {
        guard !password.containsNul, let computed = text.withCString({ Self.crypt(password, setting: $0) }),
            computed.utf8.count == text.utf8.count
        else { return false }
        return computed.withCString { left in
            text.withCString { right in CRYPTO_memcmp(left, right, text.utf8.count) == 0 }
        }
    }

    private static func crypt(_ password: Secret, setting: UnsafePointer<CChar>?) -> String? {
        guard let setting, !password.containsNul else { return nil }
        let work = UnsafeMutableRawBufferPointer.allocate(
            byteCount: Int(baseboard_crypt_data_size), alignment: MemoryLayout<UInt64>.alignment)
        work.initializeMemory(as: UInt8.self, repeating: 0)
        defer {
            OPENSSL_cleanse(work.baseAddress, work.count)
            work.deallocate()
        }
        return password.withCString { password in
            crypt_rn(password, setting, work.baseAddress, baseboard_crypt_data_size).map { String(cString: $0) }
        }
    }
}
