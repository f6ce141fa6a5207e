// SPDX-License-Identifier: Apache-2.0

extension Syntax<Configuration.Access.Rule> {
    /// `CLASS ACTION ROLE`; whether there are such a class and such an action is for others to know.
    static let accessRule = Syntax(
        allowed: "CLASS ACTION ROLE, such as BB_DriveView get operator or CIM_* put admin",
        format: { "\($0.classes) \($0.action) \($0.role.rawValue)" },
        explaining: { text throws(Refusal) in
            let words = text.split { $0 == " " || $0 == "\t" }.map(String.init)
            guard words.count == 3 else {
                throw Refusal("expected CLASS ACTION ROLE, such as BB_DriveView get operator")
            }
            guard isName(words[0].filter { $0 != "*" } + "_"), words[0].count(where: { $0 == "*" }) <= 1 else {
                throw Refusal("expected the name of a class, with at most one *, such as CIM_Fan or CIM_*")
            }
            guard words[1] == "*" || isName(words[1]) else {
                throw Refusal("expected get, enumerate, put, the name of a method, or *")
            }
            guard let role = Configuration.Access.LeastRole(rawValue: words[2].lowercased()) else {
                let roles = Configuration.Access.LeastRole.allCases.map(\.rawValue)
                let near = NearMatch.candidates(for: words[2], among: roles)
                throw Refusal(
                    near.isEmpty
                        ? "the role is one of \(roles.joined(separator: ", "))"
                        : "unknown role; did you mean \(near.joined(separator: ", "))?")
            }
            return Configuration.Access.Rule(classes: words[0], action: words[1], role: role)
        })

    private static func isName(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"): true
                default: false
                }
            }
    }
}
