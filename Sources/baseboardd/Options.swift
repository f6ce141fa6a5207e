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
        case printAccess
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
          --print-access           print which role each action on each class takes, and stop
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

    /// An option, by its name on the command line.
    private enum Name: String, CaseIterable {
        case config
        case checkConfig = "check-config"
        case printDefaultConfig = "print-default-config"
        case printClassReference = "print-class-reference"
        case printAccess = "print-access"
        case addUser = "add-user"
        case role
        case certificate
        case noPassword = "no-password"
        case removeUser = "remove-user"
        case listUsers = "list-users"
        case version
        case help

        var takesValue: Bool {
            switch self {
            case .config, .addUser, .role, .certificate, .removeUser: true
            default: false
            }
        }
    }

    /// Reads the command line with getopt_long(3).
    init(_ arguments: [String]) throws(Mistake) {
        var name: String?
        var role: Role?
        var hasPassword = true
        var certificates: [CertificateMapping] = []
        let cNames = Name.allCases.map { strdup($0.rawValue) }
        defer { for name in cNames { free(name) } }
        // What getopt_long answers: the option's place, counted from one, for zero means something else.
        var table = zip(1..., zip(cNames, Name.allCases)).map { number, pair in
            option(
                name: UnsafePointer(pair.0), has_arg: pair.1.takesValue ? required_argument : no_argument, flag: nil,
                val: Int32(number))
        }
        table.append(option())
        var vector: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) }
        defer { for argument in vector { free(argument) } }
        vector.append(nil)
        let count = Int32(arguments.count)
        while true {
            let found = getopt_long(count, &vector, "", &table, nil)
            if found == -1 { break }
            guard found > 0, found <= Name.allCases.count else { throw Mistake(reason: "see baseboardd --help") }
            let value = getopt_argument().map { String(cString: $0) } ?? ""
            switch Name.allCases[Int(found) - 1] {
            case .config:
                configurationFile = value
                isFileNamed = true
            case .checkConfig: task = .checkConfiguration
            case .printDefaultConfig: task = .printDefaultConfiguration
            case .printClassReference: task = .printClassReference
            case .printAccess: task = .printAccess
            case .addUser: name = value
            case .role:
                guard let known = Role(rawValue: value) else {
                    throw Mistake(reason: "--role is \(value); it is reader, operator or admin")
                }
                role = known
            case .certificate:
                guard let mapping = CertificateMapping(value) else {
                    throw Mistake(
                        reason: "--certificate is \(value); it is fingerprint:SHA256, san:KIND:NAME or subject:NAME")
                }
                certificates.append(mapping)
            case .noPassword: hasPassword = false
            case .removeUser: task = .removeUser(name: value)
            case .listUsers: task = .listUsers
            case .version: task = .version
            case .help: task = .help
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
