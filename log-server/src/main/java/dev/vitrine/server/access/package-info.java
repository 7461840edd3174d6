/**
 * What the network side sees of the log: {@link dev.vitrine.server.access.ApiContext} holds the
 * write path, {@link dev.vitrine.server.access.LogReads} the read path, {@link
 * dev.vitrine.server.access.Admin} the operator's actions, and {@link
 * dev.vitrine.server.access.ApiBinder} is what a network side implements. Knows storage, sequencer
 * and publisher; known by the api packages, the export and the start.
 */
@NullMarked
package dev.vitrine.server.access;

import org.jspecify.annotations.NullMarked;
