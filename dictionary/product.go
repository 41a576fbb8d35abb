package dictionary

func product() Object {
	return Object{
		Name: "product", Plural: "products", Label: "Product",
		Doc: "Something that is sold: goods or a service.",
		Fields: []Field{
			required(text("code", "Code", 60, "The code or part number people know the product by.")),
			required(text("name", "Name", textLength, "Name of the product.")),
			text("unit", "Unit", 20, "Unit it is sold in (pcs, h, kg)."),
			ratio("price", "Price", rateScale, "List price of one unit without tax."),
			currency("Currency of the price: " + currencyDoc),
			percent("tax_rate", "Tax rate", "Tax in per cent (21 is 21 %)."),
			flag("active", "Active", "true", "Whether the product is still sold."),
		},
	}
}
