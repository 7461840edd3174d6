package dev.vitrine.bench.micro;

import dev.vitrine.bench.report.Numbers;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * One figure that the core is held to.
 *
 * @param needs benchmarks that it is made of; where a round lacks one, the target is not judged
 * @param atLeast whether the figure must reach the limit, or stay within it
 */
record MicroTarget(
    String name,
    String unit,
    double limit,
    boolean atLeast,
    List<String> needs,
    ToDoubleFunction<Round> figure) {

  /** The zero of an allocation profile: JMH's own bookkeeping spread over the operations. */
  private static final double NO_BYTES = 0.05;

  static final List<MicroTarget> ALL =
      List.of(
          atLeast(
              "node hash, share of the bulk SHA-256 rate",
              "",
              0.65,
              List.of("HashBenchmarks.node", "HashBenchmarks.bulkBlock"),
              round ->
                  2 * round.nanos("HashBenchmarks.bulkBlock") / round.nanos("HashBenchmarks.node")),
          atMost(
              "node hash, bytes allocated",
              "B",
              NO_BYTES,
              List.of("HashBenchmarks.node"),
              round -> round.bytes("HashBenchmarks.node")),
          atMost(
              "leaf hash of 1 KiB, bytes allocated",
              "B",
              NO_BYTES,
              List.of("HashBenchmarks.leaf1024"),
              round -> round.bytes("HashBenchmarks.leaf1024")),
          atMost(
              "append of 8,192 leaves of 1 KiB with tiles, to only hashing them",
              "×",
              1.15,
              List.of("AppendBenchmarks.append:8192", "AppendBenchmarks.hashOnly:8192"),
              round ->
                  round.nanos("AppendBenchmarks.append:8192")
                      / round.nanos("AppendBenchmarks.hashOnly:8192")),
          atMost(
              "inclusion proof at 2^30 leaves, build",
              "µs",
              3,
              List.of("ProofBenchmarks.inclusionBuild:30"),
              round -> round.nanos("ProofBenchmarks.inclusionBuild:30") / 1000),
          atMost(
              "inclusion proof at 2^30 leaves, verify, to 31 node hashes",
              "×",
              1.2,
              List.of("ProofBenchmarks.inclusionVerify:30", "ProofBenchmarks.nodeChain:30"),
              round ->
                  round.nanos("ProofBenchmarks.inclusionVerify:30")
                      / round.nanos("ProofBenchmarks.nodeChain:30")),
          atMost(
              ".tlog-proof with 3 Ed25519 cosignatures, parse to its 3 signature checks",
              "×",
              0.05,
              List.of("TlogProofBenchmarks.parse", "TlogProofBenchmarks.threeSignatures"),
              round ->
                  round.nanos("TlogProofBenchmarks.parse")
                      / round.nanos("TlogProofBenchmarks.threeSignatures")),
          atMost(
              "stapled bundle with 2 Ed25519 cosignatures, read and verify for a file",
              "µs",
              300,
              List.of("StapledBundleBenchmarks.parseAndVerify"),
              round -> round.nanos("StapledBundleBenchmarks.parseAndVerify") / 1000));

  private static MicroTarget atLeast(
      String name, String unit, double limit, List<String> needs, ToDoubleFunction<Round> figure) {
    return new MicroTarget(name, unit, limit, true, needs, figure);
  }

  private static MicroTarget atMost(
      String name, String unit, double limit, List<String> needs, ToDoubleFunction<Round> figure) {
    return new MicroTarget(name, unit, limit, false, needs, figure);
  }

  boolean measuredBy(Round round) {
    return needs.stream().allMatch(round::has);
  }

  boolean passes(double value) {
    return atLeast ? value >= limit : value <= limit;
  }

  String limitText() {
    return ((atLeast ? "≥ " : "≤ ") + Numbers.text(limit) + " " + unit).trim();
  }
}
