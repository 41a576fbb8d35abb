package server

import (
	"errors"
	"net/http"
	"strconv"

	"tandem/soap"
	"tandem/soap/xmltree"
)

// answer is how a call is answered: in the envelope that it came in.
type answer struct {
	w         http.ResponseWriter
	version   soap.Version
	namespace string
	realm     string
}

func begin(out *xmltree.Writer, v soap.Version) {
	out.Declaration()
	out.Start("soap:Envelope")
	out.Declare("soap", v.Envelope())
	out.Start("soap:Body")
}

func end(out *xmltree.Writer) {
	out.End()
	out.End()
}

func (a *answer) send(status int, body []byte) {
	h := a.w.Header()
	h.Set("Content-Type", a.version.ContentType(""))
	h.Set("Content-Length", strconv.Itoa(len(body)))
	a.w.WriteHeader(status)
	_, _ = a.w.Write(body) // whoever hung up is not interested
}

// unread refuses a request that could not be read.
func (a *answer) unread(err error) {
	if le := (*xmltree.LimitError)(nil); errors.As(err, &le) && le.What == "bytes" {
		http.Error(a.w, err.Error(), http.StatusRequestEntityTooLarge)
		return
	}
	if errors.Is(err, soap.ErrVersion) {
		a.refuse(&soap.Fault{Code: soap.VersionMismatch, Reason: err.Error()})
		return
	}
	a.refuse(&Fault{Code: "invalid", Message: err.Error()})
}

// refuse sends a fault.
func (a *answer) refuse(err error) {
	if errors.Is(err, ErrUnauthorized) {
		a.w.Header().Set("WWW-Authenticate", `Basic realm="`+a.realm+`", charset="UTF-8"`)
		err = &Fault{Code: "denied", Message: err.Error(), Status: http.StatusUnauthorized}
	}
	status := 0
	var fault *soap.Fault
	if f, ok := errors.AsType[*Fault](err); ok {
		fault = a.typed(f)
		status = f.Status
	} else if !errors.As(err, &fault) {
		fault = &soap.Fault{Code: soap.Receiver, Reason: "something went wrong here"}
	}
	if status == 0 { // SOAP 1.1 knows but one
		status = http.StatusInternalServerError
		if a.version == soap.V12 && fault.Code == soap.Sender {
			status = http.StatusBadRequest
		}
	}
	var out xmltree.Writer
	begin(&out, a.version)
	out.WriteElement(fault.Element(a.version))
	end(&out)
	a.send(status, out.Bytes())
}

// typed makes a SOAP fault whose detail is ServiceFault.
func (a *answer) typed(f *Fault) *soap.Fault {
	detail := xmltree.New(a.namespace, "ServiceFault", "")
	detail.Add(xmltree.New(a.namespace, "code", f.Code))
	detail.Add(xmltree.New(a.namespace, "message", f.Message))
	if f.RequestID != "" {
		detail.Add(xmltree.New(a.namespace, "requestId", f.RequestID))
	}
	for _, field := range f.Fields {
		e := detail.Add(xmltree.New(a.namespace, "fieldError", ""))
		e.Add(xmltree.New(a.namespace, "field", field.Field))
		e.Add(xmltree.New(a.namespace, "message", field.Message))
	}
	fault := &soap.Fault{Code: soap.Sender, Reason: f.Message, Detail: []*xmltree.Element{detail}}
	if f.Receiver {
		fault.Code = soap.Receiver
	}
	return fault
}
