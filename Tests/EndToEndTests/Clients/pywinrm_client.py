# SPDX-License-Identifier: Apache-2.0
"""Drives the daemon by pywinrm's Protocol, its header builder and transport; prints what it saw as JSON.

Usage: pywinrm_client.py PORT USER PASSWORD
"""

import json
import sys

import xmltodict
from winrm.exceptions import InvalidCredentialsError, WinRMTransportError, WSManFaultError
from winrm.protocol import Protocol

CIM = "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/"
TRANSFER = "http://schemas.xmlsoap.org/ws/2004/09/transfer/"
ENUMERATION = "http://schemas.xmlsoap.org/ws/2004/09/enumeration/"


def protocol(password):
    return Protocol(
        endpoint="http://127.0.0.1:%s/wsman" % sys.argv[1], transport="plaintext", username=sys.argv[2],
        password=password, proxy=None)


def send(client, action, resource, body, selectors=None):
    request = {"env:Envelope": client.build_wsman_header(action=action, resource_uri=resource)}
    if selectors:
        request["env:Envelope"]["env:Header"]["w:SelectorSet"] = {
            "w:Selector": [{"@Name": name, "#text": value} for name, value in selectors.items()]}
    request["env:Envelope"]["env:Body"] = body
    return xmltodict.parse(client.send_message(xmltodict.unparse(request)))


def local(tree, *path):
    """The child found by local names alone."""
    for name in path:
        tree = next(value for key, value in tree.items() if key.split(":")[-1] == name)
    return tree


def main():
    client = protocol(sys.argv[3])
    seen = {}

    answer = send(
        client, ENUMERATION + "Enumerate", CIM + "CIM_Fan",
        {"n:Enumerate": {"w:OptimizeEnumeration": None, "w:MaxElements": "100"}})
    response = local(answer, "Envelope", "Body", "EnumerateResponse")
    fans = local(response, "Items", "CIM_Fan")
    seen["fans"] = len(fans)
    seen["ended"] = any(key.split(":")[-1] == "EndOfSequence" for key in response)

    name = local(fans[0], "DeviceID")
    got = send(client, TRANSFER + "Get", CIM + "CIM_Fan", None, {"DeviceID": name})
    seen["got"] = local(got, "Envelope", "Body", "CIM_Fan", "DeviceID") == name

    try:
        client.open_shell()
    except WSManFaultError as error:
        seen["shell"] = {"code": error.fault_code, "subcode": error.fault_subcode, "http": error.code}
    except WinRMTransportError as error:
        seen["shell"] = {"transport": error.code}
    try:
        send(protocol("wrong"), TRANSFER + "Get", CIM + "CIM_Fan", None, {"DeviceID": name})
    except InvalidCredentialsError:
        seen["wrongPassword"] = "InvalidCredentialsError"
    json.dump(seen, sys.stdout)


main()
