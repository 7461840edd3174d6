/**
 * The configuration file: YAML, nested mappings of kebab-case keys, every value a single scalar, an
 * unknown key an error at start.
 *
 * <pre>
 * data-folder: /var/lib/vitrine
 * listen: 0.0.0.0:6962
 * admission: open
 * queue:
 *   entries: 10000
 * </pre>
 *
 * Durations are a whole number with {@code ms}, {@code s}, {@code m}, {@code h} or {@code d}; sizes
 * a whole number with {@code B}, {@code KiB}, {@code MiB} or {@code GiB}.
 */
@NullMarked
package dev.vitrine.server.config;

import org.jspecify.annotations.NullMarked;
