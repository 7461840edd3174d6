package dev.vitrine.client.mirror;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that ends after a number of bytes, whatever follows. */
final class CappedStream extends FilterInputStream {
  private int left;

  CappedStream(InputStream in, int most) {
    super(in);
    this.left = most;
  }

  @Override
  public int read() throws IOException {
    if (left == 0) {
      return -1;
    }
    int read = super.read();
    left -= read < 0 ? 0 : 1;
    return read;
  }

  @Override
  public int read(byte[] bytes, int off, int len) throws IOException {
    if (left == 0 && len > 0) {
      return -1;
    }
    int read = super.read(bytes, off, Math.min(len, left));
    left -= Math.max(0, read);
    return read;
  }

  @Override
  public long skip(long n) throws IOException {
    long skipped = super.skip(Math.min(n, left));
    left -= (int) skipped;
    return skipped;
  }
}
