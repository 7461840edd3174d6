# Our witness cosigns a log that Tessera's posix-oneshot writes, with a witness policy: first checkpoint and growth.
set -euo pipefail
. scripts/lib/interop.sh

tessera_version=v1.0.4
client_class_path="client/target/*:client/target/lib/*"
oneshot=$(go_tool posix-oneshot "github.com/transparency-dev/tessera/cmd/examples/posix-oneshot@$tessera_version") || oneshot=
vitrine() { exec java -cp "$client_class_path" dev.vitrine.client.cli.Vitrine "$@"; }
keygen() { java -cp "$client_class_path" scripts/interop.d/Keygen.java "$@"; }

if [[ -z $oneshot ]]; then
  skipped "Tessera posix-oneshot $tessera_version: could not be built, see above"
else
  ours_vkey=$(keygen witness.example/ours 04 "$work/ours.key")
  tessera_vkey=$(keygen log.example/tessera 01 "$work/tessera.cosigner" "$work/tessera.key")
  port=$(free_port)
  vitrine witness --state "$work/ours" --key "$work/ours.key" --log "$tessera_vkey" --listen "127.0.0.1:$port" >"$work/ours.log" 2>&1 &
  children+=($!)
  await 30 grep -q listening "$work/ours.log"
  printf 'log %s\nwitness w1 %s http://127.0.0.1:%s/\nquorum w1\n' "$tessera_vkey" "$ours_vkey" "$port" >"$work/tessera.policy"
  mkdir -p "$work/entries"
  for step in 1 2; do
    for i in 1 2 3; do echo "entry $step $i" >"$work/entries/$step-$i"; done
    LOG_PRIVATE_KEY= timeout 60 "$oneshot" --storage_dir "$work/tessera" --entries "$work/entries/$step-*" --private_key "$work/tessera.key" \
      --witness_policy_file "$work/tessera.policy" >"$work/oneshot.log" 2>&1 || true
    if grep -q "^— witness.example/ours " "$work/tessera/checkpoint" 2>/dev/null && [[ $(sed -n 2p "$work/tessera/checkpoint") == $((3 * step)) ]]; then
      pass "our witness cosigns Tessera posix-oneshot $tessera_version at size $((3 * step))"
    else
      fail "our witness does not cosign Tessera posix-oneshot $tessera_version at size $((3 * step))"
      tail -3 "$work/oneshot.log" | cut -c1-300
    fi
  done
fi
