// SPDX-License-Identifier: Apache-2.0

import Logging
import NIOCore

extension ServerConnection {
    /// TLS has ended the connection: what came last may be incomplete, so nothing of it is answered.
    func endOfTLS(_ error: TLSError) {
        server.statistics.failedTLSConnections &+= 1
        server.logger.debug("TLS ended", metadata: ["address": "\(peerAddress)", "reason": "\(error)"])
        close()
    }
}
