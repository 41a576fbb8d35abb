package m2m

// The lists that translate codes into words on the ERP's screens.
var popupTable = Table{
	Name:    "cspopup",
	Columns: []Column{char("fcpopkey", 20), char("fcpopval", 10), char("fcpoptext", 40), integer("fnorder")},
	Indexes: []Index{unique("fcpopkey", "fcpopval")},
}

// WritePopups adds every list.
func WritePopups(s Sink) {
	list := func(key string, pairs ...string) {
		for i := 0; i+1 < len(pairs); i += 2 {
			s.Add(&popupTable, key, pairs[i], pairs[i+1], i/2+1)
		}
	}
	list("ARMAST.FCSTATUS", InvoiceUnpaid, "Unpaid", InvoicePartly, "Partially paid", InvoicePaid, "Fully paid", "V", "Void")
	list("ARMAST.FINVTYPE", "N", "Normal", "C", "Credit Memo", "M", "Miscellaneous", "P", "Prepayment", "T", "Time and Material", "V", "Vendor")
	list("ARMAST.FCSOURCE", "I", "Sale", "R", "Return", "C", "Allowance")
	list("SLCDPM.FTYPE", TypeCustomer, "Customer", TypeProspect, "Prospect")
	list("SLCDPM.FCSTATUS", StatusGood, "Good", StatusHold, "Credit Hold")
	list("SYADDR.FCADDRTYPE", "O", "Sold To", "S", "Ship To", "B", "Bill To")
	list("QTMAST.FTYPE", quoteFirm, "Firm", quoteBudget, "Budgetary")
	list("SYRMAITM.FREASON", reasonPairs()...)
	list("SLCDPM.FTERM", termsPairs()...)
}
