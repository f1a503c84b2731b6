#!/bin/sh
# A test without any SDK: duplicates, a lost response, a day later, and the totals. Run: stripe-meter-mock exec -- sh examples/curl.sh
set -eu

send() {
  curl -s "$STRIPE_API_BASE/v1/billing/meter_events" \
    -u sk_test_123: \
    -d event_name=ai_search_api \
    -d "payload[value]"=25 \
    -d "payload[stripe_customer_id]"=cus_1 \
    -d identifier="$1"
}
control() { curl -sf -X "$1" "$STRIPE_API_BASE/_mock$2" -H 'Content-Type: application/json' ${3:+-d "$3"}; }
expect() { case "$1" in *"$2"*) echo "ok: $2" ;; *) echo "expected $2 in: $1" >&2; exit 1 ;; esac; }

expect "$(send order-1)" '"object": "billing.meter_event"'
expect "$(send order-1)" 'An event already exists with identifier order-1.'

control POST /faults '{"effect": "response_lost"}' >/dev/null
send order-2 && exit 1 || echo 'ok: the answer was lost'
expect "$(send order-2)" 'An event already exists with identifier order-2.'

control POST /clock '{"advance_seconds": 90000}' >/dev/null
expect "$(send order-1)" '"identifier": "order-1"'

expect "$(control GET '/meter_events/wait?count=3&timeout_ms=1000')" '"complete":true'
expect "$(control GET /usage)" '"customer":"cus_1","value":"75"'
