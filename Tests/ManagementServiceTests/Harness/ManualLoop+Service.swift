// SPDX-License-Identifier: Apache-2.0

public import ManagementService
public import ManualLoop

extension ManualLoop: ServiceClock {}
