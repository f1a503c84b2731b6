package sdk

import (
	"testing"

	"github.com/stripe/stripe-go/v86"

	"stripe-meter-mock/sdks/go-player"
)

func TestScenarios(t *testing.T) {
	player.Play(t, player.SDK{
		Folder:      "go",
		Version:     stripe.ClientVersion,
		NewClient:   newClient,
		NewV2Client: newV2Client,
		StripeError: stripeError,
		SetStream:   "only `NewBackendsWithConfig`",
	})
}

func TestSnippet(t *testing.T) {
	player.RunSnippet(t)
}
