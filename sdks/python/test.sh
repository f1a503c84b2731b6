#!/bin/sh
set -eu
: "${STRIPE_API_BASE:?run this as: stripe-meter-mock exec -- $0}"
cd "$(dirname "$0")"
if ! cmp -s requirements.txt .venv/installed.txt; then
  python3 -m venv --clear .venv
  .venv/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
  cp requirements.txt .venv/installed.txt
fi
.venv/bin/pytest "$@"
cd ../../examples/python
exec ../../sdks/python/.venv/bin/pytest -q -n 2 # the example, with one server per worker
