/** A log written as plain files in the layout of C2SP tlog-tiles. */
@NullMarked
package dev.vitrine.server.export;

import org.jspecify.annotations.NullMarked;
