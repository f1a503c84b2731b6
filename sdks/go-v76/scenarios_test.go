package sdk

import (
	"testing"

	"github.com/stripe/stripe-go/v76"

	"stripe-meter-mock/sdks/go-player"
)

func TestScenarios(t *testing.T) {
	player.Play(t, player.SDK{
		Folder:      "go-v76",
		Version:     stripe.ClientVersion,
		NewClient:   newClient,
		StripeError: stripeError,
	})
}

func TestSnippet(t *testing.T) {
	player.RunSnippet(t)
}
