/**
 * Signature algorithms, keys, and the providers that do the work. The only package that names one.
 *
 * <p>A {@link dev.vitrine.crypto.VerifyingKey} is a SubjectPublicKeyInfo (RFC 5280) in the one DER
 * encoding that this package writes, bound to one {@link dev.vitrine.crypto.SignatureAlgorithm}:
 *
 * <pre>
 * algorithm    SPKI                                                   signature
 * Ed25519      302a300506032b6570032100 | 32                          64
 * ML-DSA-44    30820532300b06096086480165030403110382052100 | 1312    2420
 * ML-DSA-65    308207b2300b0609608648016503040312038207a100 | 1952    3309
 * ECDSA P-256  3059301306072a8648ce3d020106082a8648ce3d030107034200 | 04 x y    DER (r, s)
 * ECDSA P-384  3076301006072a8648ce3d020106052b81040022036200 | 04 x y          DER (r, s)
 * ECDSA P-521  30819b301006072a8648ce3d020106052b8104002303818600 | 04 x y      DER (r, s)
 * RSA          rsaEncryption with NULL, 3072..8192 bits               as long as the modulus
 * </pre>
 *
 * <p>The hash is SHA-256 wherever the algorithm leaves a choice. RSA-PSS has a salt of 32 bytes and
 * MGF1 with SHA-256. ML-DSA is pure with an empty context. A SHA-256 of data is always the JDK's.
 *
 * <p>One verdict whatever the provider: sizes and DER are checked before a provider sees the
 * signature; Ed25519 keys must be canonical and in the prime-order group, and a signature must
 * satisfy the equation without the cofactor; PKCS #1 v1.5 needs the NULL parameter. ECDSA
 * signatures can be turned into a second valid one by anybody (s for n - s), so never use one as a
 * name.
 *
 * <p>{@link dev.vitrine.crypto.CryptoProviders#inUse()} tells which provider serves which
 * algorithm.
 *
 * <p>Worked example (RFC 8032 section 7.1, test 2): the seed {@code
 * 4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb} has the key {@code
 * 3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c} and signs the byte {@code 72}
 * as
 *
 * <pre>
 * 92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da
 * 085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00
 * </pre>
 */
@NullMarked
package dev.vitrine.crypto;

import org.jspecify.annotations.NullMarked;
