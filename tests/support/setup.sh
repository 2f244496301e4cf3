# Shared by tests/run, engine-adapter/demo and .ci/run: what the project needs from Debian 12 and how it is built.
# To be sourced by bash; it defines functions and variables (all named wb_*) and does nothing by itself.

wb_root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

# The compiler cache works across clones: paths below this one count relative to it.
export CCACHE_BASEDIR=$wb_root CCACHE_NOHASHDIR=1 CCACHE_MAXSIZE=${CCACHE_MAXSIZE:-20G}

# What stands in the way of nothing and is needed always: compiler, libraries, fonts, python3 for the scripts.
wb_packages_build=(
  ca-certificates g++ cmake ninja-build pkg-config ccache
  libboost1.81-dev libboost-system1.81-dev libboost-test1.81-dev
  libssl-dev libsqlite3-dev libyaml-cpp-dev libre2-dev nlohmann-json3-dev libpugixml-dev libspdlog-dev
  libcairo2-dev libpango1.0-dev libqpdf-dev prometheus-cpp-dev libcli11-dev libhowardhinnant-date-dev
  tzdata fonts-dejavu-core fonts-noto-core icc-profiles-free
  python3 poppler-utils
)
wb_packages_test=(qpdf binutils)
wb_packages_all=(clang clang-tidy clang-format libc++-dev util-linux mount e2fsprogs git)

wb_say() { printf '%s\n' "== $*"; }
wb_die() { printf 'error: %s\n' "$*" >&2; exit 1; }

# Runs a command as root: as it is for root, else by sudo (without a question when CI is set).
wb_as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif command -v sudo >/dev/null; then
    if [ -n "${CI:-}" ]; then sudo -n "$@"; else sudo "$@"; fi
  else
    wb_die "packages must be installed and this is neither root nor is there sudo. As root: $*"
  fi
}

# Prints which of the packages are not installed, one a line. Asks dpkg only.
wb_missing() {
  local have
  have=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null | awk '$1 == "installed" {print $2}') || true
  printf '%s\n' "$@" | grep -vxF -f <(printf '%s\n' "${have:-.}") || true
}

# Debian cannot hold the -dev packages of two Boost versions. Removes those of 1.74, only when 1.81 is still missing.
wb_clear_boost() {
  local old
  old=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' 'libboost*-dev' 2>/dev/null |
    awk '$1 == "installed" && $2 !~ /1\.81/ {print $2}') || true
  [ -n "$old" ] || return 0
  wb_say "Debian's default Boost (1.74) cannot be installed beside the Boost 1.81 that is needed here; removing:"
  printf '   %s\n' $old
  wb_say "(to go back later: apt-get install libboost-all-dev, which removes 1.81 again)"
  wb_as_root env DEBIAN_FRONTEND=noninteractive apt-get remove -y -q $old >"$1" 2>&1 </dev/null ||
    { tail -n 20 "$1" >&2; wb_die "the -dev packages of Boost 1.74 could not be removed"; }
}

# Installs what is missing of the packages; calls apt only when something is.
wb_install() {
  command -v dpkg-query >/dev/null || wb_die "this needs Debian 12 (dpkg was not found)"
  local missing log
  mapfile -t missing < <(wb_missing "$@")
  [ "${#missing[@]}" -gt 0 ] || return 0
  if ! grep -qs '^VERSION_CODENAME=bookworm' /etc/os-release; then
    wb_say "this is not Debian 12; its packages may have other names or versions. Going on."
  fi
  log=$(mktemp)
  wb_say "installing ${#missing[@]} packages: ${missing[*]}"
  wb_as_root apt-get update -q >"$log" 2>&1 </dev/null || wb_say "apt-get update had faults; going on with the lists that are there"
  if printf '%s\n' "${missing[@]}" | grep -q '^libboost'; then wb_clear_boost "$log"; fi
  wb_as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}" >"$log" 2>&1 </dev/null ||
    { tail -n 30 "$log" >&2; wb_die "apt-get could not install the packages"; }
  rm -f "$log"
}

# How many compilers at once: one for each processor, but never more than memory bears (1.5 GiB each).
wb_jobs() {
  local cpus memory
  cpus=$(nproc)
  memory=$(awk '/^MemAvailable/ {print int($2 / 1572864)}' /proc/meminfo)
  [ "${memory:-2}" -ge 1 ] || memory=1
  [ "$cpus" -le "${memory:-2}" ] || cpus=$memory
  echo "${WARDBRIDGE_JOBS:-$cpus}"
}

# wb_build PRESET [TARGET...]: configures where needed and builds. On a fault prints the end of the output and returns 1.
wb_cmake_options=()  # beside those of the preset
wb_build() {
  local preset=$1 log="$wb_root/build/logs/build-$1.log" started=$SECONDS
  shift
  mkdir -p "$wb_root/build/logs"
  wb_say "building preset $preset${*:+ ($*)}"
  if ! (cd "$wb_root" && cmake --preset "$preset" "${wb_cmake_options[@]}") >"$log" 2>&1 </dev/null; then
    tail -n 40 "$log" >&2
    return 1
  fi
  # A line of progress every half minute, so that nobody thinks it stands still; the whole output is in the log.
  ( while sleep 30; do
      printf '   preset %s: %s\n' "$preset" "$(grep -oE '^\[[0-9]+/[0-9]+\]' "$log" | tail -n 1) after $((SECONDS - started)) s"
    done ) &
  local ticker=$! result=0
  (cd "$wb_root" && nice cmake --build --preset "$preset" -j "$(wb_jobs)" ${*:+--target "$@"}) >>"$log" 2>&1 </dev/null || result=1
  { kill "$ticker" && wait "$ticker"; } 2>/dev/null || true
  if [ "$result" != 0 ]; then
    grep -nE -A12 '^FAILED:|error:' "$log" | head -n 80 >&2
    printf 'the whole output is in %s\n' "$log" >&2
    return 1
  fi
  wb_say "built preset $preset in $((SECONDS - started)) s"
}
