package dev.vitrine.server.publisher;

/**
 * One mirror as last seen, for the operator.
 *
 * @param heldSize entries under the newest checkpoint it cosigned here, -1 if none
 * @param nextEntry the first entry it lacks as it last said, -1 if it did not yet
 * @param lastSuccessUnixSeconds 0 if never
 * @param lastError empty if the last push succeeded
 */
public record MirrorState(
    String name,
    String url,
    long heldSize,
    long nextEntry,
    long lastSuccessUnixSeconds,
    String lastError) {}
