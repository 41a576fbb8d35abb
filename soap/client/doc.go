// Package client calls any service from its WSDL, without generated code.
//
//	d, err := wsdl.Load(ctx, "https://erp.example/orders?wsdl", source.HTTP(httpClient, nil), source.Limits{})
//	c, err := client.New(d, client.Settings{HTTP: httpClient, Username: "ada", Password: secret})
//	exchange, err := c.Call(ctx, "OrderCreate", values, nil)
//	id := exchange.Reply.Value.First("order.id").Text()
//
// What may be reached is up to the HTTP client that is handed in; so are
// client certificates.
package client
