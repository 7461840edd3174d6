@NullMarked
package dev.vitrine.client.check;

import org.jspecify.annotations.NullMarked;
