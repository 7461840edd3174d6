# Sourced by scripts/vitrine and by the build: the class path and class archive of the `vitrine` command.

vitrine_home=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../client/target" 2>/dev/null && pwd) || vitrine_home=
vitrine_archive=$vitrine_home/vitrine.jsa
vitrine_unsigned=$vitrine_home/unsigned/bcprov.jar
# A short-lived program: no second compiler, no parallel collector.
vitrine_java=(java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto -XX:-UsePerfData)

# Sets vitrine_class_path; the same jars in the same order every time, or the archive does not fit.
# The native crypto library pays for its start only where many signatures are checked: it is added by --many.
find_vitrine_class_path() {
  local LC_ALL=C jar
  vitrine_class_path=$(printf '%s' "$vitrine_home"/vitrine-client-*[0-9T].jar)
  for jar in "$vitrine_home"/lib/*.jar; do
    case $jar in
      */AmazonCorretto*) [[ ${1:-} != --many ]] || vitrine_class_path+=:$jar ;;
      */bcprov-*) if [[ -f $vitrine_unsigned ]]; then vitrine_class_path+=:$vitrine_unsigned; else vitrine_class_path+=:$jar; fi ;;
      *) vitrine_class_path+=:$jar ;;
    esac
  done
}

# The same Bouncy Castle classes in a jar without signatures: checking 7000 digests of a signed one costs a third of a
# start, and signed classes cannot be archived. Maven has checked the jar as a whole when it fetched it.
make_unsigned_copy() {
  local work
  work=$(mktemp -d)
  (
    cd "$work"
    jar xf "$vitrine_home"/lib/bcprov-*.jar
    rm -f META-INF/*.SF META-INF/*.RSA META-INF/*.DSA META-INF/MANIFEST.MF
    printf 'Multi-Release: true\n' >"$work.manifest"
    mkdir -p "${vitrine_unsigned%/*}"
    jar cfm0 "$vitrine_unsigned.new" "$work.manifest" .
    mv "$vitrine_unsigned.new" "$vitrine_unsigned"
  )
  rm -rf "$work" "$work.manifest"
}

# Runs the common commands once against a log of one entry and archives the classes that they loaded (class data
# sharing). Lambdas of classes that cannot be archived (signed jars, old class files) make JDK 17 crash, so only
# those of the JDK and of Vitrine are kept.
make_vitrine_archive() {
  local work
  make_unsigned_copy
  find_vitrine_class_path
  work=$(mktemp -d)
  "${vitrine_java[@]}" -XX:DumpLoadedClassList="$work/all" -cp "$vitrine_class_path" \
    dev.vitrine.client.cli.Vitrine rehearse >/dev/null 2>&1 &&
    awk '!/^@lambda-proxy/ || $2 ~ /^(jdk|java|sun|dev\/vitrine)\//' "$work/all" >"$work/classes" &&
    "${vitrine_java[@]}" -Xshare:dump -XX:SharedClassListFile="$work/classes" -XX:SharedArchiveFile="$work/jsa" \
      -cp "$vitrine_class_path" >/dev/null 2>&1 &&
    mv "$work/jsa" "$vitrine_archive" || true
  rm -rf "$work"
}
