// SPDX-License-Identifier: Apache-2.0

import Glibc
import Overlay
import ProviderKit
import ResourceModel

/// Joins the overlay to the providers, which know only `OperatorSettings`.
final class OverlaySettings: OperatorSettings {
    private let overlay: Overlay

    init(_ overlay: Overlay) {
        self.overlay = overlay
    }

    var generation: UInt64 { overlay.generation }

    func settings(of part: PartID, in domain: String) -> [String: Value] {
        overlay.values(of: OverlayPart(deviceClass: domain, identifier: part.text)).mapValues { entry in
            switch entry.value {
            case .integer(let number): .signed(number)
            case .real(let number): .real(number)
            case .boolean(let truth): .boolean(truth)
            case .text(Self.takenAway): .absent(.disabled)
            case .text(let text): .string(text)
            }
        }
    }

    func hasParts(in domain: String) -> Bool { overlay.hasParts(ofClass: domain) }

    func parts(in domain: String) -> [PartID] {
        overlay.parts(ofClass: domain).map { PartID($0.identifier) }
    }

    func set(
        _ values: [String: Value], of part: PartID, in domain: String, by principal: Principal
    ) async throws(ProviderError) {
        var scalars: [String: OverlayScalar] = [:]
        for (property, value) in values {
            switch value {
            case .signed(let number): scalars[property] = .integer(number)
            case .unsigned(let number): scalars[property] = .integer(Int64(clamping: number))
            case .real(let number): scalars[property] = .real(number)
            case .boolean(let truth): scalars[property] = .boolean(truth)
            case .string(let text): scalars[property] = .text(text)
            case .absent: scalars[property] = .text(Self.takenAway)
            case .dateTime, .interval, .reference, .instance, .array:
                throw .invalidValue(property: property, reason: "a value of this type cannot be kept.")
            }
        }
        do throws(OverlayError) {
            try await overlay.set(
                scalars, of: OverlayPart(deviceClass: domain, identifier: part.text), by: principal,
                at: Int64(time(nil)))
        } catch {
            throw Self.translated(error)
        }
    }

    func reset(
        _ properties: [String], of part: PartID, in domain: String
    ) async throws(ProviderError) {
        do throws(OverlayError) {
            try await overlay.reset(properties, of: OverlayPart(deviceClass: domain, identifier: part.text))
        } catch {
            throw Self.translated(error)
        }
    }

    // A text that no operator can send: XML forbids the character.
    private static let takenAway = "\u{1}"

    private static func translated(_ error: OverlayError) -> ProviderError {
        switch error {
        case .tooManyEntries, .textTooLong: .quotaExceeded("The change was not kept: \(error).")
        default: .internalFailure("the overlay was not stored: \(error)")
        }
    }
}
