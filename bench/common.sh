# Sourced by the benchmarks: builds entrain's side, makes the Python environment of the others, and
# sets java and flags.
# shellcheck shell=bash

bench="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
home="$(dirname "$bench")"
name="bench/$(basename "$0")"

refuse() {
  echo "$name: $*" >&2
  exit 2
}

java="${JAVA_HOME:+$JAVA_HOME/bin/}java"
version="$("$java" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -n 1)" || true
[[ "$version" =~ ^[0-9]+$ ]] && ((version >= 17)) ||
  refuse "java: expected JDK 17 or newer, found ${version:-none}. Set JAVA_HOME to one."

# As the launcher has them for workers, so that the memory measured is that of its users.
flags=(
  -XX:+UseParallelGC -XX:-UseAdaptiveSizePolicy -Xms224m -Xmn112m -Xmx1g -Xss512k -XX:-UsePerfData
  -XX:MaxDirectMemorySize=256m -XX:ReservedCodeCacheSize=96m
  -Dorg.bytedeco.javacpp.maxbytes=2g -Dorg.bytedeco.javacpp.maxphysicalbytes=0
  -Dai.djl.offline=true -Djava.awt.headless=true -Dlogback.configurationFile=logback-bench.xml
)
if ((version >= 22)); then flags+=(--enable-native-access=ALL-UNNAMED); fi
if ((version >= 24)); then flags+=(--sun-misc-unsafe-memory-access=allow); fi
export MALLOC_ARENA_MAX=2

# Builds bench/target/lib when it is missing or older than the sources.
build() {
  local built="$bench/target/lib/.built"
  if [[ -f "$built" && -z "$(find "$home" \( -name target -o -name .git -o -name .venv -o -name sample \
    -o -name test \) -prune -o \( -path '*/src/main/*' -o -name pom.xml \) -type f -newer "$built" \
    -print -quit)" ]]; then
    return
  fi
  echo "$name: building …" >&2
  rm -rf "$bench/target/lib"
  mkdir -p "$bench/target"
  if ! (cd "$home" && ./mvnw -q -B -Dquick -DskipTests -Pbench -pl bench -am package) \
    >"$bench/target/build.log" 2>&1; then
    tail -n 30 "$bench/target/build.log" >&2
    exit 1
  fi
  touch "$built"
}

# Replaces this shell by a driver among the peers, with all it needs.
#
#   peers FILE ARGUMENTS…
peers() {
  local environment="$bench/.venv"
  # The copy of the requirements says what a finished environment was made from.
  if ! cmp -s "$bench/requirements.txt" "$environment/requirements.txt"; then
    python3 -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null ||
      refuse "python3: expected Python 3.11 or newer with its venv module, found" \
        "$(python3 --version 2>&1 || true). Install them (python3-venv on Debian)."
    echo "$name: making the Python environment (some minutes: torch is large) …" >&2
    rm -rf "$environment"
    python3 -m venv "$environment"
    "$environment/bin/pip" install -q -r "$bench/requirements.txt" >&2
    cp "$bench/requirements.txt" "$environment/requirements.txt"
  fi
  build
  export BENCH_JAVA="$java" BENCH_JAVA_FLAGS="${flags[*]}"
  exec "$environment/bin/python" "$bench/peers/$1" "${@:2}"
}
