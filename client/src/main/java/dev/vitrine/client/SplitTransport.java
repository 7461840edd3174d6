package dev.vitrine.client;

import dev.vitrine.merkle.ConsistencyProof;
import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.InclusionProof;
import dev.vitrine.tile.TileSource;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/** Reads here, appends there: one log at two addresses. */
record SplitTransport(LogTransport reads, LogTransport appends) implements LogTransport {
  @Override
  public byte[] checkpoint() throws IOException {
    return reads.checkpoint();
  }

  @Override
  public byte[] entry(long index, long size) throws IOException {
    return reads.entry(index, size);
  }

  @Override
  public InclusionProof inclusion(long index, long size) throws IOException {
    return reads.inclusion(index, size);
  }

  @Override
  public OptionalLong locate(Hash leafHash, long size) throws IOException {
    return reads.locate(leafHash, size);
  }

  @Override
  public ConsistencyProof consistency(long oldSize, long newSize) throws IOException {
    return reads.consistency(oldSize, newSize);
  }

  @Override
  public Optional<TileSource> tiles() {
    return reads.tiles();
  }

  @Override
  public Optional<LookupPage> lookup(LookupKey key, PageRequest page) throws IOException {
    return reads.lookup(key, page);
  }

  @Override
  public boolean hasDocuments() {
    return reads.hasDocuments();
  }

  @Override
  public byte[] document(Hash sha256, int maxBytes) throws IOException {
    return reads.document(sha256, maxBytes);
  }

  @Override
  public CompletableFuture<Acknowledgement> append(byte[] entry) {
    return appends.append(entry);
  }

  @Override
  public String address() {
    return reads.address();
  }

  @Override
  public void close() {
    reads.close();
    appends.close();
  }
}
