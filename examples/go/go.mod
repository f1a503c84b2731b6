module example.com/usage

go 1.24

require github.com/stripe/stripe-go/v86 v86.1.0
