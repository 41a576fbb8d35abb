package dictionary

// Standard returns the standard model. Every call returns a copy of its own.
//
// Numbers of documents, customers and products are not unique: two companies
// whose systems feed one account may number alike.
func Standard() *Dictionary {
	return &Dictionary{Objects: []Object{
		customer(),
		contact(),
		address(),
		operator(),
		product(),
		caseObject(),
		followup(),
		task(),
		quote(),
		salesOrder(),
		invoice(),
		rma(),
		attachment(),
	}}
}
