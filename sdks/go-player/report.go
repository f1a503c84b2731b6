package player

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

type result struct {
	Scenario string `json:"scenario"`
	Outcome  string `json:"outcome"`
	Requests *int   `json:"requests"`
	Events   *int   `json:"events"`
}

func report(t *testing.T, sdk SDK, results []result, stream *streamHost) {
	folder := os.Getenv("SDK_RESULTS_DIR")
	if folder == "" {
		return
	}
	text, err := json.MarshalIndent(map[string]any{
		"sdk":      "stripe-go",
		"version":  sdk.Version,
		"name":     sdk.Folder,
		"language": "Go",
		"stream":   stream,
		"results":  results,
	}, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, sdk.Folder+".json"), text, 0o644); err != nil {
		t.Fatal(err)
	}
}
