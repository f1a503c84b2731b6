#!/bin/sh
# -count=1: otherwise go would cache the result from an earlier server. -parallel: the SDK mostly sleeps between retries.
set -eu
cd "$(dirname "$0")"
go test -count=1 -parallel 64 . stripe-meter-mock/sdks/go-player
cd ../../examples/go
exec go test -count=1 ./... # the example
