package dev.vitrine.server.api.grpc;

import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.vertx.grpc.common.GrpcMessageDecoder;
import io.vertx.grpc.common.GrpcMessageEncoder;
import io.vertx.grpc.common.ServiceMethod;
import io.vertx.grpc.common.ServiceName;
import io.vertx.grpc.server.GrpcServer;

/** Runs grpc-java services on a Vert.x gRPC server. */
final class ServiceBinding {

  private final GrpcServer server;
  private final CallSettings settings;

  ServiceBinding(GrpcServer server, CallSettings settings) {
    this.server = server;
    this.settings = settings;
  }

  void bind(ServerServiceDefinition service) {
    ServiceName name = ServiceName.create(service.getServiceDescriptor().getName());
    service.getMethods().forEach(method -> bind(name, method));
  }

  private <Q, A> void bind(ServiceName service, ServerMethodDefinition<Q, A> method) {
    String bareName =
        java.util.Objects.requireNonNull(
            method.getMethodDescriptor().getBareMethodName(), "bare method name");
    server.callHandler(
        ServiceMethod.server(
            service, bareName, GrpcMessageEncoder.IDENTITY, GrpcMessageDecoder.IDENTITY),
        request ->
            new VertxServerCall<>(request, method.getMethodDescriptor(), settings).start(method));
  }
}
