package sdk

import (
	"reflect"
	"strings"
	"testing"

	"github.com/stripe/stripe-go/v76"
	sdkclient "github.com/stripe/stripe-go/v76/client"

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

// This program has no NewV2Client because the SDK's client, which has a field for each resource, has none for version 2.
func TestHasNoV2(t *testing.T) {
	resources := reflect.TypeFor[sdkclient.API]()
	if _, ok := resources.FieldByName("BillingMeterEvents"); !ok {
		t.Fatal("the client's fields are not its resources")
	}
	for i := range resources.NumField() {
		if name := resources.Field(i).Name; strings.HasPrefix(name, "V2") {
			t.Errorf("the client has %s", name)
		}
	}
}

func TestSnippet(t *testing.T) {
	player.RunSnippet(t)
}
