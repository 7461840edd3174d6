/** Package documentation follows. */
@NullMarked
package dev.vitrine.proof;

import org.jspecify.annotations.NullMarked;
