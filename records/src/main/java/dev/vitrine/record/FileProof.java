package dev.vitrine.record;

import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.InclusionProof;
import dev.vitrine.merkle.ProofException;
import dev.vitrine.merkle.ProofVerifier;

/**
 * That one file belongs to a manifest root. Together with a proof that the record with that root is
 * in the log, it proves the file to the log: file → manifest root → log.
 *
 * @param file the file as the manifest names it
 * @param proof its place among the manifest's leaves
 */
public record FileProof(ManifestFile file, InclusionProof proof) {

  /**
   * Returns when the file belongs to the manifest.
   *
   * @param manifestRoot the root that the record in the log states
   * @throws ProofException if the path of hashes leads elsewhere
   */
  public void verify(Hash manifestRoot) throws ProofException {
    ProofVerifier.verifyInclusion(proof, file.leafHash(), manifestRoot);
  }
}
