/**
 * Where admission meets the server: entries are checked on a pool of as many threads as cores,
 * before they wait for the sequencer. The rules themselves are in {@code dev.vitrine.admission}.
 */
@NullMarked
package dev.vitrine.server.admission;

import org.jspecify.annotations.NullMarked;
