package soap

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/url"
	"strings"

	"tandem/soap/xmltree"
)

const xop = "http://www.w3.org/2004/08/xop/include"

// ReadMessage reads the document of a message: XML, or a package of parts
// (MTOM) whose attachments are put, as base64, where the document points at them.
func ReadMessage(r io.Reader, contentType string, limits xmltree.Limits) (*xmltree.Element, error) {
	kind, params, err := mime.ParseMediaType(contentType)
	if err != nil || kind != "multipart/related" {
		return xmltree.Read(r, params["charset"], limits)
	}
	if limits.Bytes > 0 {
		r = io.LimitReader(r, limits.Bytes+1)
	}
	parts, first, err := readParts(multipart.NewReader(r, params["boundary"]), limits.Bytes)
	if err != nil {
		return nil, err
	}
	id := strings.Trim(params["start"], "<>")
	if _, ok := parts[id]; !ok {
		id = first
	}
	root, err := xmltree.Parse(parts[id], "", limits)
	if err != nil {
		return nil, err
	}
	return root, include(root, parts)
}

// readParts reads all parts by their content ids; first is that of the first.
func readParts(r *multipart.Reader, limit int64) (parts map[string][]byte, first string, err error) {
	parts = map[string][]byte{}
	var total int64
	for {
		part, err := r.NextRawPart()
		if errors.Is(err, io.EOF) && len(parts) > 0 {
			return parts, first, nil
		}
		if err != nil {
			return nil, "", fmt.Errorf("read the parts of the message: %w", err)
		}
		data, err := io.ReadAll(part)
		if err != nil {
			return nil, "", fmt.Errorf("read a part of the message: %w", err)
		}
		if total += int64(len(data)); limit > 0 && total > limit {
			return nil, "", &xmltree.LimitError{What: "bytes", Limit: limit}
		}
		if part.Header.Get("Content-Transfer-Encoding") == "base64" {
			if data, err = io.ReadAll(base64.NewDecoder(base64.StdEncoding, bytes.NewReader(data))); err != nil {
				return nil, "", fmt.Errorf("read a part of the message: %w", err)
			}
		}
		id := strings.Trim(part.Header.Get("Content-Id"), "<>")
		if len(parts) == 0 {
			first = id
		}
		parts[id] = data
	}
}

// include replaces pointers to parts by their content.
func include(e *xmltree.Element, parts map[string][]byte) error {
	if pointer := e.Find(xmltree.Name{Space: xop, Local: "Include"}); pointer != nil {
		id, err := url.PathUnescape(strings.TrimPrefix(pointer.Attr("href"), "cid:"))
		data, ok := parts[id]
		if err != nil || !ok {
			return fmt.Errorf("the message has no part %q", pointer.Attr("href"))
		}
		e.Text, e.Children = base64.StdEncoding.EncodeToString(data), nil
		return nil
	}
	for _, c := range e.Children {
		if err := include(c, parts); err != nil {
			return err
		}
	}
	return nil
}
