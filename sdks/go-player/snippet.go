package player

import (
	"os/exec"
	"testing"
)

// RunSnippet expects ./snippet to create one event in the account of the key sk_test_123.
func RunSnippet(t *testing.T) {
	account := Account{URL: serverURL(t), Name: "default"}
	before := len(account.Events(t))
	if output, err := exec.CommandContext(t.Context(), "go", "run", "./snippet").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	if made := len(account.Events(t)) - before; made != 1 {
		t.Errorf("%d events, want 1", made)
	}
}
