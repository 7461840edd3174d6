/**
 * The log server's wiring and life cycle, nothing else: Main reads the configuration, LogServer
 * opens the store, compares it with the last signed head, starts sequencer, publisher and
 * listeners, and stops them in the opposite order.
 */
@NullMarked
package dev.vitrine.server;

import org.jspecify.annotations.NullMarked;
