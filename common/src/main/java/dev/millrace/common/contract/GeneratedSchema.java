package dev.millrace.common.contract;

import org.apache.avro.Schema;

/** The schema that a generated class holds, next to the released one it was generated from. */
final class GeneratedSchema {
  private static final String ANNOTATION = "\"avro.java.string\":\"String\"";

  private GeneratedSchema() {}

  /**
   * The schema without what the code generator added: it marks every text and map with the Java
   * class to use, and a registry takes that for a different schema.
   */
  static Schema asReleased(Schema generated) {
    String json =
        generated
            .toString()
            .replace("{\"type\":\"string\"," + ANNOTATION + "}", "\"string\"")
            .replace("," + ANNOTATION, "");
    return new Schema.Parser().parse(json);
  }
}
