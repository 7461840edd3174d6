/** How fast mirrors and monitors follow a log. */
@NullMarked
package dev.vitrine.bench.follow;

import org.jspecify.annotations.NullMarked;
