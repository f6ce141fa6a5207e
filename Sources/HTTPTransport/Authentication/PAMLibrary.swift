// SPDX-License-Identifier: Apache-2.0

import CPAM
import Glibc

/// The functions of libpam, which is loaded only where it is configured.
///
/// `@unchecked Sendable`: pointers to code, which stays loaded for good.
struct PAMLibrary: @unchecked Sendable {
    let start: baseboard_pam_start
    /// Since Linux-PAM 1.4.
    let startIn: baseboard_pam_start_confdir?
    let end: baseboard_pam_end
    let setItem: baseboard_pam_set_item
    let getItem: baseboard_pam_get_item
    let authenticate: baseboard_pam_step
    let checkAccount: baseboard_pam_step

    init() throws(PAMError) {
        guard let library = dlopen("libpam.so.0", RTLD_NOW | RTLD_LOCAL) else { throw Self.failure() }
        start = try Self.function("pam_start", in: library, as: baseboard_pam_start.self)
        startIn = try? Self.function("pam_start_confdir", in: library, as: baseboard_pam_start_confdir.self)
        end = try Self.function("pam_end", in: library, as: baseboard_pam_end.self)
        setItem = try Self.function("pam_set_item", in: library, as: baseboard_pam_set_item.self)
        getItem = try Self.function("pam_get_item", in: library, as: baseboard_pam_get_item.self)
        authenticate = try Self.function("pam_authenticate", in: library, as: baseboard_pam_step.self)
        checkAccount = try Self.function("pam_acct_mgmt", in: library, as: baseboard_pam_step.self)
    }

    private static func function<Function>(
        _ name: String, in library: UnsafeMutableRawPointer, as type: Function.Type
    ) throws(PAMError) -> Function {
        guard let symbol = dlsym(library, name) else { throw failure() }
        return unsafeBitCast(symbol, to: type)
    }

    private static func failure() -> PAMError {
        .noLibrary(dlerror().map { String(cString: $0) } ?? "no reason is given")
    }
}
