/** Package documentation follows. */
@NullMarked
package dev.vitrine.policy;

import org.jspecify.annotations.NullMarked;
