# SPDX-License-Identifier: Apache-2.0
"""Asks the daemon over HTTPS by pypsrp with Basic and by pywinrm with a client certificate; prints what they saw.

Usage: tls_clients.py PORT USER PASSWORD AUTHORITY CERTIFICATE KEY
"""

import json
import sys
import xml.etree.ElementTree as ET

import xmltodict
from pypsrp.wsman import WSMan
from winrm.protocol import Protocol

CIM = "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/"
NAMESPACE = "http://schemas.xmlsoap.org/ws/2004/09/enumeration"
ENUMERATION = NAMESPACE + "/"


def main():
    port, user, password, authority, certificate, key = sys.argv[1:]
    seen = {}
    with WSMan(
            "127.0.0.1", port=int(port), username=user, password=password, ssl=True, auth="basic",
            cert_validation=authority) as client:
        answer = client.enumerate(CIM + "CIM_Fan", ET.Element("{%s}Enumerate" % NAMESPACE))
        seen["pypsrp"] = answer is not None

    try:
        with WSMan("127.0.0.1", port=int(port), username=user, password=password, ssl=True, auth="basic") as client:
            client.enumerate(CIM + "CIM_Fan", ET.Element("{%s}Enumerate" % NAMESPACE))
        seen["unverified"] = "served"
    except Exception as error:
        seen["unverified"] = type(error).__name__

    client = Protocol(
        endpoint="https://127.0.0.1:%s/wsman" % port, transport="certificate", cert_pem=certificate,
        cert_key_pem=key, ca_trust_path=authority, server_cert_validation="validate", proxy=None)
    request = {"env:Envelope": client.build_wsman_header(action=ENUMERATION + "Enumerate", resource_uri=CIM + "CIM_Fan")}
    request["env:Envelope"]["env:Body"] = {
        "n:Enumerate": {"w:OptimizeEnumeration": None, "w:MaxElements": "100"}}
    seen["pywinrm"] = client.send_message(xmltodict.unparse(request)).count(b"<p:DeviceID>")
    json.dump(seen, sys.stdout)


main()
