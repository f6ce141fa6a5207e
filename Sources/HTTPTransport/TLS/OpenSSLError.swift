// SPDX-License-Identifier: Apache-2.0

import COpenSSL

/// What OpenSSL's error queue of this thread says.
enum OpenSSLError {
    /// The reason of the latest entry, in OpenSSL's words; the queue is emptied.
    static func takeReason() -> String {
        let code = ERR_peek_last_error()
        ERR_clear_error()
        return text(code)
    }

    /// A reason in OpenSSL's words.
    static func text(_ code: UInt) -> String {
        ERR_reason_error_string(code).map { String(cString: $0) } ?? "unknown error \(code)"
    }
}
