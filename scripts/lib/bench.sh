# Sourced by the scripts: the bench module, built where its sources are newer than its class path.

bench_class_path='target/classes:target/lib/*'

build_bench() {
  local newer=
  if [[ -d bench/target/lib ]]; then
    newer=$(find pom.xml */pom.xml */src/main -newer bench/target/lib -type f -print -quit)
    [[ -n $newer ]] || return 0
  fi
  echo "Building …" >&2
  mvn -q -B -ntp -DskipTests -Dspotless.check.skip -Djacoco.skip package -pl bench -am >&2
  touch bench/target/lib
}
