// SPDX-License-Identifier: Apache-2.0

import ResourceModel

extension ResourceSchema {
    /// Whether this is the class of a name, or one that extends it; any class where no name is given.
    func isNamed(_ name: String?) -> Bool {
        guard let name = name?.lowercased() else { return true }
        return className.lowercased() == name || superclasses.contains { $0.lowercased() == name }
    }
}
