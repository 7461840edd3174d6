package dev.vitrine.admission;

import com.google.protobuf.ByteString;
import dev.vitrine.merkle.Hash;
import dev.vitrine.record.Digests;
import dev.vitrine.record.Statement;
import dev.vitrine.v1.ArtifactSize;
import dev.vitrine.v1.Build;
import dev.vitrine.v1.BuildDefinition;
import dev.vitrine.v1.CodeSignature;
import dev.vitrine.v1.Dependency;
import dev.vitrine.v1.Reproducible;
import dev.vitrine.v1.Subject;
import dev.vitrine.v1.SubjectState;
import dev.vitrine.v1.VersionState;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Builds: complete, and one version has one digest. */
final class BuildRules implements KindRules<Build> {
  private static final String AT = "predicate.";

  @Override
  public Documents documents(Build build) {
    return new Documents()
        .add(build.hasSbom(), build.getSbom(), AT + "sbom")
        .add(build.hasProvenance(), build.getProvenance(), AT + "provenance")
        .add(
            build.getCodeSignature().hasVoucher(),
            build.getCodeSignature().getVoucher(),
            AT + "codeSignature.voucher");
  }

  @Override
  public void check(Statement statement, Build build, BlobView blobs) throws RejectionException {
    Check.required(build.getProduct(), AT + "product");
    Check.required(build.getVersion(), AT + "version");
    Check.required(
        build.getChannel() != Build.Channel.CHANNEL_UNSPECIFIED,
        AT + "channel",
        "RELEASE, BETA or HOTFIX");
    Check.required(build.getPlatform(), AT + "platform");
    Check.required(build.getArch(), AT + "arch");
    Check.audience(build.getAudience(), AT + "audience");
    if (build.hasSource()) {
      Check.required(build.getSource().getRepository(), AT + "source.repository");
      Check.optionalHex(build.getSource().getCommit(), AT + "source.commit");
      Check.optionalSha256(build.getSource().getSourceRoot(), AT + "source.sourceRoot");
    }
    if (build.hasBuildDefinition()) {
      checkDefinition(build.getBuildDefinition());
    }
    if (build.hasCodeSignature()) {
      checkCodeSignature(build.getCodeSignature(), statement.subjects());
    }
    if (build.hasReproducible()) {
      checkReproducible(build.getReproducible());
    }
    if (build.getRespin()) {
      Check.required(build.getRespinReason(), AT + "respinReason");
    }
    checkArtifacts(build.getArtifactsList(), statement.subjects());
  }

  private static void checkDefinition(BuildDefinition definition) throws RejectionException {
    String at = AT + "buildDefinition.";
    Check.site(definition.hasSite(), definition.getSite(), at + "site");
    Check.order(
        definition.hasStartedOn(),
        definition.getStartedOn(),
        definition.hasFinishedOn(),
        definition.getFinishedOn(),
        at + "finishedOn");
    Check.count(definition.getSourceDateEpoch(), at + "sourceDateEpoch");
    checkDependencies(definition.getToolchainList(), at + "toolchain");
    checkDependencies(definition.getDependenciesList(), at + "dependencies");
  }

  private static void checkDependencies(List<Dependency> list, String field)
      throws RejectionException {
    for (int i = 0; i < list.size(); i++) {
      Check.required(list.get(i).getName(), field + "[" + i + "].name");
      Check.sha256(list.get(i).getSha256(), field + "[" + i + "].sha256");
    }
  }

  private static void checkCodeSignature(CodeSignature signature, List<Subject> subjects)
      throws RejectionException {
    String at = AT + "codeSignature.";
    Check.required(
        signature.getFormat() != CodeSignature.Format.FORMAT_UNSPECIFIED,
        at + "format",
        "a format");
    Check.optionalSha256(signature.getSignerCertificateSha256(), at + "signerCertificateSha256");
    Check.optionalSha256(signature.getChainSha256(), at + "chainSha256");
    Check.optionalSha256(signature.getTimestampTokenSha256(), at + "timestampTokenSha256");
    Check.optionalHex(signature.getSerial(), at + "serial");
    Check.required(
        signature.getVerification() != CodeSignature.Verification.VERIFICATION_UNSPECIFIED,
        at + "verification",
        "UNCHECKED or VOUCHED");
    boolean vouched = signature.getVerification() == CodeSignature.Verification.VOUCHED;
    Check.required(!vouched || signature.hasVoucher(), at + "voucher", "the checker's report");
    for (int i = 0; signature.getEmbedded() && i < subjects.size(); i++) {
      if (unsigned(subjects.get(i)).isEmpty()) {
        throw Reason.UNSIGNED_DIGEST_MISSING.refuse(
            "subject[" + i + "].digest",
            subjects.get(i).getName(),
            "authenticode-sha256 or unsigned-sha256");
      }
    }
  }

  private static void checkReproducible(Reproducible reproducible) throws RejectionException {
    String at = AT + "reproducible.";
    switch (reproducible.getExpected()) {
      case YES -> {}
      case NORMALISED ->
          Check.required(
              reproducible.getNormalisersCount() > 0, at + "normalisers", "at least one");
      case NO -> Check.required(reproducible.getReason(), at + "reason");
      default -> Check.required(false, at + "expected", "YES, NORMALISED or NO");
    }
  }

  private static void checkArtifacts(List<ArtifactSize> artifacts, List<Subject> subjects)
      throws RejectionException {
    Set<String> names = new HashSet<>();
    for (Subject subject : subjects) {
      names.add(subject.getName());
    }
    for (int i = 0; i < artifacts.size(); i++) {
      String at = AT + "artifacts[" + i + "]";
      if (!names.remove(artifacts.get(i).getName())) {
        throw Reason.SUBJECT.refuse(
            at + ".name", artifacts.get(i).getName(), "the name of a subject, once");
      }
      Check.count(artifacts.get(i).getSize(), at + ".size");
    }
  }

  @Override
  public void admit(Admitting admitting, Build build) throws RejectionException {
    ByteString digest = versionDigest(admitting.statement().subjects());
    Optional<VersionState> before = admitting.state().version(build);
    if (before.isPresent() && !before.get().getDigest().equals(digest) && !build.getRespin()) {
      throw Reason.VERSION_DIGEST.refuse(
          AT + "version",
          build.getProduct() + " " + build.getVersion(),
          "the digests of entry " + before.get().getIndex() + ", or respin");
    }
    admitting
        .state()
        .put(
            StateKeys.version(build),
            VersionState.newBuilder().setIndex(admitting.index()).setDigest(digest).build());
    admitting.rows().add(LookupKeys.product(build.getProduct()));
    admitting.rows().add(LookupKeys.version(build.getProduct(), build.getVersion()));
    addSubjects(admitting);
  }

  /** Keeps what a rebuild must reproduce. */
  static void addSubjects(Admitting admitting) {
    for (Subject subject : admitting.statement().subjects()) {
      String sha256 = unsigned(subject).orElse(subject.getDigestOrThrow("sha256"));
      admitting
          .entry()
          .addSubjects(
              SubjectState.newBuilder()
                  .setName(subject.getName())
                  .setSha256(ByteString.copyFrom(Hash.ofHex(sha256).toByteArray())));
    }
  }

  private static Optional<String> unsigned(Subject subject) {
    String unsigned = subject.getDigestOrDefault("unsigned-sha256", "");
    String digest =
        unsigned.isEmpty() ? subject.getDigestOrDefault("authenticode-sha256", "") : unsigned;
    return digest.isEmpty() ? Optional.empty() : Optional.of(digest);
  }

  private static ByteString versionDigest(List<Subject> subjects) {
    Framed framed = new Framed();
    subjects.stream()
        .sorted(Comparator.comparing(Subject::getName))
        .forEach(s -> framed.add(s.getName()).add(s.getDigestOrThrow("sha256")));
    return ByteString.copyFrom(Digests.sha256(framed.toByteArray()));
  }
}
