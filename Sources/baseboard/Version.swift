// SPDX-License-Identifier: Apache-2.0

/// The version that the console and its man page bear.
enum Version {
    static let text = "0.1.0"
}
