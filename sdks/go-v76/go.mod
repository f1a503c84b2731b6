module stripe-meter-mock/sdks/go-v76

go 1.24

require (
	github.com/stripe/stripe-go/v76 v76.25.0
	stripe-meter-mock/sdks/go-player v0.0.0
)

replace stripe-meter-mock/sdks/go-player => ../go-player
