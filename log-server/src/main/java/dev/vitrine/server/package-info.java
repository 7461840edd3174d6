/**
 * The log server's wiring and life cycle, nothing else: Main reads the configuration, Startup opens
 * the store, compares it with the last signed head and starts sequencer and publisher, LogServer
 * binds the listeners and stops everything in the opposite order. Every other package is below this
 * one: nothing imports it.
 */
@NullMarked
package dev.vitrine.server;

import org.jspecify.annotations.NullMarked;
