package dev.vitrine.client;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.rpc.ErrorInfo;
import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.HashReader;
import dev.vitrine.merkle.ProofBuilder;
import dev.vitrine.merkle.TreeHasher;
import dev.vitrine.tile.BundleId;
import dev.vitrine.tile.TileHashReader;
import dev.vitrine.tile.TileId;
import dev.vitrine.tile.TileSource;
import dev.vitrine.v1.AppendError;
import dev.vitrine.v1.AppendResponse;
import dev.vitrine.v1.AppendStreamRequest;
import dev.vitrine.v1.AppendStreamResponse;
import dev.vitrine.v1.GetCheckpointRequest;
import dev.vitrine.v1.GetCheckpointResponse;
import dev.vitrine.v1.GetConsistencyProofRequest;
import dev.vitrine.v1.GetConsistencyProofResponse;
import dev.vitrine.v1.GetEntryRequest;
import dev.vitrine.v1.GetEntryResponse;
import dev.vitrine.v1.GetInclusionProofRequest;
import dev.vitrine.v1.GetInclusionProofResponse;
import dev.vitrine.v1.LookupHit;
import dev.vitrine.v1.LookupRequest;
import dev.vitrine.v1.LookupResponse;
import dev.vitrine.v1.TransparencyLogGrpc;
import io.grpc.ForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A real gRPC server over a {@link TestLog}. */
public final class GrpcLog extends TransparencyLogGrpc.TransparencyLogImplBase
    implements AutoCloseable {
  final AtomicInteger pushBacks = new AtomicInteger();
  final AtomicInteger breakAfter = new AtomicInteger(Integer.MAX_VALUE);
  final AtomicInteger streams = new AtomicInteger();
  private final TestLog log;
  private final Function<String, List<Long>> lookups;
  private final Map<String, Lie> lies = new ConcurrentHashMap<>();
  private final List<LookupRequest> lookupRequests = new CopyOnWriteArrayList<>();
  private final Set<String> calls = ConcurrentHashMap.newKeySet();
  private final Map<Hash, Long> known = new HashMap<>(); // guarded by this
  private final Server server;

  GrpcLog(TestLog log) throws IOException {
    this(log, query -> List.of());
  }

  /**
   * Also answers look-ups.
   *
   * @param lookups gives indices for a query as {@code /v1/lookup} takes it
   */
  public GrpcLog(TestLog log, Function<String, List<Long>> lookups) throws IOException {
    this.log = log;
    this.lookups = lookups;
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(ServerInterceptors.intercept(this, new Lies()))
            .build()
            .start();
  }

  /** From now on a method, named as in the proto, is answered in another way. */
  public GrpcLog lie(String method, Lie lie) {
    lies.put(method, lie);
    return this;
  }

  /** A lie that alters the honest answer. */
  public static Lie altered(UnaryOperator<Message> change) {
    return (call, headers, next) ->
        next.startCall(
            new ForwardingServerCall.SimpleForwardingServerCall<>(call) {
              @Override
              public void sendMessage(Message message) {
                super.sendMessage(change.apply(message));
              }
            },
            headers);
  }

  public void honest() {
    lies.clear();
  }

  /** The methods that were called, by their names in the proto. */
  public Set<String> calls() {
    return new TreeSet<>(calls);
  }

  /** Another way to answer a call. */
  @FunctionalInterface
  public interface Lie {
    ServerCall.Listener<Message> start(
        ServerCall<Message, Message> call,
        Metadata headers,
        ServerCallHandler<Message, Message> next);
  }

  private final class Lies implements ServerInterceptor {
    @Override
    @SuppressWarnings("unchecked") // every method of this service speaks protobuf
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      String method = String.valueOf(call.getMethodDescriptor().getBareMethodName());
      calls.add(method);
      Lie lie = lies.get(method);
      return lie == null
          ? next.startCall(call, headers)
          : (ServerCall.Listener<Q>)
              lie.start(
                  (ServerCall<Message, Message>) call,
                  headers,
                  (ServerCallHandler<Message, Message>) next);
    }
  }

  @Override
  public void lookup(LookupRequest request, StreamObserver<LookupResponse> answer) {
    lookupRequests.add(request);
    HitPage page;
    try {
      page =
          HitPage.of(
              lookups.apply(query(request)),
              request.getNewestFirst(),
              request.getPageSize(),
              request.getPageToken());
    } catch (NumberFormatException e) {
      answer.onError(refusal("PARAMETER_INVALID", "page_token: " + request.getPageToken()));
      return;
    }
    LookupResponse.Builder response =
        LookupResponse.newBuilder().setCoversSize(log.size()).setNextPageToken(page.next());
    for (long index : page.hits()) {
      response.addHits(
          LookupHit.newBuilder().setIndex(index).setEntry(ByteString.copyFrom(log.entry(index))));
    }
    reply(answer, response.build());
  }

  private static String query(LookupRequest request) {
    return switch (request.getKeyCase()) {
      case ARTIFACT_SHA256 ->
          "artifact_sha256=" + Hash.of(request.getArtifactSha256().toByteArray()).hex();
      case TARGET_INDEX -> "target_index=" + request.getTargetIndex();
      case ABOUT_KEY -> "about_key=" + request.getAboutKey();
      case BLOB_SHA256 -> "blob_sha256=" + Hash.of(request.getBlobSha256().toByteArray()).hex();
      case FILE_NAME -> "file_name=" + request.getFileName();
      case PURL -> "purl=" + request.getPurl();
      case PRODUCT -> {
        String version = request.getProduct().getVersion();
        yield "product="
            + request.getProduct().getProduct()
            + (version.isEmpty() ? "" : "&version=" + version);
      }
      case STREAM ->
          "stream="
              + request.getStream().getStream()
              + (request.getStream().hasSequence()
                  ? "&sequence=" + request.getStream().getSequence()
                  : "");
      case DATASET -> "dataset=" + request.getDataset();
      case RELOCATION_ID -> "relocation_id=" + request.getRelocationId();
      case REGION -> "region=" + request.getRegion();
      case KEY_ID -> "key_id=" + request.getKeyId();
      case EVENT_ID -> "event_id=" + request.getEventId();
      case KEY_NOT_SET -> "";
    };
  }

  /** As the server refuses: a status with {@code ErrorInfo}. */
  private static StatusRuntimeException refusal(String reason, String message) {
    return StatusProto.toStatusRuntimeException(
        com.google.rpc.Status.newBuilder()
            .setCode(Status.Code.INVALID_ARGUMENT.value())
            .setMessage(message)
            .addDetails(
                Any.pack(ErrorInfo.newBuilder().setReason(reason).setDomain("vitrine.dev").build()))
            .build());
  }

  /** The look-ups as they came. */
  public List<LookupRequest> lookupRequests() {
    return List.copyOf(lookupRequests);
  }

  public String url() {
    return "grpc://127.0.0.1:" + server.getPort();
  }

  @Override
  public void getCheckpoint(
      GetCheckpointRequest request, StreamObserver<GetCheckpointResponse> answer) {
    ByteString note = ByteString.copyFrom(log.head(log.size()).encode());
    reply(answer, GetCheckpointResponse.newBuilder().setCheckpointBytes(note).build());
  }

  @Override
  public void getEntry(GetEntryRequest request, StreamObserver<GetEntryResponse> answer) {
    reply(
        answer,
        GetEntryResponse.newBuilder()
            .setEntry(ByteString.copyFrom(log.entry(request.getIndex())))
            .build());
  }

  @Override
  public void getInclusionProof(
      GetInclusionProofRequest request, StreamObserver<GetInclusionProofResponse> answer) {
    long index =
        request.hasIndex()
            ? request.getIndex()
            : indexOf(Hash.of(request.getLeafHash().toByteArray()));
    if (index < 0) {
      answer.onError(Status.NOT_FOUND.withDescription("no such leaf").asRuntimeException());
      return;
    }
    try {
      List<Hash> path = ProofBuilder.inclusion(hashes(), index, request.getTreeSize()).path();
      GetInclusionProofResponse.Builder response =
          GetInclusionProofResponse.newBuilder().setIndex(index);
      path.forEach(hash -> response.addPath(ByteString.copyFrom(hash.toByteArray())));
      reply(answer, response.build());
    } catch (IOException e) {
      answer.onError(e);
    }
  }

  @Override
  public void getConsistencyProof(
      GetConsistencyProofRequest request, StreamObserver<GetConsistencyProofResponse> answer) {
    try {
      GetConsistencyProofResponse.Builder response = GetConsistencyProofResponse.newBuilder();
      ProofBuilder.consistency(hashes(), request.getOldSize(), request.getNewSize())
          .path()
          .forEach(hash -> response.addPath(ByteString.copyFrom(hash.toByteArray())));
      reply(answer, response.build());
    } catch (IOException e) {
      answer.onError(e);
    }
  }

  private long indexOf(Hash leaf) {
    for (int i = 0; i < log.size(); i++) {
      if (TreeHasher.leaf(log.entry(i)).equals(leaf)) {
        return i;
      }
    }
    return -1;
  }

  private HashReader hashes() {
    long size = log.size();
    return new TileHashReader(
        new TileSource() {
          @Override
          public byte[] read(TileId id) {
            return log.resource(id.path(), size).orElseThrow();
          }

          @Override
          public byte[] readBundle(BundleId id) {
            return log.resource(id.path(), size).orElseThrow();
          }
        },
        size);
  }

  @Override
  public StreamObserver<AppendStreamRequest> appendStream(
      StreamObserver<AppendStreamResponse> answers) {
    streams.incrementAndGet();
    return new StreamObserver<>() {
      @Override
      public void onNext(AppendStreamRequest request) {
        if (breakAfter.getAndDecrement() == 0) {
          breakAfter.set(Integer.MAX_VALUE);
          answers.onError(Status.UNAVAILABLE.withDescription("restarting").asRuntimeException());
          return;
        }
        answers.onNext(take(request));
      }

      @Override
      public void onError(Throwable cause) {}

      @Override
      public void onCompleted() {
        answers.onCompleted();
      }
    };
  }

  private synchronized AppendStreamResponse take(AppendStreamRequest request) {
    AppendStreamResponse.Builder answer =
        AppendStreamResponse.newBuilder().setRequestId(request.getRequestId());
    byte[] entry = request.getEntry().toByteArray();
    if (pushBacks.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      return answer
          .setError(
              AppendError.newBuilder().setCode(8).setReason("QUEUE_FULL").setRetryAfterMillis(5))
          .build();
    }
    if (entry[0] == '!') {
      return answer
          .setError(
              AppendError.newBuilder()
                  .setCode(9)
                  .setReason("BAD_SHAPE")
                  .setMessage("starts with !"))
          .build();
    }
    Hash leaf = TreeHasher.leaf(entry);
    Long first = known.get(leaf);
    long index = first == null ? log.add(entry) : first;
    known.put(leaf, index);
    return answer
        .setAppended(AppendResponse.newBuilder().setIndex(index).setDuplicate(first != null))
        .build();
  }

  private static <T> void reply(StreamObserver<T> answer, T message) {
    answer.onNext(message);
    answer.onCompleted();
  }

  @Override
  public void close() throws InterruptedException {
    server.shutdownNow().awaitTermination();
  }
}
