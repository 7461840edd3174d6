# Tessera's fsck audits the log from its checkpoint down to each entry, at the sizes where tiles and bundles change shape.
set -euo pipefail
. scripts/lib/interop.sh

fsck=$(go_tool fsck github.com/transparency-dev/tessera/cmd/fsck@v1.0.4) || { skipped "Tessera fsck v1.0.4: could not be built, see above"; exit 0; }
start_server fsck
echo "$vkey" >"$work/vkey"

# Its exit code is 0 whatever it finds, so what it says counts. A worker of it ends with each fault it finds, and without workers it waits for ever.
run_fsck() { timeout 120 "$fsck" --storage_url="$1/" --public_key="$work/vkey" --N=8 --ui=false >"$work/fsck.log" 2>&1 || true; }
accepted() { grep -q "Successfully fsck'd log with size $1 " "$work/fsck.log"; }
refused() { grep -q 'fsck failed: ' "$work/fsck.log"; }
what_it_said() { tail -5 "$work/fsck.log" | cut -c1-300; }

for size in 0 1 255 256 257 65536 70000; do
  bench fill --url "$url" --vkey "$vkey" --to "$size" >/dev/null
  run_fsck "$url"
  if accepted "$size" && ! refused; then
    pass "Tessera fsck v1.0.4 accepts the log at size $size"
  else
    fail "Tessera fsck v1.0.4 does not accept the log at size $size"
    what_it_said
  fi
done

# with_bit RESOURCE BIT runs fsck through a proxy that alters one bit; bit -1 alters nothing.
with_bit() {
  local proxy=$work/proxy-$((++proxies))
  start_bench "$proxy" flip-proxy --url "$url" --resource "$1" --bit "$2"
  await 60 grep -q http "$proxy"
  run_fsck "$(cat "$proxy")"
}
proxies=0

with_bit tile/0/000 -1
if accepted 70000 && ! refused; then
  pass "Tessera fsck v1.0.4 accepts the log through a proxy that alters nothing"
else
  fail "Tessera fsck v1.0.4 does not accept the log through a proxy that alters nothing"
  what_it_said
fi

for resource in tile/0/000 tile/0/273.p/112 tile/1/000 tile/2/000.p/1 tile/entries/000 checkpoint; do
  with_bit "$resource" 202
  if refused && ! accepted 70000; then
    pass "Tessera fsck v1.0.4 refuses the log with one bit of $resource flipped"
  else
    fail "Tessera fsck v1.0.4 does not refuse the log with one bit of $resource flipped"
    what_it_said
  fi
done
