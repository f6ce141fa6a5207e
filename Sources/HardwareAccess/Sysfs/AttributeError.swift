// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Why an attribute gave no value.
public enum AttributeError: Error, Sendable, Hashable {
    /// No such attribute, or the channel is not wired (ENOENT, ENXIO).
    case absent
    /// The device behind the attribute is gone (ENODEV): time to rescan.
    case gone
    /// The channel is switched off (ENODATA).
    case disabled
    /// No value at present (EINVAL).
    case unavailable
    /// The driver is still converting, or the device sleeps (EAGAIN, EBUSY); the last value stands.
    case stale
    /// A bus fault or a refused command; carries the errno.
    case error(Int32)
    /// Privileges are missing (EACCES, EPERM).
    case denied
    /// The attribute was created but the device does not have it (EOPNOTSUPP).
    case unsupported
    /// The content is not of the expected form.
    case malformed

    /// The error that an errno of `open` or `read` means.
    public init(errno code: Int32) {
        self =
            switch code {
            case ENOENT, ENXIO, ENOTDIR, ESTALE: .absent
            case ENODEV: .gone
            case ENODATA: .disabled
            case EINVAL: .unavailable
            case EAGAIN, EBUSY: .stale
            case EACCES, EPERM: .denied
            case EOPNOTSUPP: .unsupported
            default: .error(code)
            }
    }

    /// The quality of a reading that failed this way.
    public var quality: Quality {
        switch self {
        case .absent, .gone: .absent
        case .disabled: .disabled
        case .unavailable: .unavailable
        case .stale: .stale
        case .error, .malformed: .error
        case .denied: .denied
        case .unsupported: .unsupported
        }
    }
}
