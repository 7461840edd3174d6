# Sourced by the scripts: makes sure that a JDK 17+ and Maven 3.8.7+ are there.

# On Debian or Ubuntu, as root, installs what is missing; elsewhere says in one line what is missing and how to get it.
require_toolchain() {
  local missing=()
  javac_is_new_enough || missing+=(openjdk-17-jdk-headless)
  command -v mvn >/dev/null || missing+=(maven)
  ((${#missing[@]})) || return 0
  if [[ $(id -u) == 0 ]] && command -v apt-get >/dev/null; then
    echo "Installing ${missing[*]} …" >&2
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${missing[@]}" >/dev/null
  else
    echo "Missing: ${missing[*]} (expected: JDK 17 or newer and Maven 3.8.7 or newer on the PATH). On Debian or Ubuntu: sudo apt-get install ${missing[*]}" >&2
    return 1
  fi
}

javac_is_new_enough() {
  command -v javac >/dev/null || return 1
  local version
  version=$(javac -version 2>&1 | sed -E 's/^javac ([0-9]+).*/\1/')
  [[ $version =~ ^[0-9]+$ ]] && ((version >= 17))
}
