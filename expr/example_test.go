package expr_test

import (
	"fmt"

	"tandem"
	"tandem/dictionary"
	"tandem/expr"
)

// A filter is read once and becomes SQL or is matched against rows.
func ExampleParseFilter() {
	d := dictionary.Standard()
	customer, _ := d.Object("customer")

	filter, err := expr.ParseFilter(`status in ["active", "hold"] and credit_limit > 1000.50`, dictionary.WithSystem(customer))
	if err != nil {
		fmt.Println(err)
		return
	}
	row := map[string]tandem.Value{
		"status":       tandem.TextValue("hold"),
		"credit_limit": tandem.DecimalValue(100051, 2),
	}
	fmt.Println(expr.Fields(filter), expr.Match(filter, func(field string) tandem.Value { return row[field] }))

	_, err = expr.ParseFilter(`stauts == "hold"`, customer)
	fmt.Println(err)
	// Output:
	// [status credit_limit] true
	// 1:1: customer has no field stauts
}

// A computed field adds up the lines of an order, exactly.
func ExampleCompile() {
	d := dictionary.Standard()
	order, _ := d.Object("sales_order")

	program, err := expr.Compile(`round(sum(lines, .quantity * .unit_price), 2)`, expr.Env{Object: order})
	if err != nil {
		fmt.Println(err)
		return
	}
	line := make(tandem.Record, len(order.Lines.Fields))
	for i, name := range order.Lines.FieldNames() {
		switch name {
		case "quantity":
			line[i] = tandem.IntegerValue(3)
		case "unit_price":
			line[i] = tandem.DecimalValue(1, 1) // 0.1
		}
	}
	lines := tandem.ListValue(string(tandem.AppendLines(nil, len(line), []tandem.Record{line})))

	v, err := program.Run(func(string) tandem.Value { return lines })
	fmt.Println(program.Type(), program.Fields(), v, err)
	// Output: decimal [lines] 0.3 <nil>
}

// A trigger asks how a record was and is.
func ExampleCompileCondition() {
	d := dictionary.Standard()
	ticket, _ := d.Object("case")

	condition, err := expr.CompileCondition(`new.status == "solved" and old.status != new.status`, expr.Changes(ticket))
	if err != nil {
		fmt.Println(err)
		return
	}
	holds, err := condition.Holds(func(field string) tandem.Value {
		if field == "new.status" {
			return tandem.TextValue("solved")
		}
		return tandem.NullValue()
	})
	fmt.Println(holds, err)
	// Output: true <nil>
}
