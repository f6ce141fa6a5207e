// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The accounts that every daemon under test has, all with the same password.
enum TestUser: String, CaseIterable {
    case reader = "rob"
    case `operator` = "ann"
    case admin = "ada"

    static let password = "correct horse"

    var role: String { "\(self)" }

    var credentials: String { "\(rawValue):\(Self.password)" }

    /// The value of an Authorization header.
    var authorization: String { "Basic " + Data(credentials.utf8).base64EncodedString() }

    /// A users file with all of them; made once by the daemon itself, since each hash takes its time.
    static let usersFile = Result { () throws -> String in
        let directory = try TemporaryDirectory()
        let users = directory.path + "/users"
        let configuration = try directory.write("[authentication]\nUsersFile=\(users)\n", to: "baseboard.conf")
        for user in allCases {
            let made = try Execution.daemon(
                "--config", configuration, "--add-user", user.rawValue, "--role", user.role, input: password + "\n")
            guard made.status == 0 else { throw CannotAdd(errors: made.errors) }
        }
        return try String(contentsOfFile: users, encoding: .utf8)
    }

    struct CannotAdd: Error {
        let errors: String
    }
}
