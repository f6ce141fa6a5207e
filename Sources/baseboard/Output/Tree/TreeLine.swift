// SPDX-License-Identifier: Apache-2.0

/// What a line of the tree says: fields with two blanks between them, those that tell most kept where room is short.
struct TreeLine: Equatable {
    /// A piece of the line.
    struct Field: Equatable {
        var text: String
        /// How dear it is when the line is too long.
        var weight = Weight.fixed
        var severity = Severity.plain
    }

    /// What becomes of a field when the line is too long.
    enum Weight: Equatable {
        /// Stays whole as long as its line can hold it.
        case fixed
        /// Loses its middle.
        case elastic
        /// Goes, the last of these first.
        case optional
    }

    /// Elastic fields become no narrower than this as long as others can go.
    static let comfortable = 24
    /// Elastic fields become no narrower than this.
    static let narrowest = 8

    private(set) var fields: [Field] = []

    /// A line of nothing.
    init() {}

    /// A line that begins with a field that is never given up.
    init(_ head: String) { add(head) }

    /// Adds a field; one without text is none.
    mutating func add(_ text: String?, _ weight: Weight = .fixed, severity: Severity = .plain) {
        guard let text, !text.isEmpty, text != Table.none else { return }
        fields.append(Field(text: text, weight: weight, severity: severity))
    }

    /// The line with other texts.
    func mapped(_ change: (String) -> String) -> TreeLine {
        var line = self
        for index in line.fields.indices { line.fields[index].text = change(line.fields[index].text) }
        return line
    }

    /// The whole line, however long.
    var text: String { fields.map(\.text).joined(separator: "  ") }

    /// The line within a width, states coloured where colours are wanted.
    ///
    /// - Parameter ellipsis: what stands for what is left out.
    func fitted(to width: Int?, hasColour: Bool = false, ellipsis: String = "…") -> String {
        guard let width, !fields.isEmpty else { return Self.join(fields, hasColour: hasColour) }
        var fields = fields
        // Optional fields go first, and leave their room to the elastic ones.
        while Self.leastWidth(fields, elastic: Self.comfortable) > width,
            let last = fields.lastIndex(where: { $0.weight == .optional })
        {
            fields.remove(at: last)
        }
        // What still does not fit goes as a whole, what is wrong last: a piece of a field tells nothing.
        while Self.leastWidth(fields, elastic: Self.narrowest) > width, fields.count > 1 {
            let last = fields.lastIndex { $0.severity == .plain } ?? 0
            fields.remove(at: last > 0 ? last : fields.count - 1)
        }
        Self.shorten(&fields, to: width, atLeast: Self.narrowest, ellipsis)
        fields[0].text = Self.cut(fields[0].text, to: width, ellipsis)
        return Self.join(fields, hasColour: hasColour)
    }

    /// Takes from the longest elastic fields until the line fits or nothing is left to take.
    private static func shorten(_ fields: inout [Field], to width: Int, atLeast least: Int, _ ellipsis: String) {
        var lengths = fields.map(\.text.count)
        var excess = Self.width(fields) - width
        while excess > 0 {
            let elastic = fields.indices.filter { fields[$0].weight == .elastic && lengths[$0] > least }
            guard let longest = elastic.max(by: { lengths[$0] < lengths[$1] }) else { break }
            lengths[longest] -= 1
            excess -= 1
        }
        for index in fields.indices where lengths[index] < fields[index].text.count {
            fields[index].text = shortened(fields[index].text, to: lengths[index], ellipsis)
        }
    }

    /// The width with elastic fields no longer than so much.
    private static func leastWidth(_ fields: [Field], elastic: Int) -> Int {
        fields.reduce(width(fields)) { $0 - ($1.weight == .elastic ? max(0, $1.text.count - elastic) : 0) }
    }

    private static func width(_ fields: [Field]) -> Int {
        fields.reduce(0) { $0 + $1.text.count } + 2 * max(0, fields.count - 1)
    }

    private static func join(_ fields: [Field], hasColour: Bool) -> String {
        fields.map { field in
            guard hasColour, let colour = field.severity.colour else { return field.text }
            return colour + field.text + "\u{1b}[0m"
        }.joined(separator: "  ")
    }

    /// Without its middle, for both ends tell names apart.
    private static func shortened(_ text: String, to width: Int, _ ellipsis: String) -> String {
        guard text.count > width, width > ellipsis.count else { return text }
        let rest = width - ellipsis.count
        return text.prefix(rest - rest / 2) + ellipsis + text.suffix(rest / 2)
    }

    /// Without its end.
    private static func cut(_ text: String, to width: Int, _ ellipsis: String) -> String {
        guard text.count > width else { return text }
        guard width > ellipsis.count else { return String(text.prefix(max(0, width))) }
        return text.prefix(width - ellipsis.count) + ellipsis
    }
}
