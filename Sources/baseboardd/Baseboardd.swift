// SPDX-License-Identifier: Apache-2.0

import Configuration
import Glibc
import HTTPTransport
import ResourceModel

/// The program: what it was asked to do, and with what exit status it ends (sysexits.h).
@main
struct Baseboardd {
    static let version = "0.1.0"

    static func main() {
        let options: Options
        do throws(Options.Mistake) {
            options = try Options(CommandLine.arguments)
        } catch {
            fail("baseboardd: \(error.reason)", EX_USAGE)
        }
        switch options.task {
        case .version: print("baseboardd \(version)")
        case .help: print(Options.help, terminator: "")
        case .printDefaultConfiguration: print(Configuration.referenceText(), terminator: "")
        case .printClassReference:
            guard let text = try? ClassReference.text() else { fail("baseboardd: / cannot be opened", EX_OSERR) }
            print(text, terminator: "")
        case .printAccess:
            print(AccessTable.text(AccessPolicy(configuration(options)), schemas()), terminator: "")
        case .checkConfiguration:
            _ = configuration(options)
            print("\(options.configurationFile): all is well")
        case .addUser(let user): AccountTasks.add(user, file: configuration(options).authentication.usersFile)
        case .removeUser(let name):
            AccountTasks.remove(name: name, file: configuration(options).authentication.usersFile)
        case .listUsers: AccountTasks.list(file: configuration(options).authentication.usersFile)
        case .serve:
            exit(Daemon(configuration(options), options).run())
        }
    }

    private static func configuration(_ options: Options) -> Configuration {
        do throws(InvalidConfiguration) {
            // Made for the first rule: without rules nobody has to know the classes yet.
            var rules: AccessRules?
            return try Configuration.load(file: options.configurationFile, mustExist: options.isFileNamed) { rule in
                let known = rules ?? AccessRules(schemas())
                rules = known
                return known.refusal(of: AccessRule(rule))
            }
        } catch {
            fail("\(error)", EX_CONFIG)
        }
    }

    private static func schemas() -> [ResourceSchema] {
        guard let schemas = try? ClassReference.schemas() else { fail("baseboardd: / cannot be opened", EX_OSERR) }
        return schemas
    }

    /// Ends the program with a message on standard error.
    static func fail(_ message: String, _ status: Int32) -> Never {
        let bytes = Array("\(message)\n".utf8)
        _ = bytes.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
        exit(status)
    }
}
