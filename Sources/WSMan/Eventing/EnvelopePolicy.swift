// SPDX-License-Identifier: Apache-2.0

/// What becomes of an event that does not fit into the subscriber's MaxEnvelopeSize (`wsman:MaxEnvelopeSize/@Policy`).
public enum EnvelopePolicy: String, Sendable, Hashable, CaseIterable {
    /// DroppedEvents takes its place; what is meant where no policy is named (R10.2.9.2-3).
    case notify = "Notify"
    /// It is left out without a word.
    case skip = "Skip"
    /// It ends the subscription.
    case cancelSubscription = "CancelSubscription"
}
