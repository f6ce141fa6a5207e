// SPDX-License-Identifier: Apache-2.0

/// A pattern of LIKE, matched in at most as many steps as pattern and text are long, multiplied: it never backtracks.
struct LikePattern: Sendable, Hashable {
    /// What one character of a text is to be.
    enum Matcher: Sendable, Hashable {
        case any
        case scalar(Unicode.Scalar)
        case set([ClosedRange<Unicode.Scalar>], isNegated: Bool)

        func matches(_ scalar: Unicode.Scalar) -> Bool {
            switch self {
            case .any: true
            case .scalar(let own): own == scalar
            case .set(let ranges, let isNegated): ranges.contains { $0.contains(scalar) } != isNegated
            }
        }
    }

    struct Step: Sendable, Hashable {
        let matcher: Matcher
        /// Whether it stands for any number of what it matches, none included.
        var repeats = false
    }

    private let steps: [Step]
    private let ignoresCase: Bool

    /// Reads a pattern.
    ///
    /// - Parameter written: as it stands between its quotes, with its backslashes.
    init(_ written: String, _ dialect: QueryDialect) {
        ignoresCase = dialect == .wql
        steps =
            switch dialect {
            case .wql: Self.wql(Array(written.lowercased().unicodeScalars))
            case .cql: Self.cql(Array(QueryText.meaning(of: written, .cql).unicodeScalars))
            }
    }

    /// Whether the whole text fits.
    func matches(_ text: String) -> Bool {
        guard ignoresCase else { return matches(text.unicodeScalars) }
        // Nearly all texts: no copy in lower case is made.
        guard text.utf8.allSatisfy({ $0 < 0x80 }) else { return matches(text.lowercased().unicodeScalars) }
        return matches(text.utf8.lazy.map { Unicode.Scalar(FoldedText.lowercase($0)) })
    }

    private func matches(_ text: some Sequence<Unicode.Scalar>) -> Bool {
        // The steps that the pattern may have come to, in their order; all are followed at once.
        var reached: [Int] = []
        var next: [Int] = []
        reach(0, &reached)
        for scalar in text {
            next.removeAll(keepingCapacity: true)
            for index in reached where index < steps.count && steps[index].matcher.matches(scalar) {
                reach(steps[index].repeats ? index : index + 1, &next)
            }
            if next.isEmpty { return false }
            swap(&reached, &next)
        }
        return reached.last == steps.count
    }

    /// Adds a step and those behind it that may stand for nothing, but for what is there already.
    ///
    /// Steps come in their order, each time with all that follow from them: what is there has no gap behind a step that
    /// comes again, and its last tells the rest.
    private func reach(_ first: Int, _ reached: inout [Int]) {
        var index = first
        while true {
            if index > reached.last ?? -1 { reached.append(index) }
            guard index < steps.count, steps[index].repeats else { return }
            index += 1
        }
    }
}
