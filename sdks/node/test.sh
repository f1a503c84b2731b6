#!/bin/sh
set -eu
: "${STRIPE_API_BASE:?run this as: stripe-meter-mock exec -- $0}"
cd "$(dirname "$0")"
[ node_modules/.package-lock.json -nt package-lock.json ] || npm ci --no-audit --no-fund --loglevel=error >/dev/null
npm test --silent
