#!/bin/sh
# Fetches what the tests need, unless target/repository already matches checksums.sha256, and runs them offline.
set -eu
cd "$(dirname "$0")"

maven() { mvn -q -B -Dmaven.repo.local="$PWD/target/repository" "$@"; }
locked() { sha256sum --check --quiet --strict checksums.sha256; }

if ! locked >/dev/null 2>&1; then
  # Resolves every plugin and dependency without running them.
  maven -Dmaven.test.skip=true test
  locked
fi
maven -o test
maven -o -f ../../examples/java/pom.xml test # the example, with the same versions
