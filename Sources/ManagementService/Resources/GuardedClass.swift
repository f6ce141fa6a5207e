// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel

/// A class and what its actions take.
struct GuardedClass {
    let resourceClass: any ResourceClass
    let access: ClassAccess

    var schema: ResourceSchema { resourceClass.schema }

    init(_ resourceClass: any ResourceClass, _ policy: AccessPolicy) {
        self.resourceClass = resourceClass
        access = policy.access(to: resourceClass.schema)
    }
}

/// The classes that a role may not get, role by role: what no tie leads such a caller to.
struct ClosedClasses {
    private let uris: [Set<String>]

    init(among classes: [GuardedClass]) {
        uris = Role.allCases.sorted().map { role in
            Set(classes.filter { !$0.access.get.admits(role) }.map(\.schema.resourceURI.text))
        }
    }

    /// The URIs of the classes that are closed to a role.
    subscript(role: Role) -> Set<String> { uris[role.rank] }
}
