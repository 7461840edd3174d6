# Mirrors: our log is pushed to our mirror, whose copy Tessera's fsck audits; our mirror takes the pushes of Tessera's mirror client, and our log is
# pushed to Tessera's mirror server, where the Go module proxy serves these two programs (no release up to v1.0.4 has them).
set -euo pipefail
. scripts/lib/interop.sh

tessera_version=${VITRINE_TESSERA_MIRROR_VERSION:-latest}
client_class_path="client/target/*:client/target/lib/*"
vitrine() { exec java -cp "$client_class_path" dev.vitrine.client.cli.Vitrine "$@"; }
keygen() { java -cp "$client_class_path" scripts/interop.d/Keygen.java "$@"; }
origin_hash() { printf %s "$1" | sha256sum | cut -d' ' -f1; }

# start_mirror NAME LOG_VKEY sets mirror_url and mirror_vkey.
start_mirror() {
  local port
  port=$(free_port)
  mirror_vkey=$(keygen mirror.example/ours 06 "$work/$1.key")
  printf 'log %s\nquorum none\n' "$2" >"$work/$1.policy"
  vitrine mirror --state "$work/$1" --policy "$work/$1.policy" --key "$work/$1.key" --listen "127.0.0.1:$port" >"$work/$1.log" 2>&1 &
  children+=($!)
  await 30 grep -q listening "$work/$1.log"
  mirror_url=http://127.0.0.1:$port
}

push() { (vitrine mirror push --log "$url" --to "$1" --mirror-key "$2") >"$work/push.log" 2>&1; }

fsck=$(go_tool fsck github.com/transparency-dev/tessera/cmd/fsck@v1.0.4) || fsck=
if [[ -z $fsck ]]; then
  skipped "Tessera fsck v1.0.4 over our mirror: could not be built, see above"
else
  start_server pushed
  echo "$vkey" >"$work/vkey"
  start_mirror ours "$vkey"
  copy=$mirror_url/$(origin_hash "${vkey%%+*}")
  for size in 1 256 300 20000; do
    bench fill --url "$url" --vkey "$vkey" --to "$size" >/dev/null
    push "$mirror_url" "$mirror_vkey" || true
    timeout 120 "$fsck" --storage_url="$copy/" --public_key="$work/vkey" --N=8 --ui=false >"$work/fsck.log" 2>&1 || true
    if grep -q "Successfully fsck'd log with size $size " "$work/fsck.log" && ! grep -q 'fsck failed: ' "$work/fsck.log"; then
      pass "Tessera fsck v1.0.4 accepts our mirror's copy at size $size, which was pushed to it"
    else
      fail "Tessera fsck v1.0.4 does not accept our mirror's copy at size $size"
      tail -2 "$work/push.log" "$work/fsck.log" | cut -c1-300
    fi
  done
  stop_children
fi

hammer=$(go_tool mirror-hammer "github.com/transparency-dev/tessera/internal/mirror/hammer@$tessera_version") || hammer=
if [[ -z $hammer ]]; then
  skipped "Tessera's mirror client (mirror-hammer, $tessera_version) against our mirror: not served by the Go module proxy, see above"
else
  start_mirror hammered "$(keygen log.example/hammer 06 "$work/hammer.key")"
  result=0
  timeout 150 "$hammer" --mirror_url="$mirror_url/" --local_log_storage_dir="$work/hammer" --local_log_private_key="$work/hammer.key" \
    --num_writers=64 --max_write_ops=200 --leaf_write_goal=20000 --max_runtime=120s --show_ui=false >"$work/hammer.log" 2>&1 || result=$?
  curl -fsS "$mirror_url/$(origin_hash log.example/hammer)/checkpoint" >"$work/shown" || true
  if [[ $result == 0 ]] && grep -q '^— mirror.example/ours ' "$work/shown"; then
    pass "our mirror holds what Tessera mirror-hammer $tessera_version pushed, size $(sed -n 2p "$work/shown")"
  else
    fail "our mirror under Tessera mirror-hammer $tessera_version (exit code $result)"
    tail -3 "$work/hammer.log" | cut -c1-300
  fi
  stop_children
fi

server=$(go_tool mtc-mirror-posix "github.com/transparency-dev/tessera/cmd/mtc/mirror/posix@$tessera_version") || server=
if [[ -z $server ]]; then
  skipped "our log pushed to Tessera's mirror server (mtc-mirror-posix, $tessera_version): not served by the Go module proxy, see above"
else
  start_server to-tessera
  bench fill --url "$url" --vkey "$vkey" --to 300 >/dev/null
  port=$(free_port)
  tessera_vkey=$(keygen mirror.example/tessera 06 "$work/tessera.key")
  printf 'logs/v0\n\nvkey %s\nqpd 86400\ncontact none\n' "$vkey" >"$work/logs.txt"
  "$server" --listen_addr "127.0.0.1:$port" --storage_dir "$work/tessera" --mirror_cosigner_path "$work/tessera.key" --config_path "$work/logs.txt" \
    >"$work/tessera.log" 2>&1 &
  children+=($!)
  await 30 bash -c "exec 3<>/dev/tcp/127.0.0.1/$port" || true
  if push "http://127.0.0.1:$port/" "$tessera_vkey"; then
    pass "Tessera mtc-mirror-posix $tessera_version holds and cosigns our log"
  else
    fail "our log is not taken by Tessera mtc-mirror-posix $tessera_version"
    tail -2 "$work/push.log" "$work/tessera.log" | cut -c1-300
  fi
  stop_children
fi
