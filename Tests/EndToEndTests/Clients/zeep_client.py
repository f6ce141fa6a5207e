# SPDX-License-Identifier: Apache-2.0
"""Reads every WSDL that the catalog names by zeep, and calls a method by what one of them says; prints JSON.

Usage: zeep_client.py PORT USER PASSWORD
"""

import io
import json
import sys

import requests
import zeep
from lxml import etree
from zeep.transports import Transport

URL = f"http://127.0.0.1:{sys.argv[1]}/wsman"
CIM = "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/"
MANAGEMENT = "http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd"
CATALOG = "{http://schemas.xmlsoap.org/ws/2005/06/wsmancat}"
BODY = "{http://www.w3.org/2003/05/soap-envelope}Body"

session = requests.Session()
session.trust_env = False
session.auth = (sys.argv[2], sys.argv[3])


def ask(action, resource, selectors=None, body=""):
    """A request by hand; the child of the answer's body."""
    chosen = "".join(f'<w:Selector Name="{name}">{value}</w:Selector>' for name, value in (selectors or {}).items())
    envelope = f"""<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"
        xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:w="{MANAGEMENT}"
        xmlns:n="http://schemas.xmlsoap.org/ws/2004/09/enumeration"><s:Header><a:To>{URL}</a:To>
        <a:Action>http://schemas.xmlsoap.org/ws/2004/09/{action}</a:Action><a:MessageID>1</a:MessageID><a:ReplyTo>
        <a:Address>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</a:Address></a:ReplyTo>
        <w:ResourceURI>{resource}</w:ResourceURI><w:SelectorSet>{chosen}</w:SelectorSet></s:Header>
        <s:Body>{body}</s:Body></s:Envelope>"""
    answer = session.post(URL, data=envelope.encode(), headers={"Content-Type": "application/soap+xml;charset=UTF-8"})
    return etree.fromstring(answer.content).find(BODY)[0]


def main():
    entries = ask(
        "enumeration/Enumerate", "wsman:system/catalog/2005/06/Catalog",
        body="<n:Enumerate><w:OptimizeEnumeration/><w:MaxElements>500</w:MaxElements></n:Enumerate>")
    described = sorted({o.get("WsdlRef") for o in entries.iter(CATALOG + "Operation") if o.get("WsdlRef")})
    seen = {"described": [uri.rsplit("/", 1)[1] for uri in described], "operations": {}}
    for uri in described:
        wsdl = ask("transfer/Get", "wsman:system/catalog/2005/06/WSDL1.1", {"WSDL1.1": uri})
        client = zeep.Client(
            io.BytesIO(etree.tostring(wsdl)), transport=Transport(session=session))
        name = uri.rsplit("/", 1)[1]
        binding = client.wsdl.bindings[f"{{{uri}}}{name}_Binding"]
        seen["operations"][name] = sorted(binding.all())
        if name != "CIM_NumericSensor":
            continue

        sensors = ask(
            "enumeration/Enumerate", uri,
            body="<n:Enumerate><w:OptimizeEnumeration/><w:MaxElements>1</w:MaxElements></n:Enumerate>")
        device = next(sensors.iter(f"{{{uri}}}DeviceID")).text
        service = client.create_service(f"{{{uri}}}{name}_Binding", URL)
        header = {
            "ResourceURI": uri, "OptionSet": {},
            "SelectorSet": {"Selector": [{"_value_1": device, "Name": "DeviceID"}]},
        }
        returned = service.RequestStateChange(RequestedState=2, _soapheaders=header)
        seen["returned"] = value(returned)
        seen["refused"] = value(service.RequestStateChange(RequestedState=3, _soapheaders=header))
    json.dump(seen, sys.stdout)


def value(answer):
    """ReturnValue, which zeep gives with its attributes or, in an answer of one element, alone."""
    answer = getattr(answer, "body", answer)
    answer = getattr(answer, "ReturnValue", answer)
    return int(getattr(answer, "_value_1", answer))


main()
