// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import WSMan
import WSManClient

/// The flags that every request takes along.
struct RequestOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("How long to wait for an answer: seconds, 30s, 2m or PT30S.", valueName: "duration"),
        transform: { try TimeoutArgument.seconds($0) })
    var timeout = 60

    @Option(help: ArgumentHelp("The largest answer to ask for, in octets.", valueName: "octets"))
    var maxEnvelopeSize = 524_288

    @Option(help: ArgumentHelp("The language to ask texts in, such as en-US.", valueName: "tag"))
    var locale: String?

    @Option(
        help: ArgumentHelp(
            "An option of the request, a hint to the service; NAME!=VALUE must be complied with. May be repeated.",
            valueName: "NAME=VALUE"))
    var option: [OptionArgument] = []

    func validate() throws {
        guard (1...86_400).contains(timeout) else {
            throw ValidationError("--timeout is 1 to 86400 seconds, such as 30, 30s, 2m or PT30S.")
        }
        guard maxEnvelopeSize >= 8192 else { throw ValidationError("--max-envelope-size is 8192 octets or more.") }
        // R6.3-3; what RFC 5646 asks of a tag beyond this is for the service to know.
        guard let locale else { return }
        let subtags = locale.split(separator: "-", omittingEmptySubsequences: false)
        let isTag = subtags.allSatisfy { subtag in
            (1...8).contains(subtag.utf8.count) && subtag.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
        }
        guard isTag else { throw ValidationError("\(locale) is no language tag; write en or en-US.") }
    }
}

extension RequestSettings {
    /// What the flags say.
    init(_ options: RequestOptions) {
        self.init()
        operationTimeout = UInt64(options.timeout) * 1_000_000_000
        maxEnvelopeSize = options.maxEnvelopeSize
        locale = options.locale
        self.options = options.option.map(\.option)
    }
}
