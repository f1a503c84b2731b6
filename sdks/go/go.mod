module stripe-meter-mock/sdks/go

go 1.24

require (
	github.com/stripe/stripe-go/v86 v86.1.0
	stripe-meter-mock/sdks/go-player v0.0.0
)

replace stripe-meter-mock/sdks/go-player => ../go-player
