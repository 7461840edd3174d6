/**
 * The HTTP side of the port: C2SP tlog-tiles, {@code POST /add}, JSON twins of the gRPC reads, and
 * operations.
 *
 * <h2>Static resources (tlog-tiles)</h2>
 *
 * <pre>
 * GET /checkpoint                    text/plain; charset=utf-8    Cache-Control: no-cache
 * GET /tile/&lt;L&gt;/&lt;N&gt;[.p/&lt;W&gt;]         application/octet-stream     Cache-Control: public, max-age=604800, immutable
 * GET /tile/entries/&lt;N&gt;[.p/&lt;W&gt;]     application/octet-stream     the same; gzip where accepted
 * </pre>
 *
 * Paths are compared byte for byte: {@code /tile/0/x000/001}, {@code /tile/00/000}, {@code
 * /tile/0/%30%30%30} and {@code /tile/0/000.p/256} are 404. A partial of width W exists if the
 * visible checkpoint implies the first W hashes of the tile; it is cut from whatever wider tile is
 * stored. What the checkpoint does not imply is 404, never an empty body. All answers carry {@code
 * Access-Control-Allow-Origin: *} and a strong {@code ETag} made of their bytes' SHA-256; {@code
 * If-None-Match} gives 304. {@code HEAD} works wherever {@code GET} does.
 *
 * <p>For example, at size 257:
 *
 * <pre>
 * /tile/0/000       200, 8192 bytes      /tile/0/001.p/1   200, 32 bytes     /tile/1/000.p/1   200, 32 bytes
 * /tile/0/000.p/7   200,  224 bytes      /tile/0/001       404               /tile/1/000       404
 * </pre>
 *
 * <h2>Errors</h2>
 *
 * {@code application/problem+json} (RFC 9457) with {@code type, title, status, detail} and our
 * {@code reason, field, value}; {@code docs/wire.md} lists the reasons.
 *
 * <h2>Threads</h2>
 *
 * The event loop decodes, serves cached tiles and the checkpoint, and writes. Whatever may touch
 * the disk runs on the {@link dev.vitrine.server.api.ReadPool}.
 */
@NullMarked
package dev.vitrine.server.api.http;

import org.jspecify.annotations.NullMarked;
