/**
 * What the interop scripts need beside other people's tools: entries appended to an exact size, and
 * a proxy that alters one bit of one resource on its way.
 *
 * <pre>
 *   bench fill --url http://127.0.0.1:6962 --vkey VKEY --to 257
 *   bench flip-proxy --url http://127.0.0.1:6962 --resource tile/0/000 --bit 12345
 * </pre>
 */
@NullMarked
package dev.vitrine.bench.interop;

import org.jspecify.annotations.NullMarked;
