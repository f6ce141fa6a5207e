// SPDX-License-Identifier: Apache-2.0

/// What a profile says of one service; what it leaves out is asked elsewhere.
struct Profile: Equatable {
    var host: String?
    var user: String?
    var passwordFile: String?
    var auth: String?
    var caFile: String?
    /// One fingerprint.
    var pin: String?
    var certificate: String?
    var key: String?
}
