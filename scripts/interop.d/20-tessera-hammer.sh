# Tessera's load generator writes and reads for about a minute, and verifies each checkpoint, tile and entry that it reads.
set -euo pipefail
. scripts/lib/interop.sh

hammer=$(go_tool hammer github.com/transparency-dev/tessera/internal/hammer@v1.0.4) || { skipped "Tessera hammer v1.0.4: could not be built, see above"; exit 0; }
start_server hammer

result=0
timeout 150 "$hammer" --log_public_key="$vkey" --log_url="$url/" --max_read_ops=400 --num_readers_random=4 --num_readers_full=2 \
  --max_write_ops=500 --num_writers=64 --leaf_min_size=1024 --dup_chance=0.1 --leaf_write_goal=25000 --max_runtime=120s --show_ui=false \
  >"$work/hammer.log" 2>&1 || result=$?
# Its analyser only warns of a read or a write that failed. Push-back is part of the protocol.
complaints=$(grep -E '^[WEF][0-9]{4} ' "$work/hammer.log" | grep -v 'received pushback' || true)
if [[ $result == 0 && -z $complaints ]]; then
  pass "Tessera hammer v1.0.4 wrote and read 25,000 entries: $(grep -oE 'Reached tree size goal .*' "$work/hammer.log")"
else
  fail "Tessera hammer v1.0.4 (exit code $result)"
  head -5 <<<"$complaints"
  tail -3 "$work/hammer.log"
fi
