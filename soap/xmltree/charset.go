package xmltree

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
)

// Read reads a document of at most limits.Bytes. The charset is what the
// transport says of it and may be empty; a byte order mark has the last word.
func Read(r io.Reader, charset string, limits Limits) (*Element, error) {
	if limits.Bytes > 0 {
		r = io.LimitReader(r, limits.Bytes+1)
	}
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("read the document: %w", err)
	}
	return Parse(data, charset, limits)
}

// decode returns the document as UTF-8 without its byte order mark.
func decode(data []byte, charset string) (string, error) {
	switch {
	case bytes.HasPrefix(data, []byte("\xEF\xBB\xBF")):
		data, charset = data[3:], "utf-8"
	case bytes.HasPrefix(data, []byte{0xFE, 0xFF}), bytes.HasPrefix(data, []byte{0, '<'}):
		return transcode(data, unicode.UTF16(unicode.BigEndian, unicode.UseBOM))
	case bytes.HasPrefix(data, []byte{0xFF, 0xFE}), bytes.HasPrefix(data, []byte{'<', 0}):
		return transcode(data, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM))
	case charset == "":
		charset = declared(data)
	}
	charset = strings.ToLower(charset)
	switch charset {
	case "", "utf-8", "utf8", "us-ascii", "ascii", "utf-16", "utf16", "ucs-2": // sixteen bits were ruled out above
		if !utf8.Valid(data) {
			return "", fmt.Errorf("the document is not in UTF-8")
		}
		return string(data), nil
	}
	enc, err := htmlindex.Get(charset)
	if err != nil {
		return "", fmt.Errorf("the document's encoding %q is not known", charset)
	}
	return transcode(data, enc)
}

func transcode(data []byte, enc encoding.Encoding) (string, error) {
	text, err := enc.NewDecoder().Bytes(data)
	if err != nil {
		return "", fmt.Errorf("decode the document: %w", err)
	}
	return strings.TrimPrefix(string(text), "\uFEFF"), nil
}

// declared returns the encoding that the XML declaration names.
func declared(data []byte) string {
	head, _, found := bytes.Cut(data[:min(len(data), 512)], []byte("?>"))
	if !found || !bytes.HasPrefix(bytes.TrimSpace(head), []byte("<?xml")) {
		return ""
	}
	_, rest, found := strings.Cut(string(head), "encoding")
	if !found {
		return ""
	}
	rest = strings.TrimLeft(rest, " \t\r\n=")
	if rest == "" {
		return ""
	}
	value, _, found := strings.Cut(rest[1:], rest[:1])
	if !found {
		return ""
	}
	return value
}
