// SPDX-License-Identifier: Apache-2.0

extension Configuration {
    /// Largest file, in bytes.
    public static let maximumFileBytes = 1 << 20
    /// Most drop-ins beside a file.
    public static let maximumDropIns = 256
    /// Most errors that are told in one go.
    public static let maximumErrors = 100

    /// Reads a file, then every `*.conf` of the directory with its name and `.d`, in lexical order.
    ///
    /// A later assignment overrides an earlier one. A list accumulates; an empty assignment empties it, and gives any
    /// other key its default.
    ///
    /// - Parameters:
    ///   - mustExist: whether a missing file is an error; it is not when nobody named the file.
    ///   - refusal: what is wrong with a rule of access, as the end of a sentence, for those who know the classes; nil
    ///     for a good one. Asked for each that is left in the end.
    /// - Throws: everything that is wrong with all the files.
    public static func load(
        file: String, mustExist: Bool = true, refusal: (Access.Rule) -> String? = { _ in nil }
    ) throws(InvalidConfiguration) -> Configuration {
        var reader = ConfigurationReader()
        read(file, mustExist: mustExist, into: &reader)
        do throws(ConfigurationFile.Failure) {
            for dropIn in try ConfigurationFile.dropIns(in: "\(file).d") {
                read(dropIn, mustExist: true, into: &reader)
            }
        } catch {
            reader.report(file: "\(file).d", error.message)
        }
        return try reader.finish(refusal: refusal)
    }

    private static func read(_ file: String, mustExist: Bool, into reader: inout ConfigurationReader) {
        do throws(ConfigurationFile.Failure) {
            reader.read(try ConfigurationFile.read(file), file: file)
        } catch {
            if error.isMissing && !mustExist { return }
            reader.report(file: file, error.isMissing ? "no such file" : error.message)
        }
    }
}
