// SPDX-License-Identifier: Apache-2.0

import HardwareAccess
import ProviderKit
import ResourceModel

extension Column where Part == PCIPart {
    /// The link and what is to be thought of it.
    static var pciLink: [Column] {
        [
            .property("CurrentLinkSpeed", .real32, reads: .link, "What the link runs at, in gigatransfers a second.") {
                $0.link { $0.current.speed.map(Value.real) }
            },
            .property("CurrentLinkWidth", .uint8, reads: .link, "The lanes that the link uses.") {
                $0.link { $0.current.width.map { .unsigned(UInt64($0)) } }
            },
            .property("MaxLinkSpeed", .real32, reads: .link, "What the function can, in gigatransfers a second.") {
                $0.link { $0.maximum.speed.map(Value.real) }
            },
            .property("MaxLinkWidth", .uint8, reads: .link, "The lanes that the function has.") {
                $0.link { $0.maximum.width.map { .unsigned(UInt64($0)) } }
            },
            .property(
                "PartnerMaxLinkSpeed", .real32, reads: .link,
                "What the other end of the link can, in gigatransfers a second."
            ) { $0.link { $0.partner?.speed.map(Value.real) } },
            .property("PartnerMaxLinkWidth", .uint8, reads: .link, "The lanes that the other end of the link has.") {
                $0.link { $0.partner?.width.map { .unsigned(UInt64($0)) } }
            },
            .property(
                "LinkVerdict", .string, reads: .link,
                "\(PCILink.Verdict.allCases.map(\.rawValue).joined(separator: ", ")): the link compared with what both its "
                    + "ends can; the speed counts only while the device is at work, for it is lowered to save power."
            ) { part in
                if let link = part.facts.link { return .string(link.verdict.rawValue) }
                // Without PCI Express there is no link to judge.
                return part.facts.isExpress == true ? .string(PCILink.Verdict.unknown.rawValue) : .absent(.absent)
            },
        ]
    }

    /// Errors counted since boot (AER).
    ///
    /// An error of a function may be counted by the port above it.
    static var pciErrors: [Column] {
        errors("Correctable", "errors that hardware corrected", \.correctableErrors)
            + errors("Nonfatal", "errors that harmed a transaction", \.nonfatalErrors)
            + errors("Fatal", "errors after which the link was not reliable", \.fatalErrors) + [
                .property(
                    "RootPortCorrectableErrors", .uint64, reads: .errors,
                    "Of a root port: the corrected errors of all that is below it."
                ) { Value($0.facts.rootCorrectableErrors.map { UInt64($0) }) },
                .property(
                    "RootPortNonfatalErrors", .uint64, reads: .errors,
                    "Of a root port: the errors of all that is below it that harmed a transaction."
                ) { Value($0.facts.rootNonfatalErrors.map { UInt64($0) }) },
                .property(
                    "RootPortFatalErrors", .uint64, reads: .errors,
                    "Of a root port: the errors of all that is below it after which a link was not reliable."
                ) { Value($0.facts.rootFatalErrors.map { UInt64($0) }) },
            ]
    }

    private static func errors(
        _ severity: String, _ meaning: String, _ counts: @escaping (PCIFunctionFacts) -> PCIErrorCounts?
    ) -> [Column] {
        [
            .property("\(severity)Errors", .uint64, reads: .errors, "Since boot: \(meaning).") {
                Value(counts($0.facts)?.total)
            },
            .property(
                "\(severity)ErrorKinds", .string, isArray: true, reads: .errors,
                "The kinds of \(meaning) that were seen, by the kernel's names."
            ) { .texts(counts($0.facts)?.seen.map(\.name)) },
            .property(
                "\(severity)ErrorCounts", .uint64, isArray: true, reads: .errors,
                "How often each of \(severity)ErrorKinds was seen."
            ) { .numbers(counts($0.facts)?.seen.map(\.count)) },
        ]
    }
}
