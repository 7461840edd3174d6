# Sourced by the scripts of scripts/interop.d: a server to check, and how to say what came of a check.
. scripts/lib/bench.sh
. scripts/lib/go-tools.sh

work=$(mktemp -d)
children=()

stop_children() {
  local child
  for child in "${children[@]}"; do
    kill "$child" 2>/dev/null || true
    wait "$child" 2>/dev/null || true
  done
  children=()
}
trap 'stop_children; rm -rf "$work"' EXIT

pass() { echo "PASS $*"; }
fail() { echo "FAIL $*"; }
skipped() { echo "SKIPPED $*"; }

# bench COMMAND… runs the bench module.
bench() { (cd bench && exec java -Dlogback.configurationFile=bench-logback.xml -cp "$bench_class_path" dev.vitrine.bench.Main "$@"); }

# start_bench OUTPUT COMMAND… runs it in the background, as the last of the children.
start_bench() {
  local output=$1
  shift
  (cd bench && exec java -Dlogback.configurationFile=bench-logback.xml -cp "$bench_class_path" dev.vitrine.bench.Main "$@") >"$output" &
  children+=($!)
}

free_port() {
  local port
  while :; do
    port=$((20000 + RANDOM % 20000))
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
  done
}

# await SECONDS COMMAND… until it succeeds.
await() {
  local end=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    ((SECONDS < end)) || { echo "gave up waiting for: $*" >&2; return 1; }
    sleep 0.1
  done
}

http_ok() { curl -fsS -o /dev/null "$1"; }

# start_server NAME [SETTING…] starts an open log in its own folder and sets url, vkey (Ed25519) and server_log. A setting is a line of its YAML.
start_server() {
  local folder=$work/$1 port
  shift
  port=$(free_port)
  mkdir -p "$folder"
  {
    echo "listen: 127.0.0.1:$port"
    echo "admin-listen: off"
    echo "admission: open"
    echo "data-folder: $folder/data"
    (($# == 0)) || printf '%s\n' "$@"
  } >"$folder/vitrine.yaml"
  server_log=$folder/server.log
  (cd bench && exec java -cp "$bench_class_path" dev.vitrine.server.Main --config "$folder/vitrine.yaml") >"$server_log" 2>&1 &
  children+=($!)
  url=http://127.0.0.1:$port
  await 60 http_ok "$url/readyz" || { cat "$server_log" >&2; return 1; }
  # The first byte of an Ed25519 key is 0x01, so its base64 starts with AQ to Af; ML-DSA-44's 0x06 with Bg to Bv.
  vkey=$(grep -oE '[^[:space:]"=]+\+[0-9a-f]{8}\+A[Q-Za-f][A-Za-z0-9+/]+=*' "$server_log" | head -1)
  [[ -n $vkey ]] || { echo "no Ed25519 vkey in the server's output" >&2; cat "$server_log" >&2; return 1; }
}
