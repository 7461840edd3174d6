package dev.vitrine.server.storage;

class MemoryLogStoreTest extends LogStoreContract {
  @Override
  protected LogStore open() {
    return new MemoryLogStore();
  }
}
