// SPDX-License-Identifier: Apache-2.0

/// The limits of a database and what it does with a damaged file.
public struct DatabaseOptions: Sendable {
    /// What to do with a file that is damaged or is not a database.
    public enum DamagedFile: Sendable {
        /// Throw `DatabaseError.Kind.corrupt` and leave the file as it is.
        case refuse
        /// Rename it to `*.corrupt-<n>`, with what belongs to it, and begin a new one.
        case setAside
    }

    /// What to do with a damaged file.
    public var damagedFile = DamagedFile.refuse
    /// Whether a disk that is full at the start is waited for, rather than an error.
    public var waitsForRoom = false
    /// Most jobs that may wait; further ones fail with `DatabaseError.Kind.overloaded`.
    public var maximumQueuedJobs = 4096
    /// Most jobs that share one transaction.
    public var maximumBatch = 64
    /// Most prepared statements that are kept.
    public var maximumStatements = 64
    /// Longest text, blob or statement, in bytes.
    public var maximumValueBytes: Int32 = 16 << 20
    /// Largest file, in pages of 4096 bytes; nil leaves it to the disk.
    public var maximumPages: Int32?
    /// Memory for cached pages, in KiB.
    public var pageCacheKibibytes: Int32 = 512
    /// How long to wait for another process's lock, in milliseconds.
    public var busyTimeoutMilliseconds: Int32 = 5000

    /// Where those who waited go on; nil leaves it to their tasks.
    public var executor: (any TaskExecutor)?

    /// Makes the default options.
    public init() {}
}
