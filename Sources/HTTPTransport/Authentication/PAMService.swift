// SPDX-License-Identifier: Apache-2.0

public import ResourceModel

/// Passwords and groups of the system, by PAM.
public struct PAMService: Sendable {
    func authenticate(user: String, password: Secret) -> Principal? { nil }
}
