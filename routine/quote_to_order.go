package routine

import (
	"context"

	"tandem"
	"tandem/dictionary"
)

func quoteToOrder() Routine {
	return Routine{
		Name: "quote_to_order", Label: "Convert a quote to an order", Right: tandem.EditRecords, Changes: true,
		Doc: "Makes a sales order of a quote, with its lines, and closes the quote. A quote that has its order already answers with that. " +
			"Refused where the quote is declined, expired, on hold or cancelled, or no business is done with the customer.",
		Params: []dictionary.Field{
			needed(record("quote", "Quote", "quote", "The quote.")),
			param(dictionary.Date, "date", "Date", "The date on the order; today unless said otherwise."),
			param(dictionary.Date, "requested_date", "Requested date", "When the customer wants it."),
			param(dictionary.Text, "reference", "Reference", "The customer's own number for the order; the quote's unless said otherwise."),
			versionParam(),
		},
		Results: []dictionary.Field{record("sales_order", "Sales order", "sales_order", "The order."), versionOf("order"), doneResult()},
		do: func(ctx context.Context, c *call) (Values, error) {
			return c.convert(ctx, &conversion{
				from: "quote", to: "sales_order", back: "quote",
				ready: []string{"draft", "open", "accepted"}, after: "closed", status: "open",
				extra: []string{"requested_date"},
			})
		},
	}
}

func orderToInvoice() Routine {
	return Routine{
		Name: "sales_order_to_invoice", Label: "Convert an order to an invoice", Right: tandem.EditRecords, Changes: true,
		Doc: "Makes an invoice of a sales order, with its lines, and closes the order. An order that has its invoice already answers with that. " +
			"Refused where the order is on hold or cancelled. The invoice is due after the customer's payment days.",
		Params: []dictionary.Field{
			needed(record("sales_order", "Sales order", "sales_order", "The order.")),
			param(dictionary.Date, "date", "Date", "The date on the invoice; today unless said otherwise."),
			param(dictionary.Date, "due_date", "Due date", "The last day to pay; from the customer's payment days unless said otherwise."),
			param(dictionary.Text, "reference", "Reference", "The customer's own number for it; the order's unless said otherwise."),
			versionParam(),
		},
		Results: []dictionary.Field{record("invoice", "Invoice", "invoice", "The invoice."), versionOf("invoice"), doneResult()},
		do: func(ctx context.Context, c *call) (Values, error) {
			return c.convert(ctx, &conversion{
				from: "sales_order", to: "invoice", back: "sales_order",
				ready: []string{"draft", "open"}, after: "closed", status: "open",
				extra: []string{"due_date"}, bills: true,
			})
		},
	}
}

func versionOf(what string) dictionary.Field {
	return param(dictionary.Integer, "version", "Version", "The version of the "+what+".")
}
