// SPDX-License-Identifier: Apache-2.0

import ProviderKit
import ResourceModel
import WSMan

extension ManagementService {
    func query(
        _ text: String, _ dialect: FilterDialect, _ filter: FilterRequest, _ request: EnumerateRequest,
        _ resource: any Resource, _ exchange: Exchange, _ principal: Principal
    ) async throws(Fault) -> (plan: EnumerationPlan, parts: [PartID]) {
        throw filter.unprocessable("to come")
    }

    func checkEndTo(_ endTo: EnumerateRequest.EndTo?, _ exchange: Exchange) throws(Fault) {
        guard endTo != nil else { return }
        throw Fault(
            .unsupportedFeature, .addressingMode, "EnumerationEnd is not sent; leave EndTo out (R8.2.1-1).")
    }
}
