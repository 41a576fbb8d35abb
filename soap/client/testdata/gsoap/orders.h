//gsoap ns service name: Orders
//gsoap ns service namespace: urn:gsoap
//gsoap ns service location: http://localhost/
//gsoap ns schema namespace: urn:gsoap
//gsoap ns schema form: unqualified
//gsoap ns service style: STYLE
//gsoap ns service encoding: ENCODING

typedef char *xsd__string;
typedef double xsd__double;

struct ns__Line {
    xsd__string sku;
    xsd__double quantity;
};

struct ns__PlaceResponse {
    xsd__string id;
    xsd__double total;
    struct ns__Line last;
};

int ns__Place(xsd__string customer, struct ns__Line first, struct ns__Line second, struct ns__PlaceResponse *out);
