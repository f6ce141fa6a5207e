// SPDX-License-Identifier: Apache-2.0

/// A pattern of LIKE, matched in as many steps as pattern and text are long, multiplied: it never backtracks.
struct LikePattern: Sendable, Hashable {
    private enum Matcher: Hashable {
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

    private struct Step: Hashable {
        let matcher: Matcher
        /// Whether it stands for any number of what it matches, none included.
        let repeats: Bool
    }

    private let steps: [Step]
    private let ignoresCase: Bool

    init(_ text: String, _ dialect: QueryDialect) {
        ignoresCase = dialect == .wql
        let scalars = Array((dialect == .wql ? text.lowercased() : text).unicodeScalars)
        steps = dialect == .wql ? Self.wql(scalars) : Self.cql(scalars)
    }

    private static func wql(_ scalars: [Unicode.Scalar]) -> [Step] {
        var steps: [Step] = []
        var index = 0
        while index < scalars.count {
            let scalar = scalars[index]
            index += 1
            switch scalar {
            case "%":
                // Several in a row say no more than one.
                if steps.last?.repeats != true { steps.append(Step(matcher: .any, repeats: true)) }
            case "_": steps.append(Step(matcher: .any, repeats: false))
            case "[":
                if let (set, end) = set(scalars, from: index) {
                    steps.append(Step(matcher: set, repeats: false))
                    index = end
                } else {
                    steps.append(Step(matcher: .scalar(scalar), repeats: false))
                }
            case "\\" where index < scalars.count:
                steps.append(Step(matcher: .scalar(scalars[index]), repeats: false))
                index += 1
            default: steps.append(Step(matcher: .scalar(scalar), repeats: false))
            }
        }
        return steps
    }

    /// A set of characters up to its closing bracket; nil where there is none.
    private static func set(_ scalars: [Unicode.Scalar], from start: Int) -> (Matcher, Int)? {
        var index = start
        let isNegated = index < scalars.count && scalars[index] == "^"
        if isNegated { index += 1 }
        var ranges: [ClosedRange<Unicode.Scalar>] = []
        while index < scalars.count, scalars[index] != "]" {
            let first = scalars[index]
            if index + 2 < scalars.count, scalars[index + 1] == "-", scalars[index + 2] != "]" {
                let last = scalars[index + 2]
                ranges.append(min(first, last)...max(first, last))
                index += 3
            } else {
                ranges.append(first...first)
                index += 1
            }
        }
        guard index < scalars.count, !ranges.isEmpty else { return nil }
        return (.set(ranges, isNegated: isNegated), index + 1)
    }

    private static func cql(_ scalars: [Unicode.Scalar]) -> [Step] {
        var steps: [Step] = []
        var index = 0
        while index < scalars.count {
            var matcher: Matcher
            switch scalars[index] {
            case ".": matcher = .any
            case "\\" where index + 1 < scalars.count:
                index += 1
                matcher = .scalar(scalars[index])
            default: matcher = .scalar(scalars[index])
            }
            index += 1
            let repeats = index < scalars.count && scalars[index] == "*"
            if repeats { index += 1 }
            steps.append(Step(matcher: matcher, repeats: repeats))
        }
        return steps
    }

    /// Whether the whole text fits.
    func matches(_ text: String) -> Bool {
        // Which steps the pattern may stand before; all are followed at once.
        var active = [Bool](repeating: false, count: steps.count + 1)
        active[0] = true
        skipRepeats(&active)
        for scalar in (ignoresCase ? text.lowercased() : text).unicodeScalars {
            var next = [Bool](repeating: false, count: steps.count + 1)
            for index in steps.indices where active[index] && steps[index].matcher.matches(scalar) {
                next[steps[index].repeats ? index : index + 1] = true
            }
            skipRepeats(&next)
            active = next
        }
        return active[steps.count]
    }

    private func skipRepeats(_ active: inout [Bool]) {
        for index in steps.indices where active[index] && steps[index].repeats { active[index + 1] = true }
    }
}
