#!/bin/sh
# -count=1: otherwise go would cache the result from an earlier server. -parallel: the SDK mostly sleeps between retries.
cd "$(dirname "$0")" && exec go test -count=1 -parallel 64 . stripe-meter-mock/sdks/go-player
