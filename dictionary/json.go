package dictionary

import (
	"encoding/json"

	"tandem"
)

// Encode writes the dictionary as JSON. Equal dictionaries have equal octets,
// so that snapshots may be compared and hashed as they are.
func Encode(d *Dictionary) ([]byte, error) {
	octets, err := json.Marshal(d)
	if err != nil {
		return nil, tandem.Errorf(tandem.Internal, "a dictionary cannot be written as JSON").Because(err)
	}
	return octets, nil
}

// Decode reads what Encode wrote. What a newer version added is left out.
func Decode(octets []byte) (*Dictionary, error) {
	d := &Dictionary{}
	if err := json.Unmarshal(octets, d); err != nil {
		return nil, tandem.Errorf(tandem.Invalid, "not a dictionary in JSON").Because(err)
	}
	return d, nil
}
