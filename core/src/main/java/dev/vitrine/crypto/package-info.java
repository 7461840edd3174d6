/** Signature algorithms and the providers behind them. */
@NullMarked
package dev.vitrine.crypto;

import org.jspecify.annotations.NullMarked;
