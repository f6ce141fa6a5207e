# SPDX-License-Identifier: Apache-2.0
"""A small WS-Management client that shares nothing with the one under Sources."""

import base64
import http.client
import uuid
import xml.etree.ElementTree as ET
from xml.sax.saxutils import escape

SOAP = "http://www.w3.org/2003/05/soap-envelope"
ADDRESSING = "http://schemas.xmlsoap.org/ws/2004/08/addressing"
TRANSFER = "http://schemas.xmlsoap.org/ws/2004/09/transfer"
ENUMERATION = "http://schemas.xmlsoap.org/ws/2004/09/enumeration"
EVENTING = "http://schemas.xmlsoap.org/ws/2004/08/eventing"
WSMAN = "http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd"
# What actions and delivery modes of WS-Management begin with.
ACTION = "http://schemas.dmtf.org/wbem/wsman/1/wsman"
IDENTITY = "http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd"
NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
ANONYMOUS = f"{ADDRESSING}/role/anonymous"
VIEWS = "http://schemas.baseboard-project.org/wbem/wscim/1/cim-schema/2/"
CLASSES = "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/"
DELIVERY_MODES = {
    "Push": f"{EVENTING}/DeliveryModes/Push",
    "PushWithAck": f"{ACTION}/PushWithAck",
    "Events": f"{ACTION}/Events",
    "Pull": f"{ACTION}/Pull",
}
CONTENT_TYPE = "application/soap+xml;charset=UTF-8"


class Fault(AssertionError):
    """A fault, where an answer was expected; `code` is the local name of its subcode."""

    def __init__(self, status, text):
        envelope = ET.fromstring(text) if text.startswith(b"<") else ET.Element("none")
        codes = [code.text for code in envelope.iter(f"{{{SOAP}}}Value")]
        self.code = codes[-1].rpartition(":")[2] if codes else None
        reason = envelope.findtext(f".//{{{SOAP}}}Text", text.decode(errors="replace"))
        super().__init__(f"HTTP {status}, {self.code}: {reason}")


def resource(name):
    """The resource URI of a class."""
    return (VIEWS if name.startswith("BB_") else CLASSES) + name


def local(element):
    return element.tag.rpartition("}")[2]


def properties(instance):
    """An instance's properties by name: a text, a list where there are several, None where it is nil."""
    found = {}
    for element in instance:
        value = None if element.get(NIL) == "true" else "".join(element.itertext())
        if local(element) in found:
            earlier = found[local(element)]
            found[local(element)] = [*(earlier if isinstance(earlier, list) else [earlier]), value]
        else:
            found[local(element)] = value
    return found


class Subscription:
    """What Subscribe answered: how the subscription is managed and, in Pull mode, read."""

    def __init__(self, service, answer):
        self._service = service
        manager = answer.find(f".//{{{EVENTING}}}SubscriptionManager")
        self.identifier = manager.findtext(f".//{{{EVENTING}}}Identifier")
        self._resource = manager.findtext(f".//{{{WSMAN}}}ResourceURI")
        self._context = answer.findtext(f".//{{{ENUMERATION}}}EnumerationContext")

    def pull(self):
        """The events that there are by now, each as its properties; none where none came in time."""
        body = (
            f"<n:Pull><n:EnumerationContext>{escape(self._context)}</n:EnumerationContext>"
            "<n:MaxElements>100</n:MaxElements></n:Pull>")
        try:
            answer = self._ask(f"{ENUMERATION}/Pull", body, seconds=1)
        except Fault as fault:
            if fault.code == "TimedOut":
                return []
            raise
        self._context = answer.findtext(f".//{{{ENUMERATION}}}EnumerationContext")
        return [properties(event) for items in answer.iter(f"{{{ENUMERATION}}}Items") for event in items]

    def unsubscribe(self):
        self._ask(f"{EVENTING}/Unsubscribe", "<e:Unsubscribe/>")

    def _ask(self, action, body, seconds=30):
        identifier = f"<e:Identifier>{escape(self.identifier)}</e:Identifier>"
        return self._service.ask(action, self._resource, body, identifier, seconds)


class Service:
    def __init__(self, port, user, password):
        self._port = port
        self._authorization = "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()

    def identify(self):
        body = f'<s:Body><i:Identify xmlns:i="{IDENTITY}"/></s:Body>'
        envelope = f'<s:Envelope xmlns:s="{SOAP}"><s:Header/>{body}</s:Envelope>'
        return self._post("/wsman-anon/identify", envelope, {}).find(f".//{{{IDENTITY}}}ProtocolVersion") is not None

    def enumerate(self, name):
        """All instances of a class, each as its properties."""
        answer = self.ask(
            f"{ENUMERATION}/Enumerate", resource(name),
            "<n:Enumerate><w:OptimizeEnumeration/><w:MaxElements>100</w:MaxElements></n:Enumerate>")
        found = []
        while True:
            items = [*answer.iter(f"{{{WSMAN}}}Items"), *answer.iter(f"{{{ENUMERATION}}}Items")]
            found += [properties(instance) for each in items for instance in each]
            ends = (f"{{{WSMAN}}}EndOfSequence", f"{{{ENUMERATION}}}EndOfSequence")
            if any(answer.find(f".//{end}") is not None for end in ends):
                return found
            context = answer.find(f".//{{{ENUMERATION}}}EnumerationContext").text
            answer = self.ask(
                f"{ENUMERATION}/Pull", resource(name),
                f"<n:Pull><n:EnumerationContext>{escape(context)}</n:EnumerationContext>"
                "<n:MaxElements>100</n:MaxElements></n:Pull>")

    def get(self, name, **keys):
        """The properties of one instance."""
        selectors = "".join(f'<w:Selector Name="{key}">{escape(value)}</w:Selector>' for key, value in keys.items())
        answer = self.ask(
            f"{TRANSFER}/Get", resource(name), headers=f"<w:SelectorSet>{selectors}</w:SelectorSet>")
        return properties(answer.find(f"{{{SOAP}}}Body")[0])

    def subscribe(self, name, mode, address=None, details=""):
        """Subscribes to the events of a class; `address` is where they go in the modes that push."""
        notify = f"<e:NotifyTo><a:Address>{address}</a:Address></e:NotifyTo>" if address else ""
        return Subscription(self, self.ask(
            f"{EVENTING}/Subscribe", resource(name),
            f'<e:Subscribe><e:Delivery Mode="{DELIVERY_MODES[mode]}">{notify}{details}</e:Delivery>'
            "<e:Expires>PT1H</e:Expires></e:Subscribe>"))

    def ask(self, action, resource_uri, body="", headers="", seconds=30):
        """The envelope that answers; raises Fault where it is one."""
        return self._post(
            "/wsman",
            f'<s:Envelope xmlns:s="{SOAP}" xmlns:a="{ADDRESSING}" xmlns:n="{ENUMERATION}" xmlns:e="{EVENTING}" '
            f'xmlns:w="{WSMAN}"><s:Header><a:To>http://127.0.0.1:{self._port}/wsman</a:To>'
            f"<w:ResourceURI>{resource_uri}</w:ResourceURI><a:Action>{action}</a:Action>"
            f"<a:ReplyTo><a:Address>{ANONYMOUS}</a:Address></a:ReplyTo><a:MessageID>uuid:{uuid.uuid4()}</a:MessageID>"
            f"<w:OperationTimeout>PT{seconds}S</w:OperationTimeout>{headers}</s:Header>"
            f"<s:Body>{body}</s:Body></s:Envelope>",
            {"Authorization": self._authorization})

    def _post(self, path, body, fields):
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        try:
            connection.request("POST", path, body.encode(), {"Content-Type": CONTENT_TYPE, **fields})
            answer = connection.getresponse()
            text = answer.read()
        except http.client.HTTPException as error:
            # Behind the forwarded port nobody listens: the connection opens all the same, and then ends.
            raise OSError(f"no answer: {error!r}") from error
        finally:
            connection.close()
        if answer.status != 200:
            raise Fault(answer.status, text)
        return ET.fromstring(text)
