# Sourced by scripts/vitrine: an audit of a log server's data folder, by way of an export to plain files.

# audit_data_folder ARGUMENT… audits the data folder among the arguments and ends the process; returns if there is none.
audit_data_folder() {
  local argument data= believes=${VITRINE_POLICY:-} state= arguments=() work
  for argument in "$@"; do
    case $argument in
      --policy | --policy=* | --vkey | --vkey=*) believes=given ;;
      --state | --state=*) state=given ;;
    esac
    [[ -n $data || ! -f $argument/store/CURRENT ]] || data=$argument
  done
  [[ -n $data ]] || return 0
  data=$(cd "$data" && pwd -P)
  work=${TMPDIR:-/tmp}/vitrine-audit-$(id -u)-$(printf %s "$data" | cksum | cut -d' ' -f1)
  mkdir -p -m 700 "$work"
  [[ -O $work ]] || { echo "vitrine audit: $work belongs to somebody else (expected: to you). Set TMPDIR" >&2; exit 2; }
  for argument in "$@"; do
    [[ -f $argument/store/CURRENT ]] && arguments+=("$work/tiles") || arguments+=("$argument")
  done
  [[ -n $state ]] || arguments+=(--state "$work/state")
  if [[ -z $believes ]]; then
    [[ -f $data/log.policy ]] || { echo "vitrine audit: no key to believe (expected: --policy FILE, --vkey VKEY, or $data/log.policy)" >&2; exit 2; }
    echo "Keys: $data/log.policy. They come from the folder that is audited; --policy or --vkey brings your own." >&2
    arguments+=(--policy "$data/log.policy")
  fi
  take_work_folder "$data" "$work"
  export_data_folder "$data" "$work" && run_audit "$work" "${arguments[@]}"
}

# Two audits of one folder would write the same copy. What this script started has the lock too, and keeps it if this script is killed.
take_work_folder() {
  command -v flock >/dev/null || return 0
  exec 9>"$2/lock"
  flock -n 9 || { echo "vitrine audit: another audit of $1 is under way in $2 (expected: one at a time)" >&2; exit 2; }
}

export_data_folder() {
  echo "$1 is a log server's data folder: copying what its newest checkpoint signs to $2/tiles …" >&2
  # In single quotes YAML takes everything as it is, but for the quote itself.
  printf "data-folder: '%s'\n" "${1//\'/\'\'}" >"$2/server.yaml"
  "$root/scripts/serve" --config "$2/server.yaml" --export "$2/tiles" >&2 || exit 16
}

run_audit() {
  local work=$1 code=0
  shift
  "${vitrine_command[@]}" "$@" || code=$?
  case $code in
    0) rm -rf "$work" ;;
    1) rm -f "$work/state"; echo "The copy that was audited is kept in $work/tiles" >&2 ;;
    *) echo "The same command goes on from $work; remove it to begin anew" >&2 ;;
  esac
  exit "$code"
}
