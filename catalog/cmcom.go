package catalog

import "tandem/connector/cmcom"

// cmCom is CM.com, which sends messages to phones. It holds no records, so
// there is nothing to keep in step.
func cmCom() Type {
	return Type{
		Type: cmcom.Type(), Group: ThirdParty, Engine: "cmcom", Needs: []string{NeedsOwnAccount},
		Tried: triedCMCom,
	}
}

const triedCMCom = "A stand-in that answers as CM.com's documentation says. No account of CM.com was at hand: send one message to a phone of your own first."
