// SPDX-License-Identifier: Apache-2.0

/// A name and a password, sent with every request.
struct Credentials: Equatable {
    var user: String
    var password: String
}
