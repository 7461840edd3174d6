# transparency-dev's omniwitness cosigns our log: first checkpoint, growth, a conflict, restart of either side, a log put back.
set -euo pipefail
. scripts/lib/interop.sh

witness_version=v0.0.0-20260720115447-2e1c6971d19e
client_class_path="client/target/*:client/target/lib/*"

omniwitness=$(go_tool omniwitness "github.com/transparency-dev/witness/cmd/omniwitness@$witness_version") || omniwitness=

if ! compgen -G "client/target/vitrine-client-*.jar" >/dev/null; then
  mvn -q -B -ntp -DskipTests package -pl client -am >&2
fi
# keygen NAME TYPE FILE writes a private key and prints its vkey.
keygen() { java -cp "bench/target/*:bench/target/lib/*:$client_class_path" scripts/interop.d/Keygen.java "$@"; }

# grow TO lets the log grow to a size.
grow() { bench fill --url "$url" --vkey "$vkey" --to "$1" >/dev/null; }
size_of() { sed -n 2p <(curl -fsS "$1" 2>/dev/null); }
cosigned_at() { [[ $(size_of "$url/checkpoint") == "$1" ]] && curl -fsS "$url/checkpoint" | grep -q "^— witness.example/w1 "; }
witnessed() { if await 30 cosigned_at "$1"; then pass "omniwitness: $2"; else fail "omniwitness: $2"; tail -5 "$server_log" | cut -c1-300; fi; }

start_omniwitness() {
  "$omniwitness" --private_key_path "$work/w1.key" --db_file "$work/w1.db" --listen "127.0.0.1:$witness_port" \
    --metrics_listen "127.0.0.1:$metrics_port" --additional_logs "$work/logs.yaml" --logtostderr >"$work/omniwitness.log" 2>&1 &
  witness_pid=$!
  children+=("$witness_pid")
  await 30 tcp_open "$witness_port"
}
tcp_open() { (exec 3<>"/dev/tcp/127.0.0.1/$1"); }

if [[ -z $omniwitness ]]; then
  skipped "omniwitness $witness_version: could not be built, see above"
else
  witness_vkey=$(keygen witness.example/w1 04 "$work/w1.cosigner" "$work/w1.key")
  witness_port=$(free_port) metrics_port=$(free_port)
  printf 'witness w1 %s http://127.0.0.1:%s/\nquorum w1\n' "$witness_vkey" "$witness_port" >"$work/policy"
  # The log's key must be known before the witness starts, so the log is started once without it.
  start_server witnessed
  log_vkey=$vkey log_folder=$work/witnessed
  stop_children
  printf 'Logs:\n  - Origin: %s\n    PublicKey: %s\n    URL: http://127.0.0.1:1/\n    Feeder: none\n' "${log_vkey%%+*}" "$log_vkey" >"$work/logs.yaml"
  start_omniwitness
  start_server witnessed 'witness:' "  policy-file: $work/policy"
  grow 10; witnessed 10 "cosigns the first checkpoint"
  grow 300; witnessed 300 "cosigns growth"
  log_pid=${children[-1]}
  kill -9 "$log_pid"; wait "$log_pid" 2>/dev/null || true
  start_server witnessed 'witness:' "  policy-file: $work/policy"
  grow 400; witnessed 400 "cosigns after a restart of the log, which no longer knows the size (409 and again)"
  kill -9 "$witness_pid"; wait "$witness_pid" 2>/dev/null || true
  start_omniwitness
  grow 500; witnessed 500 "cosigns after its own restart"
  stop_children
  # The log is put back to what it was before the witness saw it grow.
  rm -rf "$log_folder/data.old"; mv "$log_folder/data" "$log_folder/data.old"; mkdir -p "$log_folder/data"
  cp -r "$log_folder/data.old/keys" "$log_folder/data/" 2>/dev/null || true
  start_omniwitness
  if start_server witnessed 'witness:' "  policy-file: $work/policy" >/dev/null 2>&1 && await 20 grep -q -E 'FATAL|REFUSED' "$server_log"; then
    pass "a log put back behind what omniwitness cosigned stops: $(grep -oE 'cosigned size [0-9]+' "$server_log" | head -1)"
  elif grep -q -E 'FATAL|REFUSED' "$server_log"; then
    pass "a log put back behind what omniwitness cosigned does not start: $(grep -E "FATAL|REFUSED" "$server_log" | head -1 | grep -oE "reason=.{0,200}")"
  else
    fail "a log put back behind what omniwitness cosigned goes on"
    tail -5 "$server_log" | cut -c1-300
  fi
  stop_children
fi
