# Sourced by the scripts beside it: installs Debian packages that are missing.
#
# need PACKAGE PROBE…   remembers PACKAGE if the probe (a command line) fails
# install_needed        installs what was remembered, or says in one line what to install

needed=()

need() {
  local package=$1
  shift
  "$@" >/dev/null 2>&1 || needed+=("$package")
}

has_command() { command -v "$1"; }

has_header() { echo "#include <$1>" | cc -E -x c - ; }

install_needed() {
  [ ${#needed[@]} -eq 0 ] && return 0
  local run=()
  if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null 2>&1 || ! sudo -n true 2>/dev/null; then
      echo "$0: please install: ${needed[*]} (needs root, and sudo asks for a password here)" >&2
      exit 2
    fi
    run=(sudo)
  fi
  if ! command -v apt-get >/dev/null 2>&1; then
    echo "$0: please install the equivalents of these Debian packages: ${needed[*]}" >&2
    exit 2
  fi
  echo "Installing: ${needed[*]}" >&2
  local log
  log=$(mktemp)
  if ! { "${run[@]}" apt-get update -q && DEBIAN_FRONTEND=noninteractive \
    "${run[@]}" apt-get install -q -y --no-install-recommends "${needed[@]}"; } >"$log" 2>&1; then
    tail -n 5 "$log" >&2
    echo "$0: could not install: ${needed[*]} (log: $log)" >&2
    exit 2
  fi
  rm -f "$log"
}

# What building needs.
need_to_build() {
  if ! command -v swift >/dev/null 2>&1; then
    echo "$0: Swift 6.2 or newer is missing; see https://www.swift.org/install/linux" >&2
    exit 2
  fi
  need pkg-config has_command pkg-config
  need libsqlite3-dev has_header sqlite3.h
  need libcurl4-openssl-dev has_header curl/curl.h
  need zlib1g-dev has_header zlib.h
  need libzstd-dev has_header zstd.h
}

# What judging programs in the starter set's languages needs.
need_to_judge() {
  need python3 has_command python3
  need gcc has_command gcc
  need g++ has_command g++
  need nodejs has_command node
}

# What judging programs in every language needs; Swift is there, or nothing can be built.
need_to_judge_all() {
  need_to_judge
  need default-jdk-headless javac -version
  need golang-go go version
  need node-typescript tsc --version
  need ruby ruby --version
  # Any toolchain of rustup's will do, but a shim without one is no compiler.
  need rustc rustc --version
}

# What the tests that use reports as a reader does need.
need_to_read() {
  need nodejs has_command node
  need chromium has_command chromium
}
