// SPDX-License-Identifier: Apache-2.0

import ResourceModel
import WSMan

extension ManagementService {
    /// Lets a request pass whose sender has the role that `AccessPolicy` asks for, and refuses every other.
    ///
    /// Called before any part is looked for: the answer is the same whether there is one or not.
    func require(
        _ role: RequiredRole, _ principal: Principal, to what: @autoclosure () -> String
    ) throws(Fault) {
        guard !role.admits(principal.role) else { return }
        throw Fault(.accessDenied, principal.refusal(of: role, to: what()))
    }
}

extension Principal {
    /// Why the account may not, for the person who asks for the account's rights.
    func refusal(of role: RequiredRole, to what: String) -> String {
        switch role {
        case .nobody: "Nobody may \(what); the service's configuration says so."
        case .atLeast(let least):
            "The account \(name) has the role \(self.role.rawValue); to \(what) takes \(least.rawValue)."
        }
    }
}
