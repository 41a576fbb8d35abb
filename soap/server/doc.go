// Package server serves operations that are described in Go values, by SOAP
// 1.1 and 1.2 on one address, together with the WSDL that describes them.
//
//	s, err := server.New(&server.Service{
//		Name: "Shop", Namespace: "http://example.com/shop/v1",
//		Operations: []server.Operation{{
//			Name: "PriceGet",
//			In:   []server.Field{{Name: "code", Type: "xs:string"}},
//			Out:  []server.Field{{Name: "price", Type: "xs:decimal"}},
//			Handle: func(ctx context.Context, call *server.Call) error {
//				price, err := lookUp(ctx, call.In.Child("code").Content())
//				if err != nil {
//					return &server.Fault{Code: "not_found", Message: "there is no such product"}
//				}
//				call.Out.Leaf("price", price)
//				return nil
//			},
//		}},
//	}, server.Options{})
//	http.Handle("/soap", s)
//
// The description has one shape, document/literal wrapped, which the common
// client stacks were all seen to accept; a request is found by the name of the
// element in its body, and nothing else of it is taken too seriously.
package server
