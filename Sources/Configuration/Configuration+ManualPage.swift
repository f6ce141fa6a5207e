// SPDX-License-Identifier: Apache-2.0

extension Configuration {
    /// The manual page `baseboard.conf(5)`, in the man macros of roff.
    public static func manualPage() -> String {
        let defaults = Configuration()
        var lines = [
            ".TH BASEBOARD.CONF 5 \"\" Baseboard \"File formats\"",
            ".SH NAME", "baseboard.conf \\- configuration of baseboardd",
            ".SH SYNOPSIS", ".I /etc/baseboard/baseboard.conf", ".br", ".I /etc/baseboard/baseboard.conf.d/*.conf",
            ".SH DESCRIPTION",
            """
            Sections in brackets hold keys, written Key=Value, one a line. Lines that begin with # or ; are comments,
            and so is the rest of a line after a blank and a ;.
            No other line may be longer than \(INIParser.maximumLineBytes) bytes, and no file larger than \
            \(maximumFileBytes) bytes.
            The file is read first, then those of the directory, in the order of their names.
            A later assignment overrides an earlier one; a key that may be repeated accumulates.
            An empty value gives a key its default; it empties a list, and the first assignment to a list replaces
            its default.
            .B baseboardd \\-\\-check\\-config
            tells all that is wrong.
            """,
            ".SH OPTIONS",
        ]
        for section in sections {
            lines += [".SS [\(section.name)]", roff(section.documentation)]
            for key in section.keys {
                let texts = key.texts(defaults).map(roff).joined(separator: " and ")
                let standard = texts.isEmpty ? "none" : texts
                lines += [".TP", ".B \(roff(key.name))=", roff(key.documentation)]
                lines.append("Takes \(roff(key.allowed))\(key.isList ? "; may be repeated" : "").")
                lines.append("Default: \(standard).")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Escapes what roff would take for a request, an escape or a hyphen that it may replace.
    private static func roff(_ text: String) -> String {
        let escaped = text.replacing("\\", with: "\\e").replacing("-", with: "\\-")
        return escaped.hasPrefix(".") || escaped.hasPrefix("'") ? "\\&" + escaped : escaped
    }
}
