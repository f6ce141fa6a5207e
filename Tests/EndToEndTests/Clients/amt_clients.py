# SPDX-License-Identifier: Apache-2.0
"""Reads the daemon by napalm-amt and amt, which know Digest only; prints what they saw as JSON.

Usage: amt_clients.py PORT USER PASSWORD
"""

import json
import sys

import amt.wsman
import requests
from amt.client import SCHEMA_BASE, Client
from napalm_amt.wsman import WsmanAuthError, WsmanTransport

port, user, password = int(sys.argv[1]), sys.argv[2], sys.argv[3]


def napalm(password):
    return WsmanTransport("127.0.0.1", user, password, port=port, tls=False)


def main():
    seen = {}
    transport = napalm(password)
    seen["fans"] = len(transport.enumerate("CIM_Fan"))
    seen["processors"] = [each["DeviceID"] for each in transport.enumerate("CIM_Processor")]
    system = transport.enumerate("CIM_ComputerSystem")[0]
    seen["got"] = transport.get("CIM_ComputerSystem")["Name"] == system["Name"]
    try:
        napalm("wrong").enumerate("CIM_Fan")
    except WsmanAuthError:
        seen["wrongPassword"] = "WsmanAuthError"

    client = Client("127.0.0.1", password, username=user)
    client.uri = "http://127.0.0.1:%d/wsman" % port
    # 0 stands for an answer that is no refusal.
    seen["amt"] = client.post(amt.wsman.get_request(client.uri, SCHEMA_BASE + "CIM_ComputerSystem"))
    stranger = Client("127.0.0.1", "wrong", username=user)
    stranger.uri = client.uri
    try:
        stranger.post(amt.wsman.get_request(client.uri, SCHEMA_BASE + "CIM_ComputerSystem"))
    except requests.HTTPError as error:
        seen["amtRefused"] = error.response.status_code
    json.dump(seen, sys.stdout)


main()
