# Sourced by scripts/demo.d/20-records: the records of each step.

index=
any_build=(--set channel=RELEASE --set platform=jvm --set arch=any --set audience=all)
last_build=()

json_field() {
  grep -o "\"$2\":\"[^\"]*\"" "$1" | head -1 | cut -d'"' -f4
}

make_key() {
  vitrine record keygen -o "$1.key" --json >"$1.json"
  echo "$1: $(json_field "$1.json" keyId)"
}

# Appends a signed record and keeps its index.
send() {
  vitrine append "$1" --json >append.json || { cat append.json >&2; fail "$1 was not taken"; }
  index=$(grep -o '"lastIndex":[0-9]*' append.json | cut -d: -f2)
  echo "entry $index: $1"
}

register() {
  vitrine record key --public-key "$1.key.pub=$3" --set action=REGISTER --set "role=$2" --key root-1.key --key root-2.key -o "key-$1" >/dev/null
  send "key-$1"
}

log_build() {
  local path=${1#"$repository"/} version product
  version=$(basename "$(dirname "$path")")
  product=$(dirname "$(dirname "$path")")
  last_build=(--set "product=$(dirname "$product" | tr / .):$(basename "$product")" --set "version=$version" "${any_build[@]}")
  vitrine record build "$1=pkg:maven/$(dirname "$product" | tr / .)/$(basename "$product")@$version" \
    "${last_build[@]}" --key pipeline.key -o half >/dev/null
  vitrine record sign half --key release-manager.key -o "build-$(basename "$1")" >/dev/null
  send "build-$(basename "$1")"
}

log_update() {
  (cd "$root" && mvn -q -B -ntp dependency:copy -Dartifact="net.sourceforge.pmd:pmd-java:$1" -DoutputDirectory="$work/pmd")
  mkdir -p "rules-$1"
  (cd "rules-$1" && jar xf "$work/pmd/pmd-java-$1.jar" category rulesets)
  vitrine record detection-update --stream pmd/java --manifest "rules-$1" --set kind=FULL --set "version=$1" \
    --set "databaseDate=$(date -u +%Y-%m-%dT%H:%M:%SZ)" --key assembler.key -o "update-$1" >/dev/null
  send "update-$1"
  [[ $1 != 7.0.0 ]] || printf '{"common":{"stream":"pmd/java","sequence":1},"kind":"FULL","databaseDate":"%s"}' \
    "$(date -u +%Y-%m-%dT%H:%M:%SZ)" >update-replayed.json
}

log_rebuild() {
  local name
  name=$(basename "$(tail -1 jars)")
  vitrine record rebuild --target "$build" --set rebuilder=university.example --set independence=THIRD_PARTY \
    --set "verdict=$1" --set "matched=$2" --set total=1 --set "files[]={\"name\":\"$name\",\"sha256\":\"$3\"}" \
    --key rebuilder.key -o "rebuild-$1" >/dev/null
  send "rebuild-$1"
}

# id region dataset date from to states...
log_move() {
  local id=$1 region=$2 dataset=$3 day=$4 from=$5 to=$6 state
  shift 6
  for state in "$@"; do
    relocation_json "$state" >"$id-$state.json"
    vitrine record data-relocation --from "$id-$state.json" --stream "relocations/$id" \
      --key officer.key --key supervisor.key -o "$id-$state" >/dev/null
    send "$id-$state"
  done
  relocation_json COMPLETED >completed.json.tmp
  [[ $id != eu-files ]] || mv completed.json.tmp completed.json
}

relocation_json() {
  local digest
  digest=$(echo "$id" | sha256sum | cut -c1-64)
  cat <<JSON
{"common":{"issuedAt":"${day}T12:00:00Z","backfill":true,"backfillReason":"told in public then"},
 "relocationId":"$id","state":"$1","dataset":{"id":"$dataset","personalData":"POSSIBLE"},
 "subjectRegions":["$region"],"controller":"Example Ltd",
 "from":[{"site":"old","country":"$from","operator":"Example Ltd","law":"$from"}],
 "to":[{"site":"zrh","country":"$to","operator":"Example AG","law":"$to"}],
 "method":"REROUTE_NEW_INTAKE","provenance":"press statement, unverified",
 "before":{"root":"$digest","size":1},"after":{"root":"$digest","size":1},
 "noExceptions":true,"supervision":"none told: taken from the statement"}
JSON
}

# Shows what the log would say to a record that must not enter.
refused() {
  local what=$1
  shift
  if vitrine record "$@" --dry-run --json >refused.json; then
    fail "$what: the log would take it"
  fi
  echo "$what → $(json_field refused.json logWouldSay): $(json_field refused.json because)"
}
