// SPDX-License-Identifier: Apache-2.0

/// Finds the names that a mistyped one may stand for.
enum NearMatch {
    /// Longest name that is compared, in characters; the work grows with the square.
    private static let maximumLength = 64

    /// The candidates nearest to `name`, when they are near at all.
    static func candidates(for name: String, among names: [String]) -> [String] {
        guard name.count <= maximumLength else { return [] }
        let limit = max(1, name.count / 3)
        let near = names.map { (name: $0, distance: distance(name.lowercased(), $0.lowercased())) }
            .filter { $0.distance <= limit }
        let nearest = near.map(\.distance).min()
        return near.filter { $0.distance == nearest }.map(\.name)
    }

    /// How many letters to insert, delete, replace or swap with their neighbour to get from one name to the other.
    static func distance(_ first: String, _ second: String) -> Int {
        let (first, second) = (Array(first), Array(second))
        var beforeLast: [Int] = []
        var last = Array(0...second.count)
        for (row, letter) in first.enumerated() {
            var current = [row + 1]
            for (column, other) in second.enumerated() {
                var best = min(last[column + 1] + 1, current[column] + 1, last[column] + (letter == other ? 0 : 1))
                if row > 0, column > 0, letter == second[column - 1], first[row - 1] == other {
                    best = min(best, beforeLast[column - 1] + 1)
                }
                current.append(best)
            }
            (beforeLast, last) = (last, current)
        }
        return last[second.count]
    }
}
