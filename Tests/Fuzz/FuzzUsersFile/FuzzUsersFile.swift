// SPDX-License-Identifier: Apache-2.0

import Glibc

@testable import HTTPTransport

/// Takes any bytes for a users file; every account that is read comes back from the line that is written of it.
@c(LLVMFuzzerTestOneInput)
public func fuzzUsersFile(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    _ = CertificateMapping(text)
    guard let table = try? AccountTable(parsing: text) else { return 0 }
    for account in table.accounts.values {
        let line = AccountLine.text(account)
        guard !line.contains("\n"), let again = try? AccountLine.account(in: line[...]), again == account else {
            abort()
        }
    }
    return 0
}
