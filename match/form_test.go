package match

import "testing"

func TestForms(t *testing.T) {
	cases := []struct {
		field, in, want string
	}{
		{"vat_id", "CZ 123.456-78", "CZ12345678"},
		{"vat_id", "gr123456789", "EL123456789"},
		{"vat_id", "EL 123456789", "EL123456789"},
		{"vat_id", "CZ00000000", ""},
		{"vat_id", "n/a", ""},
		{"vat_id", "none", ""},
		{"vat_id", "CZ", ""},
		{"tax_id", "12345678", "12345678"},

		{"company_id", " 00123456 ", "00123456"},
		{"company_id", "001 234 56", "00123456"},
		{"company_id", "00000000", ""},
		{"company_id", "0", ""},
		{"postal_code", "602 00", "60200"},
		{"postal_code", "sw1a-1aa", "SW1A1AA"},

		{"email", " Info@Alfa.Example ", "info@alfa.example"},
		{"email", "mailto:info@alfa.example", "info@alfa.example"},
		{"email", "none@none", ""},
		{"email", "none@none.com", ""},
		{"email", "noreply@alfa.example", ""},
		{"email", "a@b.cz, c@d.cz", ""},
		{"email", "info", ""},
		{"email", "x@x.cz", ""},

		{"phone", "+420 777 123 456", "420777123456"},
		{"phone", "00420777123456", "420777123456"},
		{"phone", "777 123 456", "777123456"},
		{"phone", "+420777123456 ext. 12", "420777123456x12"},
		{"phone", "000000000", ""},
		{"phone", "12", ""},
		{"mobile", "unknown", ""},

		{"name", "Žluťák & syn, spol. s r.o.", "zlutak syn"},
		{"name", "ZLUTAK + SYN sro", "zlutak syn"},
		{"name", "Alfa, a. s.", "alfa"},
		{"name", "Alfa a.s.", "alfa"},
		{"name", "Meyer GmbH & Co. KG", "meyer"},
		{"name", "Meyer & Co", "meyer co"},
		{"name", "Łódź Transport Sp. z o.o.", "lodz transport"},
		{"name", "Straße Ltd.", "strasse"},
		{"name", "O'Brien Limited", "obrien"},
		{"name", "Acme, Inc.", "acme"},
		{"name", "Siemens S.p.A.", "siemens"},
		{"name", "SE", "se"},
		{"name", "3M", "3m"},
		{"name", "Unknown", ""},
		{"name", "---", ""},
		{"name", "xxx", ""},
		{"name", "山田商事", "山田商事"},

		{"external_number", " 000042 ", "000042"},
		{"external_number", "0", ""},
		{"external_number", "-", ""},
		{"external_number", "7", "7"},
		{"number", "A-1", "A-1"},
	}
	for _, c := range cases {
		if got := string(formOf(c.field).append(nil, c.in)); got != c.want {
			t.Errorf("%s %q is %q, want %q", c.field, c.in, got, c.want)
		}
	}
}

func FuzzForms(f *testing.F) {
	f.Add("Žluťák & syn, spol. s r.o.")
	f.Add("\xff\xfe@\x00.\x80")
	f.Fuzz(func(t *testing.T, s string) {
		for _, field := range []string{"vat_id", "company_id", "email", "phone", "name", "number"} {
			got := formOf(field).append([]byte("before"), s)
			if string(got[:6]) != "before" {
				t.Errorf("%s of %q damages what was there", field, s)
			}
		}
	})
}
