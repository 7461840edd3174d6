# Tessera's fsck audits the log from its checkpoint down to each entry, at the sizes where tiles and bundles change shape.
set -euo pipefail
. scripts/lib/interop.sh

fsck=$(go_tool fsck github.com/transparency-dev/tessera/cmd/fsck@v1.0.4) || { skipped "Tessera fsck v1.0.4: could not be built, see above"; exit 0; }
start_server fsck
echo "$vkey" >"$work/vkey"

run_fsck() { timeout 300 "$fsck" --storage_url="$1/" --public_key="$work/vkey" --N=2 --ui=false >"$work/fsck.log" 2>&1; }

for size in 0 1 255 256 257 65536 70000; do
  bench fill --url "$url" --vkey "$vkey" --to "$size" >/dev/null
  if run_fsck "$url"; then
    pass "Tessera fsck v1.0.4 accepts the log at size $size"
  else
    fail "Tessera fsck v1.0.4 refuses the log at size $size"
    tail -5 "$work/fsck.log"
  fi
done

# with_bit RESOURCE BIT runs fsck through a proxy that alters one bit; bit -1 alters nothing.
with_bit() {
  : >"$work/proxy"
  bench flip-proxy --url "$url" --resource "$1" --bit "$2" >"$work/proxy" &
  local proxy=$! result=0
  children+=("$proxy")
  await 30 grep -q http "$work/proxy"
  run_fsck "$(cat "$work/proxy")" || result=$?
  kill "$proxy"
  wait "$proxy" 2>/dev/null || true
  return "$result"
}

if with_bit tile/0/000 -1; then
  pass "Tessera fsck v1.0.4 accepts the log through a proxy that alters nothing"
  for resource in tile/0/000 tile/0/273.p/112 tile/1/000 tile/2/000.p/1 tile/entries/000; do
    if with_bit "$resource" 1234; then
      fail "Tessera fsck v1.0.4 accepts the log with one bit of $resource flipped"
    elif grep -qiE 'mismatch|invalid|fail|incorrect|differ|not match' "$work/fsck.log"; then
      pass "Tessera fsck v1.0.4 refuses the log with one bit of $resource flipped"
    else
      fail "Tessera fsck v1.0.4 ended for another reason than the flipped bit of $resource"
      tail -5 "$work/fsck.log"
    fi
  done
else
  fail "Tessera fsck v1.0.4 refuses the log through a proxy that alters nothing"
  tail -5 "$work/fsck.log"
fi
