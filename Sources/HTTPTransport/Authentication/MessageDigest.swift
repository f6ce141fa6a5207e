// SPDX-License-Identifier: Apache-2.0

import COpenSSL

/// One hash function of OpenSSL, ready for many short texts; confined to one thread.
final class MessageDigest {
    private let method: OpaquePointer
    private let context: OpaquePointer

    /// Fetches it; nil where the system's policy has none of that name, as FIPS has no MD5.
    init?(_ algorithm: DigestAlgorithm) {
        guard let method = EVP_MD_fetch(nil, algorithm.opensslName, nil) else {
            ERR_clear_error()
            return nil
        }
        guard let context = EVP_MD_CTX_new() else {
            EVP_MD_free(method)
            return nil
        }
        self.method = method
        self.context = context
    }

    deinit {
        EVP_MD_CTX_free(context)
        EVP_MD_free(method)
    }

    /// The digest of a text; empty when OpenSSL fails, which equals no digest.
    func callAsFunction(_ text: String) -> [UInt8] {
        var text = text
        return text.withUTF8 { callAsFunction(UnsafeRawBufferPointer($0)) }
    }

    /// The digest of octets; empty when OpenSSL fails, which equals no digest.
    func callAsFunction(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: Int(EVP_MAX_MD_SIZE)) { output, count in
            var length: UInt32 = 0
            let done =
                EVP_DigestInit_ex(context, method, nil) == 1
                && EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) == 1
                && EVP_DigestFinal_ex(context, output.baseAddress, &length) == 1
            count = done ? Int(length) : 0
        }
    }
}
