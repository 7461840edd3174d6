# Sourced by the scripts: makes sure that a JDK 17+ and Maven 3.8.7+ are there.

# On Debian or Ubuntu, as root, installs what is missing; elsewhere says in one line what is missing and how to get it.
require_toolchain() {
  toolchain_is_there && return
  if [[ $(id -u) == 0 ]] && command -v apt-get >/dev/null; then
    install_toolchain || return
    toolchain_is_there && return
  fi
  echo "Missing: $(missing_tools) on the PATH. On Debian 12 or Ubuntu 24.04 and newer: sudo apt-get install default-jdk-headless maven; else from adoptium.net and maven.apache.org" >&2
  return 1
}

toolchain_is_there() { [[ -z $(missing_tools) ]]; }

missing_tools() {
  local missing=()
  javac_is_new_enough || missing+=("JDK 17 or newer")
  maven_is_new_enough || missing+=("Maven 3.8.7 or newer")
  case ${#missing[@]} in
    1) echo "${missing[0]}" ;;
    2) echo "${missing[0]} and ${missing[1]}" ;;
  esac
}

install_toolchain() {
  local packages=() jdk
  apt-get update -qq || return
  if ! javac_is_new_enough; then
    # Not every release has 17; 21 is the newest that the static checks were tried with.
    for jdk in openjdk-17-jdk-headless openjdk-21-jdk-headless default-jdk-headless; do
      apt-cache show "$jdk" >/dev/null 2>&1 && break
    done
    packages+=("$jdk")
  fi
  command -v mvn >/dev/null || packages+=(maven)
  ((${#packages[@]})) || return 0
  echo "Installing ${packages[*]} …" >&2
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${packages[@]}" >/dev/null
}

javac_is_new_enough() {
  command -v javac >/dev/null || return 1
  local version
  version=$(javac -version 2>&1 | sed -E 's/^javac ([0-9]+).*/\1/')
  [[ $version =~ ^[0-9]+$ ]] && ((version >= 17))
}

maven_is_new_enough() {
  local mvn jar version
  mvn=$(command -v mvn) || return 1
  # By the name of its jar where that tells: asking Maven itself starts a Java machine.
  jar=$(compgen -G "$(dirname "$(readlink -f "$mvn")")/../lib/maven-core-*.jar" | head -1)
  version=$(basename "$(readlink -f "${jar:-.}")" .jar)
  version=${version#maven-core-}
  [[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+ ]] || version=$(mvn -v 2>/dev/null | sed -nE 's/.*Apache Maven ([0-9.]+).*/\1/p')
  [[ -n $version && $(printf '%s\n' 3.8.7 "$version" | sort -V | head -1) == 3.8.7 ]]
}
