# Sourced by scripts/demo: the steps' parts.

server=
url=

step() {
  printf '\n\033[1m%s\033[0m\n' "$1"
  shift
  printf '  %s\n' "$@"
  echo
}

fail() {
  echo "scripts/demo: $1" >&2
  exit 1
}

vitrine() {
  "$root/scripts/vitrine" "$@"
}

# Shows a command and runs it.
say() {
  echo "\$ $*"
  "$@" 2>&1
}

build_demo() {
  compgen -G "$root/log-server/target/vitrine-log-server-*.jar" >/dev/null &&
    compgen -G "$root/client/target/vitrine-client-*.jar" >/dev/null && return
  echo "Building (once) …"
  (cd "$root" && mvn -q -B -ntp -DskipTests -Dspotless.check.skip package -pl log-server,client -am)
}

local_maven_repository() {
  local folder=${MAVEN_REPO_LOCAL:-$HOME/.m2/repository}
  [[ -d $folder ]] || fail "no local Maven repository at $folder (expected: one, after a build; or MAVEN_REPO_LOCAL)"
  echo "$folder"
}

# Starts or restarts the server over the same data, and waits until it answers.
start_server() {
  if [[ ! -f server.yaml ]]; then
    printf 'data-folder: %s\nlisten: 127.0.0.1:%s\nadmin-listen: "off"\nadmission: open\n' "$work/data" "$(free_port)" >server.yaml
  fi
  # Before the server's shell comes to open it, on a busy machine; and nothing of an earlier start may be read.
  : >server.out
  "$root/scripts/serve" --config server.yaml >server.out 2>>server.log &
  server=$!
  local waited
  for ((waited = 0; waited < 600; waited++)); do
    url=$(sed -n 's/^address *//p' server.out | head -1)
    if [[ -n $url ]] && curl_quietly "$url/checkpoint"; then
      sed -n 's/^vkey *//p' server.out >vkeys
      echo "serving $url, process $server"
      return
    fi
    kill -0 "$server" 2>/dev/null || fail "the server ended: $(tail -3 server.log)"
    sleep 0.1
  done
  fail "no answer from the server within a minute: $(tail -3 server.log)"
}

# A TCP port nobody listens on: 6962 if it is free.
free_port() {
  local port
  for port in 6962 $(shuf -i 20000-32000 -n 20); do
    if ! (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
      echo "$port"
      return
    fi
  done
}

# Asks for a URL with bash alone; curl need not be there.
curl_quietly() {
  local host=${1#http://} path status
  path=/${host#*/}
  host=${host%%/*}
  (
    exec 3<>"/dev/tcp/${host%:*}/${host#*:}" || exit 1
    printf 'GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n' "$path" "$host" >&3
    read -r -t 5 _ status _ <&3 && [[ $status == 200 ]]
  ) 2>/dev/null
}

# One line of JSON for each jar and pom below a Maven repository.
record_artefacts() {
  (
    cd "$1"
    find . -type f \( -name '*.jar' -o -name '*.pom' \) -printf '%P %s\n' | LC_ALL=C sort >"$work/files"
    cut -d' ' -f1 "$work/files" | xargs -d '\n' sha256sum | cut -c1-64 | paste -d' ' "$work/files" - | records_of_lines
  )
}

# The record of one file, whatever its name now; $2 is its path in the repository.
record_of() {
  printf '%s %s %s\n' "$2" "$(stat -c %s "$1")" "$(sha256sum <"$1" | cut -c1-64)" | records_of_lines | tr -d '\n'
}

# "path size sha256" to JSON. The path is group/artifact/version/file, the group's dots being slashes.
records_of_lines() {
  awk '{
    n = split($1, part, "/")
    group = part[1]
    for (i = 2; i <= n - 3; i++) group = group "." part[i]
    printf "{\"name\":\"%s\",\"version\":\"%s\",\"file\":\"%s\",\"purl\":\"pkg:maven/%s/%s@%s\",\"sha256\":\"%s\",\"size\":%s}\n", \
      part[n - 2], part[n - 1], part[n], group, part[n - 2], part[n - 1], $3, $2
  }'
}

# The largest jar: a file that somebody would miss.
pick_artefact() {
  echo "$1/$(grep '\.jar ' files | sort -k2,2n | tail -1 | cut -d' ' -f1)"
}

alter_one_byte() {
  local at byte
  at=$(($(stat -c %s "$1") / 2))
  byte=$(od -An -tu1 -j "$at" -N 1 "$1")
  printf "\\x$(printf %x $((byte ^ 1)))" | dd of="$1" bs=1 seek="$at" conv=notrunc status=none
}

# Appends the second half a few entries at a time, and kills server and client once a third is acknowledged.
kill_in_the_middle() {
  local client enough
  enough=$(($(wc -l <half.2) / 3))
  : >acks
  "$root/scripts/vitrine" append --lines --window 4 --acks acks half.2 >/dev/null 2>&1 &
  client=$!
  while (($(wc -l <acks) < enough)); do
    kill -0 "$client" 2>/dev/null || fail "the append ended before it could be interrupted"
  done
  kill -9 "$server"
  kill -9 "$client" 2>/dev/null || true
  wait "$server" "$client" 2>/dev/null || true
}

stop_demo() {
  local code=$?
  if [[ -n $server ]] && kill -0 "$server" 2>/dev/null; then
    kill "$server"
    wait "$server" 2>/dev/null || true
  fi
  [[ $code == 0 && -z ${keep:-} ]] && rm -rf "$work"
  exit "$code"
}
