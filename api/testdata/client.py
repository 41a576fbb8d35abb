# A SOAP client as integrators write it: client.py ENDPOINT SECRET 1|2
import sys
from decimal import Decimal

from requests import Session
from requests.auth import HTTPBasicAuth
from zeep import Client, Transport
from zeep.exceptions import Fault
from zeep.wsse.username import UsernameToken

endpoint, secret, version = sys.argv[1:]
session = Session()
session.auth = HTTPBasicAuth("zeep", secret)
client = Client(endpoint + "?wsdl", transport=Transport(session=session), port_name="TandemSoap12" if version == "2" else "TandemSoap")
port = client.service


def same(what, got, want):
    if got != want:
        sys.exit(f"{what} is {got!r}, not {want!r}")


made = port.CustomerCreate(record={"name": "Žluť & <Söhne>", "credit_limit": Decimal("1234567.89"), "notes": "x", "segment": "small"})
same("version", made.version, 1)
same("version", port.CustomerUpdate(id=made.id, version=1, record={"city": "Brno"}, fieldsToNull=["notes"]).version, 2)
got = port.CustomerGet(id=made.id)
same("name", got.name, "Žluť & <Söhne>")
same("credit_limit", got.credit_limit, Decimal("1234567.89"))
same("notes", got.notes, None)
same("segment", got.segment, "small")
try:
    port.CustomerUpdate(id=made.id, version=1, record={"city": "Praha"})
    sys.exit("a stale version was taken")
except Fault as fault:
    same("code", fault.detail.find(".//{*}code").text, "stale")
order = port.SalesOrderCreate(record={"customer": made.id, "lines": [{"position": 1, "code": "A1", "quantity": Decimal("2.5")}, {"position": 2}]})
same("lines", [line.quantity for line in port.SalesOrderGet(id=order.id).lines], [Decimal("2.5"), None])
for name in "abc":
    port.ProductCreate(record={"code": f"z{name}{version}", "name": name})
page = port.ProductList(filter=f'code startsWith "z" and code endsWith "{version}"', order="-name", limit=2, total=True)
same("page", [r.name for r in page.record], ["c", "b"])
same("total", page.total, 3)
task = port.TaskCreate(record={"subject": "Call"})
same("routine", port.TaskComplete(task=task.id).changed, True)
port.CustomerDelete(id=made.id)
try:
    port.CustomerGet(id=made.id)
    sys.exit("a deleted record is there")
except Fault as fault:
    same("code", fault.detail.find(".//{*}code").text, "not_found")

# WS-Security instead of HTTP's own.
secured = Client(endpoint + "?wsdl", wsse=UsernameToken("zeep", secret), port_name="TandemSoap12" if version == "2" else "TandemSoap")
same("who", secured.service.WhoAmI().name, "shop")
print("ok")
