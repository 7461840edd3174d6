package dev.vitrine.server.api.grpc;

import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The list of services, in the only form in which grpc-java's reflection service asks for it. It is
 * no server: its life is that of the HTTP server around it.
 */
final class ServiceDirectory extends Server {

  private final List<ServerServiceDefinition> services;

  ServiceDirectory(List<ServerServiceDefinition> services) {
    this.services = List.copyOf(services);
  }

  @Override
  public List<ServerServiceDefinition> getServices() {
    return services;
  }

  @Override
  public List<ServerServiceDefinition> getImmutableServices() {
    return services;
  }

  @Override
  public List<ServerServiceDefinition> getMutableServices() {
    return List.of();
  }

  @Override
  public Server start() {
    return this;
  }

  @Override
  public Server shutdown() {
    return this;
  }

  @Override
  public Server shutdownNow() {
    return this;
  }

  @Override
  public boolean isShutdown() {
    return false;
  }

  @Override
  public boolean isTerminated() {
    return false;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return false;
  }

  @Override
  public void awaitTermination() {}
}
