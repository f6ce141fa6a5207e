// SPDX-License-Identifier: Apache-2.0

import COpenSSL

/// HMAC-SHA256 under a random key that lives and dies with this object.
///
/// Remembering a digest instead of credentials means that a copy of our memory, without the key's page, proves nothing.
final class KeyedDigest {
    /// 32 octets.
    struct Value: Hashable, Sendable {
        fileprivate(set) var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

        static func == (left: Value, right: Value) -> Bool {
            withUnsafeBytes(of: left.words) { left in
                withUnsafeBytes(of: right.words) { right in
                    CRYPTO_memcmp(left.baseAddress, right.baseAddress, left.count) == 0
                }
            }
        }

        // The digest is uniform and the key secret: one word of it is a good hash.
        func hash(into hasher: inout Hasher) { hasher.combine(words.0) }
    }

    private let context: OpaquePointer

    /// Draws the key; nil when OpenSSL has no random numbers or no HMAC.
    init?() {
        guard let method = EVP_MAC_fetch(nil, "HMAC", nil) else { return nil }
        defer { EVP_MAC_free(method) }
        guard let context = EVP_MAC_CTX_new(method) else { return nil }
        var key = [UInt8](repeating: 0, count: 32)
        var digest = Array("SHA256".utf8CString)
        let ready = digest.withUnsafeMutableBufferPointer { digest in
            let parameters = [
                OSSL_PARAM_construct_utf8_string(baseboard_mac_param_digest, digest.baseAddress, 0),
                OSSL_PARAM_construct_end(),
            ]
            return RAND_bytes(&key, Int32(key.count)) == 1
                && EVP_MAC_init(context, key, key.count, parameters) == 1
        }
        OPENSSL_cleanse(&key, key.count)
        guard ready else {
            EVP_MAC_CTX_free(context)
            return nil
        }
        self.context = context
    }

    deinit { EVP_MAC_CTX_free(context) }

    /// The digest of a text; nil when OpenSSL fails.
    func digest(_ text: String) -> Value? {
        var text = text
        var value = Value()
        var written = 0
        let done = text.withUTF8 { bytes in
            // Without a key, init starts over with the one given before.
            EVP_MAC_init(context, nil, 0, nil) == 1
                && EVP_MAC_update(context, bytes.baseAddress, bytes.count) == 1
                && withUnsafeMutableBytes(of: &value.words) { output in
                    EVP_MAC_final(
                        context, output.bindMemory(to: UInt8.self).baseAddress, &written, output.count) == 1
                }
        }
        return done && written == 32 ? value : nil
    }
}
