// SPDX-License-Identifier: Apache-2.0

/// Takes over what files say, one after the other, and collects everything that is wrong with them.
struct ConfigurationReader {
    /// A key within its section.
    private struct Name: Hashable {
        let section: String
        let key: String
    }

    private struct Origin {
        let file: String
        let line: Int
        let text: String
    }

    private var configuration = Configuration()
    private var errors: [ConfigurationError] = []
    private var omitted = 0
    /// Where each key was assigned last.
    private var origins: [Name: Origin] = [:]
    /// Where each element of each list stands.
    private var elements: [Name: [Origin]] = [:]

    /// Takes over the contents of a file.
    mutating func read(_ bytes: [UInt8], file: String) {
        var section: Section?
        var isSectionMissing = true
        for line in INIParser.parse(bytes) {
            switch line {
            case .section(let name, let number):
                isSectionMissing = false
                section = Configuration.sections.first { $0.name == name }
                if section == nil { report(file, number, "[\(name)]", Self.unknownSection(name)) }
            case .assignment(let key, let value, let number):
                let origin = Origin(file: file, line: number, text: "\(key)=\(value)")
                if let section {
                    assign(key, value, in: section, origin)
                } else if isSectionMissing {
                    report(origin, "expected a section before the first key, such as [server]")
                }  // The keys of an unknown section are not reported one by one.
            case .malformed(let text, let message, let number):
                report(file, number, text, message)
            }
        }
    }

    /// Takes note of a file that could not be read.
    mutating func report(file: String, _ message: String) {
        report(file, nil, nil, message)
    }

    /// Checks what only all files together show, and answers the configuration.
    ///
    /// - Parameter refusal: what is wrong with a rule of access, by what is not known here.
    mutating func finish(
        refusal: (Configuration.Access.Rule) -> String? = { _ in nil }
    ) throws(InvalidConfiguration) -> Configuration {
        for rule in Configuration.ceilings where rule.isExceeded(configuration) {
            if let origin = origins[Name(section: rule.section, key: rule.key)] {
                let key = Configuration.sections.first { $0.name == rule.section }?.keys.first {
                    $0.name == rule.ceiling
                }
                let limit = key?.texts(configuration).first ?? ""
                report(origin, "may not exceed \(rule.ceiling)=, which is \(limit)")
            } else {
                rule.lower(&configuration)
            }
        }
        if configuration.server.listen.isEmpty, let origin = origins[Name(section: "server", key: "Listen")] {
            report(origin, "at least one address to listen on is needed after the list was emptied")
        }
        checkPasswordSource()
        checkTLS()
        let rules = elements[Name(section: "access", key: "Require")] ?? []
        for (rule, origin) in zip(configuration.access.require, rules) {
            if let message = refusal(rule) { report(origin, message) }
        }
        guard errors.isEmpty else { throw InvalidConfiguration(errors: errors, omitted: omitted) }
        return configuration
    }

    /// PAM takes passwords and nothing else, so that is what addresses offer.
    private mutating func checkPasswordSource() {
        guard configuration.authentication.passwordSource == .pam else { return }
        for index in configuration.server.listen.indices where configuration.server.listen[index].hasDefaultSchemes {
            configuration.server.listen[index].schemes = [.basic]
        }
        let schemes = configuration.server.listen.flatMap(\.schemes)
        if let other = schemes.first(where: { $0 != .basic && $0 != .certificateBasic }),
            let origin = origins[Name(section: "server", key: "Listen")]
        {
            report(
                origin,
                "\(other.rawValue) needs accounts in UsersFile=; with PasswordSource=pam there are basic and certificate+basic"
            )
        }
    }

    /// Certificate and key go together, and so do addresses that want certificates and those who vouch for them.
    private mutating func checkTLS() {
        let (tls, events) = (configuration.tls, configuration.events)
        checkPair(of: "tls", tls.certificate, tls.privateKey)
        checkPair(of: "events", events.certificate, events.privateKey)
        if tls.clientAuthorities.isEmpty, let origin = origins[Name(section: "server", key: "Listen")],
            configuration.server.listen.contains(where: { $0.schemes.contains(where: \.needsCertificate) })
        {
            report(origin, "an address with certificate needs ClientAuthorities= in [tls]")
        }
    }

    private mutating func checkPair(of section: String, _ certificate: String, _ privateKey: String) {
        guard certificate.isEmpty != privateKey.isEmpty else { return }
        let key = privateKey.isEmpty ? "Certificate" : "PrivateKey"
        if let origin = origins[Name(section: section, key: key)] {
            report(origin, "Certificate= and PrivateKey= go together")
        }
    }

    // MARK: Keys

    private mutating func assign(_ name: String, _ value: String, in section: Section, _ origin: Origin) {
        guard let key = section.keys.first(where: { $0.name == name }) else {
            report(origin, Self.unknownKey(name, in: section))
            return
        }
        let place = Name(section: section.name, key: name)
        let isFirst = origins.updateValue(origin, forKey: place) == nil
        // The first assignment of a list replaces its default, an empty one what stands there.
        if value.isEmpty || (key.isList && isFirst) {
            key.reset(&configuration)
            elements[place] = []
        }
        guard !value.isEmpty else { return }
        do throws(Refusal) {
            try key.assign(value, &configuration)
            if key.isList { elements[place, default: []].append(origin) }
        } catch {
            let hint = value.contains(" #") ? "; a comment needs a line of its own" : ""
            report(origin, error.message + hint)
        }
    }

    private static func unknownSection(_ name: String) -> String {
        let names = Configuration.sections.map(\.name)
        let near = NearMatch.candidates(for: name, among: names)
        let candidates = near.isEmpty ? names : near
        let list = candidates.map { "[\($0)]" }.joined(separator: ", ")
        return near.isEmpty ? "unknown section; there are \(list)" : "unknown section; did you mean \(list)?"
    }

    private static func unknownKey(_ name: String, in section: Section) -> String {
        if let other = Configuration.sections.first(where: { $0.keys.contains { $0.name == name } }) {
            return "this key belongs in [\(other.name)]"
        }
        let names = section.keys.map(\.name)
        let near = NearMatch.candidates(for: name, among: names)
        guard near.isEmpty else {
            return "unknown key; did you mean \(near.map { "\($0)=" }.joined(separator: ", "))?"
        }
        return "unknown key; [\(section.name)] has \(names.map { "\($0)=" }.joined(separator: ", "))"
    }

    // MARK: Errors

    private mutating func report(_ origin: Origin, _ message: String) {
        report(origin.file, origin.line, origin.text, message)
    }

    private mutating func report(_ file: String, _ line: Int?, _ text: String?, _ message: String) {
        guard errors.count < Configuration.maximumErrors else {
            omitted += 1
            return
        }
        errors.append(ConfigurationError(file: file, line: line, text: text, message: message))
    }
}
