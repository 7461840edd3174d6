/**
 * The named steps between an entry's acceptance and its publication, at which a test can have the
 * process end as if it were killed: {@code -Dvitrine.test.crash-point=AFTER_COMMIT:2} ends it when
 * the second batch is stored and nobody has been told.
 */
@NullMarked
package dev.vitrine.server.crash;

import org.jspecify.annotations.NullMarked;
