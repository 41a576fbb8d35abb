/* A server of one operation. It listens on a free port of loopback, which it prints. */
#include "soapH.h"
#include "Orders.nsmap"
#include <netinet/in.h>
#include <sys/socket.h>

int ns__Place(struct soap *soap, char *customer, struct ns__Line first, struct ns__Line second, struct ns__PlaceResponse *out) {
    char *id;
    if (!customer || !*customer)
        return soap_sender_fault(soap, "an order needs a customer", "<reason xmlns='urn:gsoap'>customer</reason>");
    id = (char *)soap_malloc(soap, strlen(customer) + 4);
    strcpy(id, "SO-");
    strcat(id, customer);
    out->id = id;
    out->total = first.quantity + second.quantity;
    out->last = second;
    return SOAP_OK;
}

int main(void) {
    struct soap *soap = soap_new1(SOAP_C_UTFSTRING | MODE);
    struct sockaddr_in at;
    socklen_t size = sizeof at;
    SOAP_SOCKET master = soap_bind(soap, "127.0.0.1", 0, 100);
    if (!soap_valid_socket(master) || getsockname(master, (struct sockaddr *)&at, &size))
        return 1;
    printf("%d\n", ntohs(at.sin_port));
    fflush(stdout);
    while (soap_valid_socket(soap_accept(soap))) {
        soap_serve(soap);
        soap_destroy(soap);
        soap_end(soap);
    }
    return 0;
}
