/** Every metric and every log event of the server by name, so that an operator can look them up. */
@NullMarked
package dev.vitrine.server.observe;

import org.jspecify.annotations.NullMarked;
