// SPDX-License-Identifier: Apache-2.0

/// What one line of a file says, where it says anything.
enum INILine: Equatable {
    case section(String, line: Int)
    case assignment(key: String, value: String, line: Int)
    case malformed(text: String?, message: String, line: Int)
}
