package dev.vitrine.client;

import dev.vitrine.merkle.ConsistencyProof;
import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.InclusionProof;
import dev.vitrine.tile.TileSource;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/**
 * How bytes come from a log and go to it. <b>Nothing that a transport returns is verified</b>:
 * {@link LogClient} calls it and believes none of it.
 *
 * <p>Reads block and may be called from any thread. An {@link IOException} means that no usable
 * answer came; a {@link java.nio.file.NoSuchFileException}, that the log says it has no such thing.
 */
public interface LogTransport extends AutoCloseable {
  /**
   * The transport that an address calls for.
   *
   * @param address as for {@link LogClientBuilder#log}
   * @param limits what may be received and how long may be waited
   * @return a transport, to be closed; nothing is sent yet
   */
  static LogTransport to(String address, RequestLimits limits) {
    if (address.startsWith("http://") || address.startsWith("https://")) {
      URI prefix = URI.create(address.endsWith("/") ? address : address + "/");
      return new HttpTransport(prefix, limits);
    }
    if (address.startsWith("grpc://") || address.startsWith("grpcs://")) {
      return GrpcChannels.transport(URI.create(address), limits);
    }
    return new FolderTransport(Path.of(address), limits.maxCheckpointBytes());
  }

  /**
   * The newest checkpoint the log shows.
   *
   * @return a signed note
   * @throws IOException if no usable answer came
   */
  byte[] checkpoint() throws IOException;

  /**
   * One entry.
   *
   * @param index 0..size-1
   * @param size the size of the head under which the caller asks
   * @return the entry's bytes
   * @throws IOException if no usable answer came
   */
  byte[] entry(long index, long size) throws IOException;

  /**
   * The proof that entry {@code index} is in the tree of {@code size} entries.
   *
   * @param index 0..size-1
   * @param size the size of the tree
   * @return an unverified proof
   * @throws IOException if no usable answer came
   */
  InclusionProof inclusion(long index, long size) throws IOException;

  /**
   * Where the log says that it holds a leaf.
   *
   * @param leafHash the leaf hash
   * @param size the size of the head under which the caller asks
   * @return the index below {@code size}; empty where the log says that it has none
   * @throws IOException if no usable answer came
   */
  OptionalLong locate(Hash leafHash, long size) throws IOException;

  /**
   * The proof that the tree of {@code newSize} entries extends that of {@code oldSize}.
   *
   * @param oldSize 0..newSize
   * @param newSize the size of the newer tree
   * @return an unverified proof
   * @throws IOException if no usable answer came
   */
  ConsistencyProof consistency(long oldSize, long newSize) throws IOException;

  /**
   * The tiles of the log.
   *
   * @return empty where this transport carries no tiles
   */
  Optional<TileSource> tiles();

  /**
   * One page of the entries that carry a key, as the log's look-up index says.
   *
   * @param key what to look for
   * @param page how many, in which order, from where on
   * @return empty where this log has no look-up index
   * @throws RefusedException if the log does not take the question, such as a token that is none
   * @throws IOException if no usable answer came
   */
  default Optional<LookupPage> lookup(LookupKey key, PageRequest page) throws IOException {
    return Optional.empty();
  }

  /** Whether documents can be asked for at all here: files and plain gRPC may have none. */
  default boolean hasDocuments() {
    return false;
  }

  /**
   * A document that a record names.
   *
   * @param sha256 its digest
   * @param maxBytes more than this is refused
   * @return the bytes
   * @throws IOException if no usable answer came
   */
  default byte[] document(Hash sha256, int maxBytes) throws IOException {
    throw new java.nio.file.NoSuchFileException(
        "document " + sha256, null, address() + " serves no documents");
  }

  /**
   * Tries once to append an entry.
   *
   * @param entry 1..65,535 bytes
   * @return fails with {@link AppendRejectedException} where the log refuses it for good, and with
   *     an {@link IOException} where trying again is right
   */
  CompletableFuture<Acknowledgement> append(byte[] entry);

  /**
   * The address, for messages.
   *
   * @return a URL or path
   */
  String address();

  @Override
  void close();
}
