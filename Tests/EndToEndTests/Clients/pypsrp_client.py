# SPDX-License-Identifier: Apache-2.0
"""Drives the daemon by pypsrp's WSMan class, as Ansible's psrp connection does; prints what it saw as JSON.

Usage: pypsrp_client.py PORT USER PASSWORD
"""

import json
import sys
import xml.etree.ElementTree as ET

from pypsrp.exceptions import WSManFaultError
from pypsrp.wsman import NAMESPACES, OptionSet, SelectorSet, WSMan

CIM = "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/"
ENUMERATION = "{%s}" % NAMESPACES["wsen"]
MANAGEMENT = "{%s}" % NAMESPACES["wsman"]
SENSOR = CIM + "CIM_NumericSensor"
DERIVED = "http://schemas.baseboard-project.org/wbem/wscim/1/cim-schema/2/BB_DerivedSensor"


def client(**arguments):
    return WSMan(
        "127.0.0.1", port=int(sys.argv[1]), username=sys.argv[2], password=sys.argv[3], ssl=False, auth="basic",
        encryption="never", no_proxy=True, **arguments)


def selectors(**pairs):
    result = SelectorSet()
    for name, value in pairs.items():
        result.add_option(name, value)
    return result


def instances(body):
    """The items of an answer, each as a dictionary of texts by local name."""
    for items in list(body.iter(ENUMERATION + "Items")) + list(body.iter(MANAGEMENT + "Items")):
        for item in items:
            yield {child.tag.split("}")[1]: child.text for child in item}


def fault(call):
    try:
        call()
    except WSManFaultError as error:
        return {"code": error.code, "reason": error.reason, "message": str(error)}
    return None


def main():
    wsman = client()
    seen = {}

    # Enumerate and Pull; pypsrp compares RelatesTo with its MessageID octet for octet and raises when they differ.
    answer = wsman.enumerate(SENSOR, ET.Element(ENUMERATION + "Enumerate"))
    context = answer.find(".//" + ENUMERATION + "EnumerationContext").text
    sensors = []
    pulls = 0
    while context is not None:
        pull = ET.Element(ENUMERATION + "Pull")
        ET.SubElement(pull, ENUMERATION + "EnumerationContext").text = context
        ET.SubElement(pull, ENUMERATION + "MaxElements").text = "75"
        answer = wsman.pull(SENSOR, pull)
        sensors += instances(answer)
        found = answer.find(".//" + ENUMERATION + "EnumerationContext")
        context = None if found is None else found.text
        pulls += 1
    seen["sensors"] = len(sensors)
    seen["pulls"] = pulls
    seen["ended"] = answer.find(".//" + ENUMERATION + "EndOfSequence") is not None

    sensor = next(s for s in sensors if s["SensorType"] == "2")
    device = selectors(DeviceID=sensor["DeviceID"])
    got = wsman.get(SENSOR, selector_set=device)
    instance = got.find("{%s}CIM_NumericSensor" % SENSOR)
    seen["got"] = instance.find("{%s}DeviceID" % SENSOR).text == sensor["DeviceID"]

    # Put what was got, with one limit changed.
    limit = instance.find("{%s}UpperThresholdNonCritical" % SENSOR)
    limit.attrib.clear()
    limit.text = "66"
    changed = wsman.put(SENSOR, instance, selector_set=device)
    seen["limit"] = changed.find(".//{%s}UpperThresholdNonCritical" % SENSOR).text

    # A method, with the empty OptionSet marked mustUnderstand that pypsrp sends.
    invoked = wsman.invoke(
        SENSOR + "/RestoreDefaultThresholds", SENSOR, ET.Element("{%s}RestoreDefaultThresholds_INPUT" % SENSOR),
        option_set=OptionSet(), selector_set=device)
    seen["returned"] = invoked.find(".//{%s}ReturnValue" % SENSOR).text

    # A sensor made of two others, asked for by a query on all classes, and removed.
    others = [s["DeviceID"] for s in sensors if s["SensorType"] == "2"][:2]
    body = ET.Element("{%s}BB_DerivedSensor" % DERIVED)
    for name, value in [("Name", "hottest"), ("Function", "Maximum")] + [("Sources", other) for other in others]:
        ET.SubElement(body, "{%s}%s" % (DERIVED, name)).text = value
    made = wsman.create(DERIVED, body)
    seen["made"] = [selector.text for selector in made.iter(MANAGEMENT + "Selector") if selector.get("Name") == "Name"]
    enumerate_it = ET.Element(ENUMERATION + "Enumerate")
    ET.SubElement(enumerate_it, MANAGEMENT + "OptimizeEnumeration")
    ET.SubElement(enumerate_it, MANAGEMENT + "MaxElements").text = "9"
    query = ET.SubElement(
        enumerate_it, MANAGEMENT + "Filter", Dialect="http://schemas.microsoft.com/wbem/wsman/1/WQL")
    query.text = "select * from CIM_NumericSensor where DeviceID = 'derived/hottest'"
    seen["queried"] = [
        part["ElementName"] for part in instances(wsman.enumerate("http://schemas.dmtf.org/wbem/wscim/1/*", enumerate_it))]
    wsman.delete(DERIVED, selector_set=selectors(Name="hottest"))
    seen["removed"] = fault(lambda: wsman.get(DERIVED, selector_set=selectors(Name="hottest")))

    seen["unknownClass"] = fault(lambda: wsman.get(CIM + "CIM_NumericSensors"))
    seen["unknownPart"] = fault(lambda: wsman.get(SENSOR, selector_set=selectors(DeviceID="none")))
    seen["shell"] = fault(
        lambda: wsman.create(
            "http://schemas.microsoft.com/wbem/wsman/1/windows/shell/cmd", ET.Element("{%s}Shell" % NAMESPACES["rsp"])))
    json.dump(seen, sys.stdout)


main()
