package store_test

import (
	"testing"
	"time"

	"tandem"
	"tandem/store"
)

func TestAnswersAreKept(t *testing.T) {
	eachStore(t, func(t *testing.T, s *store.Store) {
		f, ctx := setUp(t, s, "acme"), t.Context()
		reserve := func(account int64, request string) *tandem.Answer {
			t.Helper()
			kept, err := s.ReserveAnswer(ctx, account, "shop", "k1", []byte(request))
			check(t, err)
			return kept
		}
		if kept := reserve(f.account, "one"); kept != nil {
			t.Fatalf("a new key has an answer: %+v", kept)
		}
		if kept := reserve(f.account, "two"); kept == nil || kept.Status != 0 || string(kept.Request) != "one" {
			t.Errorf("under way it is %+v", kept)
		}
		check(t, s.KeepAnswer(ctx, f.account, "shop", "k1", &tandem.Answer{Status: 201, Headers: "ETag: 1", Body: []byte("{}")}))
		kept := reserve(f.account, "one")
		if kept == nil || kept.Status != 201 || kept.Headers != "ETag: 1" || string(kept.Body) != "{}" || time.Since(kept.At) > time.Hour {
			t.Errorf("the answer is %+v", kept)
		}

		// Another account's key is another key, whatever is done under it.
		other := setUp(t, s, "other")
		check(t, s.KeepAnswer(ctx, other.account, "shop", "k1", &tandem.Answer{Status: 500}))
		check(t, s.DropAnswer(ctx, other.account, "shop", "k1"))
		check(t, s.ForgetAnswers(ctx, other.account, time.Now().Add(time.Hour)))
		if kept := reserve(f.account, "one"); kept == nil || kept.Status != 201 {
			t.Errorf("another account reached the answer: %+v", kept)
		}

		check(t, s.ForgetAnswers(ctx, f.account, time.Now().Add(-time.Hour)))
		if reserve(f.account, "one") == nil {
			t.Error("a young answer was forgotten")
		}
		check(t, s.ForgetAnswers(ctx, f.account, time.Now().Add(time.Hour)))
		if kept := reserve(f.account, "two"); kept != nil {
			t.Errorf("an old answer is still there: %+v", kept)
		}
		check(t, s.DropAnswer(ctx, f.account, "shop", "k1"))
		if kept := reserve(f.account, "three"); kept != nil {
			t.Errorf("a key that was given up is taken: %+v", kept)
		}
	})
}
