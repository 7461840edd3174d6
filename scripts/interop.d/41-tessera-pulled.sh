# Our mirror pulls a log that Tessera's posix-oneshot writes; Tessera's fsck audits the copy, and finds a bit that is flipped in it.
set -euo pipefail
. scripts/lib/interop.sh

tessera_version=v1.0.4
client_class_path="client/target/*:client/target/lib/*"
oneshot=$(go_tool posix-oneshot "github.com/transparency-dev/tessera/cmd/examples/posix-oneshot@$tessera_version") || oneshot=
fsck=$(go_tool fsck "github.com/transparency-dev/tessera/cmd/fsck@$tessera_version") || fsck=
if [[ -z $oneshot || -z $fsck ]]; then
  skipped "our mirror pulling a log of Tessera posix-oneshot $tessera_version: it or fsck could not be built, see above"
  exit 0
fi

vitrine() { java -cp "$client_class_path" dev.vitrine.client.cli.Vitrine "$@"; }

# serve_folder NAME FOLDER sets url.
serve_folder() {
  java scripts/interop.d/ServeFolder.java "$2" >"$work/$1.url" &
  children+=($!)
  await 30 grep -q http "$work/$1.url"
  url=$(cat "$work/$1.url")
}

run_fsck() { timeout 120 "$fsck" --storage_url="$1/" --public_key="$work/vkey" --N=8 --ui=false >"$work/fsck.log" 2>&1 || true; }
accepted() { grep -q "Successfully fsck'd log with size $1 " "$work/fsck.log" && ! grep -q 'fsck failed: ' "$work/fsck.log"; }

java -cp "$client_class_path" scripts/interop.d/Keygen.java log.example/tessera 01 "$work/own-form.key" "$work/tessera.key" >"$work/vkey"
mkdir -p "$work/tessera" "$work/entries" "$work/mirror"
serve_folder log "$work/tessera"
printf 'log %s %s/\nquorum none\n' "$(cat "$work/vkey")" "$url" >"$work/policy"
copy=$work/mirror/$(printf %s log.example/tessera | sha256sum | cut -d' ' -f1)
serve_folder copy "$work/mirror"
copy_url=$url/$(basename "$copy")

size=0
for more in 3 253 1 343; do
  rm -f "$work"/entries/*
  for ((i = size; i < size + more; i++)); do echo "entry $i of another vendor" >"$work/entries/$i"; done
  ((size += more))
  LOG_PRIVATE_KEY= timeout 60 "$oneshot" --storage_dir "$work/tessera" --entries "$work/entries/*" --private_key "$work/tessera.key" >"$work/oneshot.log" 2>&1 || true
  vitrine mirror --once --policy "$work/policy" --state "$work/mirror" >"$work/mirror.log" 2>&1 || true
  run_fsck "$copy_url"
  if [[ $(sed -n 2p "$copy/checkpoint" 2>/dev/null) == "$size" ]] && accepted "$size"; then
    pass "Tessera fsck $tessera_version accepts our mirror's copy of a log of Tessera posix-oneshot, pulled at size $size"
  else
    fail "our mirror's copy of a log of Tessera posix-oneshot $tessera_version at size $size"
    tail -2 "$work/oneshot.log" "$work/mirror.log" "$work/fsck.log" | cut -c1-300
  fi
done

# Unless fsck refuses this, what it accepted above says nothing.
printf '\001' | dd of="$copy/tile/entries/001" bs=1 seek=40 conv=notrunc 2>/dev/null
run_fsck "$copy_url"
if accepted "$size"; then
  fail "Tessera fsck $tessera_version accepts a copy with an altered byte"
else
  pass "Tessera fsck $tessera_version refuses our mirror's copy of that log with one byte altered"
fi
