// SPDX-License-Identifier: Apache-2.0

import HTTPTransport

/// A name, a password, and how they may be shown.
struct Credentials: Equatable {
    var user: String
    var password: String
    var scheme = HTTPCredentials.Scheme.automatic
}
