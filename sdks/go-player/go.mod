module stripe-meter-mock/sdks/go-player

go 1.24
