package message_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"tandem/soap"
	"tandem/soap/message"
	"tandem/soap/xmltree"
)

// otherwise lists the responses that we read in another way than the program
// the samples come from, and why.
func otherwise() map[string]string {
	const (
		nullIsNull = "an element that is null is null, not absent"
		asWritten  = "dates, times and numbers stay as the service wrote them; whoever needs another form converts"
	)
	return map[string]string{
		"Dummy__should_extract_envelope_from_response":                        "a document with text around its envelope is no XML, and is refused",
		"Dummy__should_handle_cdata_xml_in_response":                          "a text that looks like XML stays a text",
		"Dummy__should_handle_inline_types":                                   asWritten,
		"Dummy__should_handle_nil":                                            nullIsNull,
		"Dummy__should_parse_nil":                                             nullIsNull,
		"getAttachments__should_handle_not_MTOM_response":                     "encodingStyle belongs to the envelope, not to the values",
		"login__complex_schema_xmlns_with_array_and_any_type_and_other_types": asWritten,
	}
}

// TestGoldenResponses reads every sample's response as the sample says, under
// one view of lists and numbers, but for those where we differ for a reason.
func TestGoldenResponses(t *testing.T) {
	reasons := otherwise()
	same, differ := 0, 0
	eachSample(t, func(t *testing.T, s sample) {
		var want any
		if err := json.Unmarshal(s.read(t, "response.json"), &want); err != nil {
			t.Fatal(err)
		}
		diff := readsAs(t, s, want)
		reason, isListed := reasons[s.name]
		switch {
		case diff == "" && isListed:
			t.Errorf("it is read as the sample says, and listed as different: %s", reason)
		case diff == "":
			same++
		case isListed:
			differ++
		default:
			t.Error(diff)
		}
	})
	t.Logf("%d as the samples say, %d differ for a reason", same, differ)
}

func readsAs(t *testing.T, s sample, want any) string {
	t.Helper()
	root, err := xmltree.Parse(s.read(t, "response.xml"), "", xmltree.MessageLimits())
	if err != nil {
		return err.Error()
	}
	envelope, err := soap.ReadEnvelope(root)
	if err != nil {
		return err.Error()
	}
	r, err := message.Parse(s.definitions.Schema, s.operation, envelope)
	if err != nil {
		return err.Error()
	}
	if r.Fault != nil {
		return "a fault: " + r.Fault.Reason
	}
	data, err := json.Marshal(r.Value)
	if err != nil {
		return err.Error()
	}
	var got any
	if err := json.Unmarshal(data, &got); err != nil {
		return err.Error()
	}
	if normal(want) == nil && normal(got) == nil || reflect.DeepEqual(normal(want), normal(got)) {
		return ""
	}
	w, _ := json.Marshal(normal(want))
	g, _ := json.Marshal(normal(got))
	return "want " + string(w) + "\ngot  " + string(g)
}

// normal brings both programs' values to one form: attributes as fields,
// scalars as texts, lists of one as their item, and no empty groups.
func normal(v any) any {
	switch v := v.(type) {
	case []any:
		if len(v) == 1 {
			return normal(v[0])
		}
		list := make([]any, len(v))
		for i := range v {
			list[i] = normal(v[i])
		}
		return list
	case map[string]any:
		group := map[string]any{}
		for name, field := range v {
			switch name {
			case "attributes":
				for attribute, value := range field.(map[string]any) {
					if !strings.HasPrefix(attribute, "xsi:") {
						group["@"+attribute] = normal(value)
					}
				}
			case "$value":
				group["#text"] = normal(field)
			case message.TypeField:
			default:
				group[name] = normal(field)
			}
		}
		if text, ok := group["#text"]; ok && len(group) == 1 {
			return text
		}
		if len(group) == 0 {
			return nil
		}
		return group
	case string:
		if v = strings.TrimSpace(v); v == "" {
			return nil
		}
		return v
	case nil:
		return nil
	}
	data, _ := json.Marshal(v)
	return string(data)
}
