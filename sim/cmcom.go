package sim

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"sync"
)

// CMCom stands in for CM.com: one account with one product token. Serve it over HTTP.
type CMCom struct {
	account, token string

	mu   sync.Mutex
	sent []CMComMessage
}

// CMComMessage is a message that the stand-in took.
type CMComMessage struct {
	From, To, Text, Reference string
}

// NewCMCom makes the stand-in for an account with its product token.
func NewCMCom(account, token string) *CMCom { return &CMCom{account: account, token: token} }

// Sent are the messages it took so far.
func (c *CMCom) Sent() []CMComMessage {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.sent)
}

// ServeHTTP answers as CM.com's gateway and its account balance do.
func (c *CMCom) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /accountbalance/v1.0/accountbalance/{account}", c.balance)
	mux.HandleFunc("POST /v1.0/message", c.message)
	mux.ServeHTTP(w, r)
}

func (c *CMCom) balance(w http.ResponseWriter, r *http.Request) {
	switch {
	case r.Header.Get("X-Cm-Producttoken") != c.token:
		answerJSON(w, http.StatusUnauthorized, map[string]any{"message": "Unauthorized"})
	case r.PathValue("account") != c.account:
		answerJSON(w, http.StatusForbidden, map[string]any{"message": "Forbidden"})
	default:
		answerJSON(w, http.StatusOK, map[string]any{"accountId": c.account, "balance": 42.5, "currency": "EUR"})
	}
}

// cmcomRequest is what the gateway reads of a call.
type cmcomRequest struct {
	Messages struct {
		Authentication struct {
			ProductToken string `json:"producttoken"`
		} `json:"authentication"`
		Msg []struct {
			From string `json:"from"`
			To   []struct {
				Number string `json:"number"`
			} `json:"to"`
			Body struct {
				Content string `json:"content"`
			} `json:"body"`
			Reference string `json:"reference"`
		} `json:"msg"`
	} `json:"messages"`
}

func (c *CMCom) message(w http.ResponseWriter, r *http.Request) {
	var request cmcomRequest
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 8<<20)).Decode(&request); err != nil {
		answerJSON(w, http.StatusBadRequest, map[string]any{"details": "The JSON could not be parsed", "errorCode": 202})
		return
	}
	token := r.Header.Get("X-Cm-Producttoken")
	if token == "" {
		token = request.Messages.Authentication.ProductToken
	}
	if token != c.token {
		answerJSON(w, http.StatusUnauthorized, map[string]any{"details": "Authentication of the request failed", "errorCode": 103})
		return
	}
	c.take(w, &request)
}

// cmcomNumber is a number as the gateway wants it.
var cmcomNumber = regexp.MustCompile(`^(00|\+)[1-9][0-9]{5,14}$`)

func (c *CMCom) take(w http.ResponseWriter, request *cmcomRequest) {
	type each struct {
		To        string  `json:"to"`
		Status    string  `json:"status"`
		Reference string  `json:"reference"`
		Parts     int     `json:"parts"`
		Details   *string `json:"messageDetails"`
		ErrorCode int     `json:"messageErrorCode"`
	}
	var list []each
	refused := 0
	for _, m := range request.Messages.Msg {
		for _, to := range m.To {
			e := each{To: to.Number, Status: "Accepted", Reference: m.Reference, Parts: 1 + len(m.Body.Content)/160}
			if !cmcomNumber.MatchString(to.Number) {
				why := "Invalid MSISDN"
				e.Status, e.Parts, e.Details, e.ErrorCode = "Rejected", 0, &why, 303
				refused++
			} else {
				c.mu.Lock()
				c.sent = append(c.sent, CMComMessage{From: m.From, To: to.Number, Text: m.Body.Content, Reference: m.Reference})
				c.mu.Unlock()
			}
			list = append(list, e)
		}
	}
	answer := map[string]any{"details": fmt.Sprintf("Created %d message(s)", len(list)-refused), "errorCode": 0, "messages": list}
	status := http.StatusOK
	if refused > 0 {
		answer["errorCode"] = 201
		if refused == len(list) {
			status = http.StatusBadRequest
		}
	}
	answerJSON(w, status, answer)
}

func answerJSON(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) //nolint:errchkjson // plain maps; a caller who left misses nothing
}
