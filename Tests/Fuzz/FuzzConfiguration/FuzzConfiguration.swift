// SPDX-License-Identifier: Apache-2.0

import Glibc

@testable import Configuration

/// Takes any bytes for a configuration file; the errors that it is answered stay within their bound.
@c(LLVMFuzzerTestOneInput)
public func fuzzConfiguration(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    var reader = ConfigurationReader()
    reader.read(Array(UnsafeBufferPointer(start: start, count: count)), file: "fuzz.conf")
    do throws(InvalidConfiguration) {
        _ = try reader.finish()
    } catch {
        if error.errors.count > Configuration.maximumErrors || error.errors.isEmpty { abort() }
    }
    return 0
}
