package main

import (
	"time"

	"tandem"
	"tandem/trigger"
)

// deliveryLine is a delivery for programs.
type deliveryLine struct {
	ID        int64      `json:"delivery"`
	Trigger   string     `json:"trigger"`
	Object    string     `json:"object"`
	Operation string     `json:"operation"`
	Record    int64      `json:"record"`
	Version   int64      `json:"version"`
	Customer  int64      `json:"customer,omitempty"`
	Case      int64      `json:"case,omitempty"`
	State     string     `json:"state"`
	At        time.Time  `json:"at"`
	Tries     int        `json:"tries"`
	Called    *time.Time `json:"called,omitempty"`
	Due       *time.Time `json:"due,omitempty"`
	Status    int        `json:"status,omitempty"`
	Millis    float64    `json:"milliseconds,omitempty"`
	Answer    string     `json:"answer,omitempty"`
	Failed    []failed   `json:"failed,omitempty"`
}

// failed is an attempt that failed, for programs.
type failed struct {
	Number   int       `json:"number"`
	At       time.Time `json:"at"`
	Millis   float64   `json:"milliseconds"`
	Status   int       `json:"status,omitempty"`
	Reason   string    `json:"reason"`
	Request  string    `json:"request"`
	Response string    `json:"response,omitempty"`
}

func deliveryLineOf(d *tandem.Delivery, name string) deliveryLine {
	l := deliveryLine{
		ID: d.ID, Trigger: name, Object: d.Object, Operation: trigger.Operation(d.Op), Record: d.Record, Version: d.Version, Customer: d.Customer, Case: d.Case,
		State: d.State.String(), At: d.At.UTC(), Tries: d.Tries, Called: moment(d.Called), Status: d.Status, Millis: millis(d.Took), Answer: d.Answer,
	}
	if d.State == tandem.DeliveryWaiting {
		l.Due = moment(d.Due)
	}
	return l
}

func millis(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
