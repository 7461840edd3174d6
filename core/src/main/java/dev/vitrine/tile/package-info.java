/** Tile coordinates, paths and contents of the C2SP tlog-tiles format. */
@NullMarked
package dev.vitrine.tile;

import org.jspecify.annotations.NullMarked;
