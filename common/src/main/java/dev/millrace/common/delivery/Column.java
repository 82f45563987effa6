package dev.millrace.common.delivery;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;

/** A column of a table. */
public record Column(String name, SqlType type) implements Serializable {

  public Column {
    requireNonNull(name);
    requireNonNull(type);
  }
}
