// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The profiles of a user: a JSON object with a member for each.
struct Profiles: Equatable {
    private let profiles: [String: Profile]

    init(_ profiles: [String: Profile]) { self.profiles = profiles }

    /// The profile that applies when nothing else names a service.
    static let defaultName = "default"

    /// Where the file is: `$XDG_CONFIG_HOME/baseboard/profiles.json`, by default below `~/.config`.
    static func path(environment: [String: String]) -> String? {
        if let home = environment["XDG_CONFIG_HOME"], home.hasPrefix("/") { return home + "/baseboard/profiles.json" }
        return environment["HOME"].map { $0 + "/.config/baseboard/profiles.json" }
    }

    /// Reads the file; where there is none, there are no profiles.
    static func load(environment: [String: String]) throws(Failure) -> Profiles {
        guard let path = path(environment: environment), let data = FileManager.default.contents(atPath: path) else {
            return Profiles([:])
        }
        return try Profiles(data, path: path)
    }

    /// Reads the file's content.
    init(_ data: Data, path: String) throws(Failure) {
        let members: [String: [String: String]]
        do {
            members = try JSONDecoder().decode([String: [String: String]].self, from: data)
        } catch {
            throw Failure(
                .usage,
                "\(path) is not what it should be: {\"NAME\": {\"host\": \"…\", \"user\": \"…\", \"passwordFile\": \"…\"}}."
            )
        }
        var profiles: [String: Profile] = [:]
        for (name, values) in members {
            let known = ["host", "user", "passwordFile", "auth", "caFile", "pin", "certificate", "key"]
            if let unknown = values.keys.sorted().first(where: { !known.contains($0) }) {
                throw Failure(
                    .usage,
                    "The profile \(name) in \(path) has the unknown member \(unknown); "
                        + "\(known.joined(separator: ", ")) are known.")
            }
            profiles[name] = Profile(
                host: values["host"], user: values["user"], passwordFile: values["passwordFile"],
                auth: values["auth"], caFile: values["caFile"], pin: values["pin"],
                certificate: values["certificate"], key: values["key"])
        }
        self.profiles = profiles
    }

    /// The profile of a name that somebody gave.
    func named(_ name: String) throws(Failure) -> Profile {
        guard let profile = profiles[name] else {
            let names = profiles.keys.sorted().joined(separator: ", ")
            throw Failure(
                .usage, "There is no profile \(name); there \(names.isEmpty ? "are none" : "are \(names)").")
        }
        return profile
    }

    /// The profile called default, where there is one.
    var byDefault: Profile? { profiles[Self.defaultName] }
}
