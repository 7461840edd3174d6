/** Package documentation follows. */
@NullMarked
package dev.vitrine.witness;

import org.jspecify.annotations.NullMarked;
