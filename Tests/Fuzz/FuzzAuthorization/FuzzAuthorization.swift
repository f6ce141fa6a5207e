// SPDX-License-Identifier: Apache-2.0

import Glibc

@testable import HTTPTransport

/// Takes any bytes for an Authorization field, and for a WWW-Authenticate field.
///
/// What is taken apart is within its bounds, and no stranger's nonce is one of ours.
@c(LLVMFuzzerTestOneInput)
public func fuzzAuthorization(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    _ = BasicCredentials(text)
    for field in [text, "Basic \(text)"] {
        if let credentials = BasicCredentials(field), credentials.user.contains(":") { abort() }
    }
    for field in [text, "Digest \(text)"] {
        guard let credentials = DigestCredentials(field) else { continue }
        if credentials.response.count != credentials.algorithm.length || credentials.clientNonce.isEmpty { abort() }
        _ = DigestScheme.names(credentials.uri, text)
    }
    for challenge in AuthenticationChallenge.read(text) {
        if challenge.parameters.count > AuthenticationSyntax.maxParameters || challenge.scheme.isEmpty { abort() }
        _ = DigestSession(challenge)
    }
    return 0
}
