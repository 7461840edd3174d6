package dev.vitrine.bench.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A Markdown table with aligned columns; a column whose cells all look like numbers is set right.
 */
public final class Table {

  private final List<List<String>> rows = new ArrayList<>();

  private Table(List<String> header) {
    rows.add(header);
  }

  public static Table of(String... header) {
    return new Table(List.of(header));
  }

  /**
   * @throws IllegalArgumentException if the number of cells is not that of the header
   */
  public Table row(Object... cells) {
    int columns = rows.get(0).size();
    if (cells.length != columns) {
      throw new IllegalArgumentException(
          "cells: " + cells.length + " (expected: " + columns + ", as in the header)");
    }
    List<String> row = new ArrayList<>();
    for (Object cell : cells) {
      row.add(String.valueOf(cell));
    }
    rows.add(row);
    return this;
  }

  public String text() {
    StringBuilder out = new StringBuilder();
    for (int r = 0; r < rows.size(); r++) {
      appendRow(out, rows.get(r));
      if (r == 0) {
        appendRule(out);
      }
    }
    return out.toString();
  }

  private void appendRow(StringBuilder out, List<String> row) {
    for (int c = 0; c < row.size(); c++) {
      String cell = row.get(c);
      String padding = " ".repeat(width(c) - cell.length());
      out.append("| ").append(isNumeric(c) ? padding + cell : cell + padding).append(' ');
    }
    out.append("|\n");
  }

  private void appendRule(StringBuilder out) {
    for (int c = 0; c < rows.get(0).size(); c++) {
      out.append("|-").append("-".repeat(width(c))).append(isNumeric(c) ? ":" : "-");
    }
    out.append("|\n");
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }

  private boolean isNumeric(int column) {
    return rows.size() > 1
        && rows.stream()
            .skip(1)
            .map(row -> row.get(column))
            .allMatch(cell -> cell.matches("[-≥≤+.,0-9 ]*[0-9][-+.,0-9 ]*[%×]?|[-–]|"));
  }
}
