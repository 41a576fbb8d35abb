package cmcom

// sending is the body of a call that sends messages.
type sending struct {
	Messages struct {
		Msg []outgoing `json:"msg"`
	} `json:"messages"`
}

type outgoing struct {
	From      string   `json:"from"`
	To        []number `json:"to"`
	Body      body     `json:"body"`
	Reference string   `json:"reference,omitempty"`
	MinParts  int      `json:"minimumNumberOfMessageParts"`
	MaxParts  int      `json:"maximumNumberOfMessageParts"`
	Channels  []string `json:"allowedChannels"`
}

type number struct {
	Number string `json:"number"`
}

type body struct {
	Type    string `json:"type"`
	Content string `json:"content"`
}

// answer is what a sending call answers.
type answer struct {
	Details   string         `json:"details"`
	ErrorCode int            `json:"errorCode"`
	Messages  []answerToEach `json:"messages"`
}

type answerToEach struct {
	Status    string `json:"status"`
	Reference string `json:"reference"`
	Parts     int    `json:"parts"`
	Details   string `json:"messageDetails"`
	ErrorCode int    `json:"messageErrorCode"`
}

// The error codes that are told apart; the 300s are faults of a message.
const (
	codeSent         = 0
	codeNoToken      = 101
	codeNoBalance    = 102
	codeWrongToken   = 103
	codeSomeFailed   = 201
	codeServerFailed = 500
	codeUnknown      = 999
)
