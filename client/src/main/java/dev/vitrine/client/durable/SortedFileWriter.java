package dev.vitrine.client.durable;

import dev.vitrine.client.durable.SortedFile.Row;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Iterator;

/** Writes a {@link SortedFile}. */
public final class SortedFileWriter {
  private final DataOutputStream out;
  private final ByteArrayOutputStream block = new ByteArrayOutputStream();
  private final ByteArrayOutputStream index = new ByteArrayOutputStream();
  private int blocks;
  private long at;

  private SortedFileWriter(DataOutputStream out) {
    this.out = out;
  }

  /**
   * Makes the file, whole and durable when this returns; if it does not return, there is none.
   *
   * @param rows in order, each key once
   */
  public static void write(Path path, Iterator<Row> rows) throws IOException {
    Path temporary = path.resolveSibling(path.getFileName() + ".tmp");
    try (FileOutputStream file = new FileOutputStream(temporary.toFile());
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(file, 1 << 16))) {
      new SortedFileWriter(out).write(rows);
      out.flush();
      file.getFD().sync();
    }
    Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
    AtomicFile.syncName(path);
  }

  private void write(Iterator<Row> rows) throws IOException {
    while (rows.hasNext()) {
      Row row = rows.next();
      if (block.size() == 0) {
        begin(row.key());
      }
      append(row);
      if (block.size() >= SortedFile.BLOCK) {
        endBlock();
      }
    }
    if (block.size() > 0) {
      endBlock();
    }
    long indexAt = at;
    byte[] places = index.toByteArray();
    frame(ByteBuffer.allocate(Integer.BYTES + places.length).putInt(blocks).put(places).array());
    out.writeLong(indexAt);
    out.writeLong(SortedFile.FORMAT);
  }

  private void begin(byte[] firstKey) {
    ByteBuffer place = ByteBuffer.allocate(Long.BYTES + Integer.BYTES + firstKey.length);
    index.writeBytes(place.putLong(at).putInt(firstKey.length).put(firstKey).array());
    blocks++;
  }

  private void append(Row row) {
    int length = row.value().map(value -> value.length).orElse(-1);
    block.writeBytes(
        ByteBuffer.allocate(2 * Integer.BYTES).putInt(row.key().length).putInt(length).array());
    block.writeBytes(row.key());
    row.value().ifPresent(block::writeBytes);
  }

  private void endBlock() throws IOException {
    frame(block.toByteArray());
    block.reset();
  }

  private void frame(byte[] payload) throws IOException {
    out.writeInt(payload.length);
    out.writeInt(SortedFile.crc(ByteBuffer.wrap(payload)));
    out.write(payload);
    at += SortedFile.HEADER + payload.length;
  }
}
