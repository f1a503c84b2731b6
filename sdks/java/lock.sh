#!/bin/sh
# Writes checksums.sha256 after a change of pom.xml. With every POM in it, it settles which jars Maven takes.
set -eu
cd "$(dirname "$0")"

rm -rf target/repository
mvn -q -B --strict-checksums -Dmaven.repo.local="$PWD/target/repository" -Dmaven.test.skip=true test
find pom.xml target/repository -name pom.xml -o -name '*.pom' -o -name '*.jar' | LC_ALL=C sort | xargs sha256sum >checksums.sha256
