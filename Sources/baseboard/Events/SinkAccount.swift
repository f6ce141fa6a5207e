// SPDX-License-Identifier: Apache-2.0

import Foundation
import HTTPTransport
import ResourceModel

/// Lets one account in, by Basic: sources show it as the subscription told them.
struct SinkAccount: Authenticator {
    private let expected: [UInt8]
    private let name: String

    init(_ user: String, password: String) {
        name = user
        expected = Array(("Basic " + Data("\(user):\(password)".utf8).base64EncodedString()).utf8)
    }

    func authenticate(_ request: AuthenticationRequest) -> AuthenticationOutcome {
        let given = Array((request.authorization ?? "").utf8)
        // As long as for the right one, so that the time tells nothing.
        var difference = UInt(bitPattern: given.count ^ expected.count)
        for (index, byte) in expected.enumerated() {
            difference |= UInt(byte ^ (index < given.count ? given[index] : 0))
        }
        return difference == 0
            ? .accepted(Principal(name: name, role: .reader))
            : .refused(.challenge(["Basic realm=\"baseboard listen\", charset=\"UTF-8\""]))
    }
}
