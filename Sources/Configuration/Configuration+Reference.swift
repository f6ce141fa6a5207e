// SPDX-License-Identifier: Apache-2.0

extension Configuration {
    /// The file that documents every key with its default, as it is installed in `/etc/baseboard`.
    public static func referenceText() -> String {
        let defaults = Configuration()
        var lines = comment(
            """
            Configuration of baseboardd. Every key is here, commented out, with its default: to change one, remove \
            the # before it. Files baseboard.conf.d/*.conf beside this one are read after it, in the order of their \
            names, and override it. baseboardd --check-config tells all that is wrong.
            """)
        lines += comment("An empty value gives a key its default; it empties a list.")
        for section in sections {
            lines += ["", "", "[\(section.name)]"] + comment(section.documentation)
            for key in section.keys {
                lines += [""] + comment(key.documentation) + comment("Takes \(key.allowed).")
                let texts = key.texts(defaults)
                lines += (texts.isEmpty ? [""] : texts).map { "#\(key.name)=\($0)" }
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func comment(_ text: String) -> [String] {
        let width = 78
        var lines: [String] = []
        var line = "#"
        for word in text.split(separator: " ") {
            if line.count + 1 + word.count > width {
                lines.append(line)
                line = "#"
            }
            line += " \(word)"
        }
        return lines + [line]
    }
}
