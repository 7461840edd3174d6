# Sourced by the scripts: other people's programs, built from the Go module proxy by name and version.

go_tools_folder=${VITRINE_GO_TOOLS:-${TMPDIR:-/tmp}/vitrine-go-tools-$(id -u)}

# go_tool NAME PACKAGE@VERSION prints the path of the program, which it installs if needed, and fails where it cannot be had.
go_tool() {
  local name=$1 package=$2 version=${2##*@}
  local binary=$go_tools_folder/$version/$name
  if [[ ! -x $binary ]]; then
    command -v go >/dev/null || { echo "Go is missing, so $package cannot be built" >&2; return 1; }
    local build
    build=$(mktemp -d)
    GOBIN=$build GOFLAGS=-mod=mod go install "$package" >&2 || { echo "$package cannot be had" >&2; rm -rf "$build"; return 1; }
    mkdir -p "$go_tools_folder/$version"
    mv "$build"/* "$binary"
    rm -rf "$build"
  fi
  echo "$binary"
}
