// SPDX-License-Identifier: Apache-2.0

import CLinux
import Glibc
import HTTPTransport
import ResourceModel

/// What the daemon was started to do.
struct Options {
    enum Task {
        case serve
        case checkConfiguration
        case printDefaultConfiguration
        case printClassReference
        case addUser(User)
        case removeUser(name: String)
        case listUsers
        case version
        case help
    }

    /// The account that --add-user is about.
    struct User {
        var name: String
        var role: Role
        var hasPassword: Bool
        var certificates: [CertificateMapping]
    }

    /// A command line that makes no sense; the text says why.
    struct Mistake: Error {
        let reason: String
    }

    var task = Task.serve
    var configurationFile = defaultFile
    var isFileNamed = false

    static let defaultFile = "/etc/baseboard/baseboard.conf"

    static let help = """
        Usage: baseboardd [--config FILE] [TASK]

        Shows this machine's hardware over WS-Management.

          --config FILE       read FILE and FILE.d/*.conf instead of \(defaultFile)

        Tasks; without one the daemon serves in the foreground:
          --check-config           say whether the configuration is right, and stop
          --print-default-config   print every key with its default and meaning, and stop
          --print-class-reference  print every class with its properties and methods, and stop
          --add-user NAME --role reader|operator|admin
                                   add an account or change it; the password is read from standard input
            --certificate MAPPING  let a client certificate stand for it: fingerprint:SHA256, san:KIND:NAME with the
                                   kinds dns, email, uri, address and upn, or subject:NAME; may be repeated
            --no-password          let certificates alone stand for it
          --remove-user NAME       remove an account
          --list-users             print the accounts with role and what each can log in by
          --version                print the version, and stop
          --help                   print this, and stop

        Exit status: 0 done; 64 wrong command line; 67 no such account; 69 an address, the hardware or the state
        directory cannot be used; 73 the users file cannot be written; 78 wrong configuration.

        """

    private static let config: Int32 = 1
    private static let check: Int32 = 2
    private static let print: Int32 = 3
    private static let addUser: Int32 = 4
    private static let role: Int32 = 5
    private static let version: Int32 = 6
    private static let help_: Int32 = 7
    private static let classes: Int32 = 8
    private static let removeUser: Int32 = 9
    private static let listUsers: Int32 = 10
    private static let certificate: Int32 = 11
    private static let noPassword: Int32 = 12

    /// Reads the command line with getopt_long(3).
    init(_ arguments: [String]) throws(Mistake) {
        var name: String?
        var role: Role?
        var hasPassword = true
        var certificates: [CertificateMapping] = []
        let names = [
            "config", "check-config", "print-default-config", "add-user", "role", "version", "help",
            "print-class-reference", "remove-user", "list-users", "certificate", "no-password",
        ]
        let takesValue: Set<Int32> = [Self.config, Self.addUser, Self.role, Self.removeUser, Self.certificate]
        let cNames = names.map { strdup($0) }
        defer { for name in cNames { free(name) } }
        var table = cNames.enumerated().map { index, name in
            let value = Int32(index + 1)
            return option(
                name: UnsafePointer(name), has_arg: takesValue.contains(value) ? required_argument : no_argument,
                flag: nil, val: value)
        }
        table.append(option())
        var vector: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) }
        defer { for argument in vector { free(argument) } }
        vector.append(nil)
        let count = Int32(arguments.count)
        while true {
            let found = getopt_long(count, &vector, "", &table, nil)
            if found == -1 { break }
            let value = getopt_argument().map { String(cString: $0) } ?? ""
            switch found {
            case Self.config:
                configurationFile = value
                isFileNamed = true
            case Self.check: task = .checkConfiguration
            case Self.print: task = .printDefaultConfiguration
            case Self.classes: task = .printClassReference
            case Self.addUser: name = value
            case Self.role:
                guard let known = Role(rawValue: value) else {
                    throw Mistake(reason: "--role is \(value); it is reader, operator or admin")
                }
                role = known
            case Self.removeUser: task = .removeUser(name: value)
            case Self.listUsers: task = .listUsers
            case Self.noPassword: hasPassword = false
            case Self.certificate:
                guard let mapping = CertificateMapping(value) else {
                    throw Mistake(
                        reason: "--certificate is \(value); it is fingerprint:SHA256, san:KIND:NAME or subject:NAME")
                }
                certificates.append(mapping)
            case Self.version: task = .version
            case Self.help_: task = .help
            default: throw Mistake(reason: "see baseboardd --help")
            }
        }
        guard getopt_index() >= count else {
            throw Mistake(reason: "\(arguments[Int(getopt_index())]) is no option; see baseboardd --help")
        }
        switch (name, role) {
        case (nil, nil):
            guard certificates.isEmpty, hasPassword else {
                throw Mistake(reason: "--certificate and --no-password belong to --add-user")
            }
        case (let name?, let role?):
            task = .addUser(User(name: name, role: role, hasPassword: hasPassword, certificates: certificates))
        default: throw Mistake(reason: "--add-user and --role go together")
        }
    }
}
