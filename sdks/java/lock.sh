#!/bin/sh
# Writes checksums.sha256 after pom.xml has changed. It includes every POM, so it fixes which jars Maven uses.
set -eu
cd "$(dirname "$0")"

rm -rf target/repository
mvn -q -B --strict-checksums -Dmaven.repo.local="$PWD/target/repository" -Dmaven.test.skip=true test
find pom.xml target/repository -name pom.xml -o -name '*.pom' -o -name '*.jar' | LC_ALL=C sort | xargs sha256sum >checksums.sha256
