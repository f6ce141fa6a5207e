// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import WSManClient

/// The flags with the account by which sources log in at a sink.
struct SinkLoginOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The account by which sources log in at the sink.", valueName: "name"))
    var sinkUser: String?

    @Option(
        help: ArgumentHelp("A file whose first line is that account's password.", valueName: "file"),
        completion: .file())
    var sinkPasswordFile: String?

    func validate() throws {
        guard (sinkUser == nil) == (sinkPasswordFile == nil) else {
            throw ValidationError("--sink-user and --sink-password-file go together.")
        }
    }

    /// The account, where there is one.
    func user(_ passwords: PasswordSource = .process) throws(Failure) -> SubscriptionSink.User? {
        guard let sinkUser, let sinkPasswordFile else { return nil }
        guard !sinkUser.contains(":") else { throw Failure(.usage, "The name of an account can hold no colon.") }
        return SubscriptionSink.User(name: sinkUser, password: try passwords.password(inFile: sinkPasswordFile))
    }
}
