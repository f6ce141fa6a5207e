// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// The flags that name the service and how to talk to it.
struct ConnectionOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The service: a URL, or HOST[:PORT].", valueName: "host"))
    var host: String?

    @Option(help: ArgumentHelp("The account's name.", valueName: "name"))
    var user: String?

    @Option(
        help: ArgumentHelp("A file whose first line is the password.", valueName: "file"), completion: .file())
    var passwordFile: String?

    @Flag(help: "Read the password from the first line of standard input.")
    var passwordStdin = false

    @Option(
        help: ArgumentHelp("How to log in: automatic, basic, digest or certificate.", valueName: "scheme"),
        completion: .list(Login.names))
    var auth: String?

    @Option(
        help: ArgumentHelp("A file of the authorities, or the certificate, to trust over HTTPS.", valueName: "file"),
        completion: .file())
    var caFile: String?

    @Option(
        help: ArgumentHelp(
            "The SHA-256 fingerprint of the one certificate to trust; may be repeated.",
            valueName: "sha256"))
    var pin: [String] = []

    @Option(help: ArgumentHelp("A file with one's own certificate.", valueName: "file"), completion: .file())
    var certificate: String?

    @Option(help: ArgumentHelp("A file with the key of --certificate.", valueName: "file"), completion: .file())
    var key: String?

    @Option(help: ArgumentHelp("A profile in ~/.config/baseboard/profiles.json.", valueName: "name"))
    var profile: String?

    @OptionGroup
    var request: RequestOptions

    func validate() throws {
        guard !passwordStdin || passwordFile == nil else {
            throw ValidationError("Give --password-stdin or --password-file, not both.")
        }
    }

    /// The same for another service, where one is named.
    func at(_ host: String?) -> ConnectionOptions {
        guard let host else { return self }
        var options = self
        options.host = host
        return options
    }
}
