package dev.vitrine.client;

import com.google.protobuf.ByteString;
import dev.vitrine.merkle.ConsistencyProof;
import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.InclusionProof;
import dev.vitrine.tile.EntryBundle;
import dev.vitrine.tile.TileSource;
import dev.vitrine.v1.GetCheckpointRequest;
import dev.vitrine.v1.GetConsistencyProofRequest;
import dev.vitrine.v1.GetConsistencyProofResponse;
import dev.vitrine.v1.GetEntryRequest;
import dev.vitrine.v1.GetInclusionProofRequest;
import dev.vitrine.v1.GetInclusionProofResponse;
import dev.vitrine.v1.LookupRequest;
import dev.vitrine.v1.LookupResponse;
import dev.vitrine.v1.TransparencyLogGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A log behind its gRPC service. */
final class GrpcTransport implements LogTransport {
  /** A page of a look-up ends at about 3 MiB of records. */
  private static final int MAX_LOOKUP_BYTES = 4 << 20;

  private final String address;
  private final ManagedChannel channel;
  private final RequestLimits limits;
  private final GrpcAppends appends;

  GrpcTransport(String address, ManagedChannel channel, RequestLimits limits) {
    this.address = address;
    this.channel = channel;
    this.limits = limits;
    this.appends = new GrpcAppends(TransparencyLogGrpc.newStub(channel));
  }

  @Override
  public byte[] checkpoint() throws IOException {
    ByteString note =
        call(
            () ->
                stub()
                    .getCheckpoint(GetCheckpointRequest.getDefaultInstance())
                    .getCheckpointBytes());
    if (note.size() > limits.maxCheckpointBytes()) {
      throw new IOException(
          "checkpoint of %d bytes (expected: at most %d)"
              .formatted(note.size(), limits.maxCheckpointBytes()));
    }
    return note.toByteArray();
  }

  @Override
  public byte[] entry(long index, long size) throws IOException {
    GetEntryRequest request = GetEntryRequest.newBuilder().setIndex(index).build();
    ByteString entry = call(() -> stub().getEntry(request).getEntry());
    if (entry.size() > EntryBundle.MAX_ENTRY_BYTES) {
      throw new IOException(
          "entry of %d bytes (expected: at most %d)"
              .formatted(entry.size(), EntryBundle.MAX_ENTRY_BYTES));
    }
    return entry.toByteArray();
  }

  @Override
  public InclusionProof inclusion(long index, long size) throws IOException {
    GetInclusionProofRequest request =
        GetInclusionProofRequest.newBuilder().setIndex(index).setTreeSize(size).build();
    return new InclusionProof(
        index, size, path(call(() -> stub().getInclusionProof(request)).getPathList()));
  }

  @Override
  public OptionalLong locate(Hash leafHash, long size) throws IOException {
    GetInclusionProofRequest request =
        GetInclusionProofRequest.newBuilder()
            .setLeafHash(ByteString.copyFrom(leafHash.toByteArray()))
            .setTreeSize(size)
            .build();
    try {
      GetInclusionProofResponse answer = call(() -> stub().getInclusionProof(request));
      return OptionalLong.of(answer.getIndex());
    } catch (NoSuchFileException e) {
      return OptionalLong.empty();
    }
  }

  @Override
  public ConsistencyProof consistency(long oldSize, long newSize) throws IOException {
    GetConsistencyProofRequest request =
        GetConsistencyProofRequest.newBuilder().setOldSize(oldSize).setNewSize(newSize).build();
    GetConsistencyProofResponse answer = call(() -> stub().getConsistencyProof(request));
    return new ConsistencyProof(oldSize, newSize, path(answer.getPathList()));
  }

  private static List<Hash> path(List<ByteString> hashes) throws IOException {
    List<Hash> path = new ArrayList<>(hashes.size());
    for (ByteString hash : hashes) {
      if (hash.size() != Hash.SIZE) {
        throw new IOException(
            "hash of %d bytes in a proof (expected: %d)".formatted(hash.size(), Hash.SIZE));
      }
      path.add(Hash.of(hash.toByteArray()));
    }
    return path;
  }

  @Override
  public Optional<TileSource> tiles() {
    return Optional.empty();
  }

  @Override
  public Optional<LookupPage> lookup(LookupKey key, PageRequest page) throws IOException {
    LookupRequest request = GrpcLookups.request(key, page);
    try {
      LookupResponse answer =
          call(() -> stub().withMaxInboundMessageSize(MAX_LOOKUP_BYTES).lookup(request));
      return Optional.of(GrpcLookups.page(answer));
    } catch (IOException e) {
      throw e.getCause() instanceof StatusRuntimeException status
              && status.getStatus().getCode() == Status.Code.INVALID_ARGUMENT
          ? GrpcRefusals.of(status)
          : e;
    }
  }

  @Override
  public CompletableFuture<Acknowledgement> append(byte[] entry) {
    return appends.append(entry);
  }

  private TransparencyLogGrpc.TransparencyLogBlockingStub stub() {
    return TransparencyLogGrpc.newBlockingStub(channel)
        .withDeadlineAfter(limits.timeout().toMillis(), TimeUnit.MILLISECONDS);
  }

  private <T> T call(Supplier<T> rpc) throws IOException {
    try {
      return rpc.get();
    } catch (StatusRuntimeException e) {
      Status status = e.getStatus();
      if (status.getCode() == Status.Code.NOT_FOUND
          || status.getCode() == Status.Code.OUT_OF_RANGE) {
        NoSuchFileException missing =
            new NoSuchFileException(address, null, status.getDescription());
        missing.initCause(e);
        throw missing;
      }
      throw new IOException(words(e), e);
    }
  }

  private String words(StatusRuntimeException failure) {
    return NetworkWords.of(failure, String.valueOf(URI.create(address).getHost()))
        .map(why -> address + ": " + why)
        .orElseGet(
            () ->
                "%s answered %s: %s"
                    .formatted(
                        address,
                        failure.getStatus().getCode(),
                        String.valueOf(failure.getStatus().getDescription())
                            .lines()
                            .findFirst()
                            .orElse("")));
  }

  @Override
  public String address() {
    return address;
  }

  @Override
  public void close() {
    appends.close();
    channel.shutdown();
    try {
      if (!channel.awaitTermination(2, TimeUnit.SECONDS)) {
        channel.shutdownNow();
      }
    } catch (InterruptedException e) {
      channel.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
