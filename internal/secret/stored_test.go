package secret_test

import (
	"testing"

	"tandem/internal/secret"
)

// What was sealed once opens for ever with its key: DO NOT EDIT. The key was
// made for this test and opens nothing else.
func TestStoredSecretsStayReadable(t *testing.T) {
	const key = "COyG9cQJEmQKWAowdHlwZS5nb29nbGVhcGlzLmNvbS9nb29nbGUuY3J5cHRvLnRpbmsuQWVzR2NtS2V5EiIaIDrQS/kMqYf4WdwWJmMdpWVnw7kMeHQWQpmq6lLrvORGGAEQARjshvXECSAB"
	const sealed = "sealed1:AZidQ2ym5sHex+BSoWMZtj5DQmHHeDbunbQTeDlS5qDPB+ZL/awC"
	box, err := secret.Load(key, "/nowhere/key")
	if err != nil {
		t.Fatal(err)
	}
	if plain, err := box.Open(sealed, "1/erp/url"); err != nil || plain != "s3cret" {
		t.Errorf("got %q, %v", plain, err)
	}
}
