// SPDX-License-Identifier: Apache-2.0

import NIOHTTP1

extension NIOHTTPDecoderLimitConfiguration {
    /// One bound for all fields together, which bounds each of them too.
    init(maxHeaderBytes: Int, maxHeaderCount: Int) {
        self.init()
        maxHeaderListSize = maxHeaderBytes
        maxHeaderFieldSize = maxHeaderBytes
        maxHeaderFieldCount = maxHeaderCount
    }
}
