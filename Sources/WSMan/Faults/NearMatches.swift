// SPDX-License-Identifier: Apache-2.0

/// What a person may have meant who mistyped a name.
public enum NearMatches {
    /// The names nearest to `name`, as the end of a sentence: `; did you mean CIM_Fan?`, or nothing.
    ///
    /// Near is: the same but for letter case or for the part before an underscore, or at most a third of the letters
    /// changed.
    public static func of(_ name: String, among candidates: [String], most: Int = 3) -> String {
        // A long name is nobody's typing error, and the comparison's cost grows with its length.
        guard !name.isEmpty, name.utf8.count <= 128 else { return "" }
        let wanted = Array(name.lowercased().utf8)
        let stem = stem(name.lowercased())
        var scored: [(score: Int, name: String)] = []
        for candidate in candidates where candidate.utf8.count <= 128 {
            let lowered = candidate.lowercased()
            var score = distance(wanted, Array(lowered.utf8))
            if Self.stem(lowered) == stem { score = min(score, 1) }
            if score <= max(2, wanted.count / 3) { scored.append((score, candidate)) }
        }
        let best = scored.sorted { ($0.score, $0.name) < ($1.score, $1.name) }.prefix(most).map(\.name)
        return best.isEmpty ? "" : "; did you mean \(best.joined(separator: ", "))?"
    }

    private static func stem(_ name: String) -> Substring {
        name.split(separator: "_", maxSplits: 1).last ?? name[...]
    }

    // The number of letters to insert, remove or replace, by rows.
    private static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
        var previous = Array(0...b.count)
        for (i, left) in a.enumerated() {
            var current = [i + 1]
            for (j, right) in b.enumerated() {
                current.append(min(previous[j] + (left == right ? 0 : 1), previous[j + 1] + 1, current[j] + 1))
            }
            previous = current
        }
        return previous[b.count]
    }
}
