#!/bin/sh
# -count=1: go would keep the outcome of an earlier server. -parallel: most of a run is the SDK's sleep between retries.
set -eu
cd "$(dirname "$0")"
go test -count=1 -parallel 64 . stripe-meter-mock/sdks/go-player
cd ../../examples/go
exec go test -count=1 ./... # the example
