package dev.vitrine.client.monitor;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.LockingMode;
import org.sqlite.SQLiteConfig.SynchronousMode;

/**
 * The tables of a {@link MonitorState}, in SQLite. One thread.
 *
 * <pre>
 * value   key, value       what rules and admission keep; the signed head under "head"
 * number  name, value      "next": the first entry not looked at; "sequence": of the last alert;
 *                          "sink " + name: sequence up to which a sink has taken the alerts
 * alert   sequence, line   JSON, until every sink has taken it
 * </pre>
 *
 * <p>A write-ahead log, synced at each commit; user_version is {@value #FORMAT}.
 */
final class StateTables implements AutoCloseable {
  /** Formats 1 and 2 were journals. */
  static final int FORMAT = 3;

  private static final int CACHE_KIBIBYTES = 4096;

  private final Connection connection;
  private final PreparedStatement getValue;
  private final PreparedStatement putValue;
  private final PreparedStatement deleteValue;
  private final PreparedStatement valuesFrom;
  private final PreparedStatement putNumber;
  private final PreparedStatement putAlert;
  private final PreparedStatement alertFrom;
  private final PreparedStatement forgetAlerts;

  private StateTables(Connection connection) throws SQLException {
    this.connection = connection;
    this.getValue = connection.prepareStatement("select value from value where key = ?");
    this.putValue = connection.prepareStatement("insert or replace into value values (?, ?)");
    this.deleteValue = connection.prepareStatement("delete from value where key = ?");
    this.valuesFrom =
        connection.prepareStatement("select key, value from value where key >= ? order by key");
    this.putNumber = connection.prepareStatement("insert or replace into number values (?, ?)");
    this.putAlert = connection.prepareStatement("insert into alert values (?, ?)");
    this.alertFrom =
        connection.prepareStatement(
            "select line from alert where sequence >= ? order by sequence limit 1");
    this.forgetAlerts = connection.prepareStatement("delete from alert where sequence <= ?");
  }

  /** Opens the file, or makes it. */
  static StateTables open(Path file) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.FULL);
    config.setLockingMode(LockingMode.EXCLUSIVE);
    config.setCacheSize(-CACHE_KIBIBYTES);
    Connection connection = config.createConnection("jdbc:sqlite:" + file.toAbsolutePath());
    try {
      connection.setAutoCommit(false);
      // A crash may have left a file without tables.
      if (number(connection, "select count(*) from sqlite_master") == 0) {
        create(connection);
      }
      int format = number(connection, "pragma user_version");
      if (format != FORMAT) {
        throw new SQLException("format " + format + " (expected: " + FORMAT + ")");
      }
      return new StateTables(connection);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private static void create(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("create table value (key blob primary key, value blob) without rowid");
      statement.execute("create table number (name text primary key, value integer) without rowid");
      statement.execute("create table alert (sequence integer primary key, line blob)");
      statement.execute("pragma user_version = " + FORMAT);
    }
    connection.commit();
  }

  private static int number(Connection connection, String question) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(question)) {
      return row.next() ? row.getInt(1) : 0;
    }
  }

  Optional<byte[]> value(byte[] key) throws SQLException {
    getValue.setBytes(1, key);
    return one(getValue);
  }

  void put(byte[] key, Optional<byte[]> value) throws SQLException {
    PreparedStatement statement = value.isPresent() ? putValue : deleteValue;
    statement.setBytes(1, key);
    if (value.isPresent()) {
      statement.setBytes(2, value.get());
    }
    statement.executeUpdate();
  }

  Map<ByteBuffer, byte[]> withPrefix(byte[] prefix) throws SQLException {
    Map<ByteBuffer, byte[]> found = new TreeMap<>();
    valuesFrom.setBytes(1, prefix);
    try (ResultSet rows = valuesFrom.executeQuery()) {
      while (rows.next()) {
        byte[] key = bytes(rows, 1);
        if (!Arrays.equals(prefix, Arrays.copyOf(key, prefix.length))) {
          break;
        }
        found.put(ByteBuffer.wrap(key), bytes(rows, 2));
      }
    }
    return found;
  }

  Map<String, Long> numbers() throws SQLException {
    Map<String, Long> numbers = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select name, value from number")) {
      while (rows.next()) {
        numbers.put(rows.getString(1), rows.getLong(2));
      }
    }
    return numbers;
  }

  void number(String name, long value) throws SQLException {
    putNumber.setString(1, name);
    putNumber.setLong(2, value);
    putNumber.executeUpdate();
  }

  void alert(long sequence, byte[] line) throws SQLException {
    putAlert.setLong(1, sequence);
    putAlert.setBytes(2, line);
    putAlert.executeUpdate();
  }

  /** The first alert of this sequence or a later one. */
  Optional<byte[]> alertFrom(long sequence) throws SQLException {
    alertFrom.setLong(1, sequence);
    return one(alertFrom);
  }

  void forgetAlerts(long upTo) throws SQLException {
    forgetAlerts.setLong(1, upTo);
    forgetAlerts.executeUpdate();
  }

  void commit() throws SQLException {
    connection.commit();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  private static Optional<byte[]> one(PreparedStatement query) throws SQLException {
    try (ResultSet rows = query.executeQuery()) {
      return rows.next() ? Optional.of(bytes(rows, 1)) : Optional.empty();
    }
  }

  private static byte[] bytes(ResultSet row, int column) throws SQLException {
    byte[] bytes = row.getBytes(column);
    // An empty value comes back as none.
    return bytes == null ? new byte[0] : bytes;
  }
}
