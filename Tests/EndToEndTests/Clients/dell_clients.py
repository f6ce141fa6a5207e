# SPDX-License-Identifier: Apache-2.0
"""Reads the daemon by python-dracclient (Ironic's) and python-wsmanclient; prints what they saw as JSON.

Usage: dell_clients.py PORT USER PASSWORD
"""

import json
import sys

import wsmanclient.client
from dracclient import exceptions
from dracclient.wsman import Client

CIM = "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/"
VIEWS = "http://schemas.baseboard-project.org/wbem/wscim/1/cim-schema/2/"
ENUMERATION = "{http://schemas.xmlsoap.org/ws/2004/09/enumeration}"
MANAGEMENT = "{http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd}"


def items(answer):
    """The items of an answer, each as its class and a dictionary of texts."""
    found = answer.find(".//" + MANAGEMENT + "Items")
    found = answer.find(".//" + ENUMERATION + "Items") if found is None else found
    return [
        (item.tag.split("}")[1], {child.tag.split("}")[1]: child.text for child in item}) for item in found]


def main():
    access = {"host": "127.0.0.1", "username": sys.argv[2], "password": sys.argv[3]}
    access |= {"port": int(sys.argv[1]), "protocol": "http"}
    seen = {}

    # dracclient merges all batches into the first answer.
    drac = Client(**access)
    classes = [
        CIM + name
        for name in ("CIM_NumericSensor", "CIM_LogicalDevice", "CIM_MediaAccessDevice", "CIM_DiskDrive", "CIM_PCIDevice",
                     "CIM_PhysicalPackage", "CIM_PhysicalElement")]
    classes += [VIEWS + name for name in ("BB_SystemView", "BB_DriveView", "BB_PCIDeviceView", "BB_ProcessorView")]
    seen["drac"] = {}
    for uri in classes:
        found = items(drac.enumerate(uri, max_elems=50))
        seen["drac"][uri.rsplit("/", 1)[1]] = {
            "count": len(found), "classes": sorted({name for name, _ in found}),
            "serials": sorted({part["SerialNumber"] for _, part in found if part.get("SerialNumber")})}

    sensor = items(drac.enumerate(CIM + "CIM_NumericSensor", max_elems=1, auto_pull=False))[0][1]
    keys = ("SystemCreationClassName", "SystemName", "CreationClassName", "DeviceID")
    answer = drac.invoke(
        CIM + "CIM_NumericSensor", "RestoreDefaultThresholds", {key: sensor[key] for key in keys}, {})
    seen["returned"] = answer.find(".//{%sCIM_NumericSensor}ReturnValue" % CIM).text
    try:
        drac.enumerate("http://schemas.dell.com/wbem/wscim/1/cim-schema/2/DCIM_CPUView")
    except exceptions.WSManInvalidResponse as error:
        seen["unknown"] = error.args[0]

    # Its own default is CQL; WQL goes the same way.
    fans = "select %s from CIM_NumericSensor where SensorType = 5"
    seen["cql"] = len(items(drac.enumerate(CIM + "CIM_NumericSensor", filter_query=fans % "*")))
    seen["wql"] = len(items(drac.enumerate(CIM + "CIM_NumericSensor", filter_query=fans % "*", filter_dialect="wql")))
    projected = items(drac.enumerate(CIM + "CIM_NumericSensor", filter_query=fans % "DeviceID"))
    seen["projected"] = sorted({name for _, part in projected for name in part})
    try:
        drac.enumerate(CIM + "CIM_NumericSensor", filter_query="select")
    except exceptions.WSManInvalidResponse as error:
        seen["syntax"] = error.args[0]

    # wsmanclient finds only the items of Pull: it has to ask without optimisation.
    plain = wsmanclient.client.Client(**access)
    answer = plain.enumerate(CIM + "CIM_NumericSensor", optimization=False, max_elems=50)
    seen["plain"] = len(items(answer))
    json.dump(seen, sys.stdout)


main()
