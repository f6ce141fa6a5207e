// SPDX-License-Identifier: Apache-2.0

import ResourceModel
import Testing

struct RoleTests {
    @Test func `roles are ordered from reader to admin`() {
        #expect(Role.allCases.shuffled().sorted() == [.reader, .operator, .admin])
    }
}
