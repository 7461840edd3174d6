/**
 * Signed records: what they are made of and how they are read, without any opinion on who may log
 * them.
 *
 * <p>A record is an in-toto Statement v1 (JSON) in a DSSE envelope. The log's leaf is the envelope
 * in protobuf form:
 *
 * <pre>
 * message Envelope  { bytes payload = 1; string payload_type = 2; repeated Signature signatures = 3; }
 * message Signature { bytes sig = 1; string keyid = 2; }
 * </pre>
 *
 * <p>Each signature is over {@code "DSSEv1 28 application/vnd.in-toto+json " LEN(payload) " "
 * payload}. The payload, here a rebuild's, is
 *
 * <pre>
 * {"_type":"https://in-toto.io/Statement/v1",
 *  "subject":[{"name":"app.jar","digest":{"sha256":"&lt;hex&gt;"}}],
 *  "predicateType":"https://vitrine.dev/rebuild/v1",
 *  "predicate":{"common":{"schema":"https://vitrine.dev/rebuild/v1","eventId":"01J…", …}, …}}
 * </pre>
 *
 * <p>and the predicate is the proto3-JSON form of the kind's message in {@code
 * vitrine/v1/records.proto}. Readers refuse what two readers might understand differently: unknown
 * fields, a name given twice, floats, nulls, invalid UTF-8, a second spelling of a field, an enum
 * by number.
 */
@NullMarked
package dev.vitrine.record;

import org.jspecify.annotations.NullMarked;
