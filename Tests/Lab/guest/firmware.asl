// SPDX-License-Identifier: Apache-2.0
// Firmware that reads what the host sets: a thermal zone with its fan, mains, a battery and a power meter. The readings
// are words in one page of the guest's memory, which is a file of the host; lab/firmware.py names them in this order.
DefinitionBlock ("firmware.aml", "SSDT", 2, "LAB", "LABHW", 1)
{
    Scope (\_SB)
    {
        OperationRegion (HOST, SystemMemory, 0x10000000, 0x100)
        Field (HOST, DWordAcc, NoLock, Preserve)
        {
            ZTMP, 32,   // temperature of the zone, tenths of a kelvin
            ZCRT, 32,   // where the kernel shuts the machine down, tenths of a kelvin
            MAIN, 32,   // 1 while there is mains
            BATP, 32,   // 1 while there is a battery
            BATS, 32,   // 0 idle, 1 discharging, 2 charging, 4 critical
            BATR, 32,   // mW
            BATC, 32,   // mWh left
            BATV, 32,   // mV
            POWR, 32,   // mW
            FRPM, 32,   // rpm of the zone's fan, which the kernel starts by itself
            TURN, 32    // whenever it changes the kernel is told to look at mains, battery and meter
        }
        Name (SEEN, 0)

        Device (PSU0)
        {
            Name (_HID, "ACPI0003")
            Name (_PCL, Package () { \_SB })
            Method (_STA) { Return (0x0F) }
            Method (_PSR) { Return (MAIN) }
        }

        Device (BBU0)
        {
            Name (_HID, EisaId ("PNP0C0A"))
            Name (_UID, 0)
            Name (_PCL, Package () { \_SB })
            Method (_STA)
            {
                If (BATP) { Return (0x1F) }
                Return (0x0F)
            }
            // Milliwatts; design and last full capacity, rechargeable, design voltage, warning, low, two granularities.
            Name (_BIF, Package ()
            {
                0, 50000, 48000, 1, 12000, 5000, 2500, 100, 100, "LAB-BBU", "0001", "LION", "ACME"
            })
            Method (_BST, 0, Serialized)
            {
                Name (STAT, Package () { 0, 0, 0, 0 })
                STAT [0] = BATS
                STAT [1] = BATR
                STAT [2] = BATC
                STAT [3] = BATV
                Return (STAT)
            }
        }

        Device (FAN0)
        {
            Name (_HID, EisaId ("PNP0C0B"))
            Name (LEVL, 0)
            Name (_FIF, Package () { 0, 1, 1, 0 })
            Name (_FPS, Package ()
            {
                0,
                Package () { 0, 0xFFFFFFFF, 0, 0, 0 },
                Package () { 50, 0xFFFFFFFF, 3000, 30, 2000 },
                Package () { 100, 0, 6000, 60, 5000 }
            })
            Method (_FSL, 1, Serialized)
            {
                LEVL = Arg0
                FRPM = Arg0 * 60
            }
            Method (_FST, 0, Serialized)
            {
                Name (STAT, Package () { 0, 0, 0 })
                STAT [1] = LEVL
                STAT [2] = FRPM
                Return (STAT)
            }
        }

        Device (MTR0)
        {
            Name (_HID, "ACPI000D")
            // Measures input power in mW, accurate to 98 %, sampled each second; no cap.
            Name (_PMC, Package ()
            {
                0x0101, 0, 0, 98000, 1000, 1000, 1000, 0xFFFFFFFF, 0, 0, 0, "LAB-PM", "0001", "OEM"
            })
            Method (_PMM) { Return (POWR) }
            Method (_PMD) { Return (Package () { \_SB }) }
            Method (_GAI) { Return (1000) }
        }
    }

    Scope (\_TZ)
    {
        ThermalZone (ZONE)
        {
            // The kernel asks each second, which is when the notifications go out too.
            Name (_TZP, 10)
            Method (_TMP, 0, Serialized)
            {
                If (\_SB.TURN != \_SB.SEEN)
                {
                    \_SB.SEEN = \_SB.TURN
                    Notify (\_SB.PSU0, 0x80)
                    Notify (\_SB.BBU0, 0x80)
                    Notify (\_SB.BBU0, 0x81)
                    Notify (\_SB.MTR0, 0x82)
                }
                Return (\_SB.ZTMP)
            }
            Method (_CRT) { Return (\_SB.ZCRT) }
            // 60 degrees: from there on the fan runs.
            Name (_AC0, 3332)
            Name (_AL0, Package () { \_SB.FAN0 })
        }
    }
}
