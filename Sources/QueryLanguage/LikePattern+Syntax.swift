// SPDX-License-Identifier: Apache-2.0

// How patterns are written in the two languages.
extension LikePattern {
    /// WQL: `%` is any text, `_` any character, `[…]` one of a set and `[^…]` none of it.
    ///
    /// A range has `-` between its ends, or `=` as in Microsoft's manual. `[%]` and `\%` are the character itself, as is
    /// a bracket that is not closed. A backslash is written twice, as in other texts.
    static func wql(_ scalars: [Unicode.Scalar]) -> [Step] {
        var steps: [Step] = []
        var index = 0
        while index < scalars.count {
            let scalar = scalars[index]
            index += 1
            switch scalar {
            case "%":
                // Several in a row say no more than one.
                if steps.last?.repeats != true { steps.append(Step(matcher: .any, repeats: true)) }
            case "_": steps.append(Step(matcher: .any))
            case "[":
                if let (set, end) = set(scalars, from: index) {
                    steps.append(Step(matcher: set))
                    index = end
                } else {
                    steps.append(Step(matcher: .scalar(scalar)))
                }
            case "\\" where index < scalars.count && "\\'\"%_[]^".unicodeScalars.contains(scalars[index]):
                steps.append(Step(matcher: .scalar(scalars[index])))
                index += 1
            default: steps.append(Step(matcher: .scalar(scalar)))
            }
        }
        return steps
    }

    /// A set of characters up to its closing bracket, and where that stands; nil where there is none.
    private static func set(_ scalars: [Unicode.Scalar], from start: Int) -> (Matcher, end: Int)? {
        var rest = scalars[start...]
        let isNegated = rest.first == "^"
        if isNegated { rest.removeFirst() }
        var ranges: [ClosedRange<Unicode.Scalar>] = []
        while let first = rest.popFirst() {
            if first == "]" { return ranges.isEmpty ? nil : (.set(ranges, isNegated: isNegated), rest.startIndex) }
            // Behind a backslash may stand what would mean something else here.
            let own = first == "\\" ? rest.popFirst() ?? first : first
            if rest.first == "-" || rest.first == "=", let last = rest.dropFirst().first, last != "]" {
                ranges.append(min(own, last)...max(own, last))
                rest.removeFirst(2)
            } else {
                ranges.append(own...own)
            }
        }
        return nil
    }

    /// DSP0202's basic patterns: `.` is any character, `*` behind a character any number of it, `\` makes either itself.
    static func cql(_ scalars: [Unicode.Scalar]) -> [Step] {
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
}
