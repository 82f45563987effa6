package dev.millrace.fraud.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.millrace.fraud.domain.Feature;
import dev.millrace.fraud.domain.Histogram;
import dev.millrace.fraud.domain.Tree;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

/** Writes a model as JSON, a tree to a line. */
final class ModelWriter {
  private static final JsonFactory JSON = new JsonFactory();

  private final JsonGenerator json;

  private ModelWriter(JsonGenerator json) {
    this.json = json;
  }

  static byte[] json(ModelFile model) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      new ModelWriter(json).write(model);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private void write(ModelFile model) throws IOException {
    json.writeStartObject();
    json.writeNumberField("formatVersion", ModelFile.FORMAT_VERSION);
    json.writeStringField("version", model.version());
    training(model.training());
    validation(model.validation());
    json.writeObjectFieldStart("calibration");
    json.writeNumberField("slope", model.calibration().slope());
    json.writeNumberField("intercept", model.calibration().intercept());
    json.writeEndObject();
    json.writeArrayFieldStart("features");
    for (Feature feature : model.features()) {
      json.writeString(feature.key());
    }
    json.writeEndArray();
    reference(model);
    json.writeNumberField("baseMargin", model.baseMargin());
    json.writeArrayFieldStart("trees");
    for (Tree tree : model.trees()) {
      json.writeRaw('\n');
      tree(tree);
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeRaw('\n');
  }

  private void training(ModelFile.Training training) throws IOException {
    json.writeObjectFieldStart("training");
    json.writeStringField("from", training.from().toString());
    json.writeStringField("to", training.to().toString());
    json.writeNumberField("rows", training.rows());
    json.writeNumberField("frauds", training.frauds());
    json.writeObjectFieldStart("parameters");
    for (Map.Entry<String, String> parameter : new TreeMap<>(training.parameters()).entrySet()) {
      json.writeStringField(parameter.getKey(), parameter.getValue());
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private void validation(ModelFile.Validation validation) throws IOException {
    json.writeObjectFieldStart("validation");
    json.writeStringField("from", validation.from().toString());
    json.writeStringField("to", validation.to().toString());
    json.writeNumberField("rows", validation.rows());
    json.writeNumberField("frauds", validation.frauds());
    json.writeNumberField("auc", validation.auc());
    json.writeNumberField("averagePrecision", validation.averagePrecision());
    atThreshold("review", validation.review());
    atThreshold("decline", validation.decline());
    json.writeEndObject();
  }

  private void atThreshold(String name, ModelFile.AtThreshold at) throws IOException {
    json.writeObjectFieldStart(name);
    json.writeNumberField("threshold", at.threshold());
    json.writeNumberField("alertRate", at.alertRate());
    json.writeNumberField("precision", at.precision());
    json.writeNumberField("recall", at.recall());
    json.writeEndObject();
  }

  private void reference(ModelFile model) throws IOException {
    json.writeObjectFieldStart("reference");
    histogram("score", model.reference().score());
    json.writeObjectFieldStart("features");
    for (Feature feature : model.features()) {
      histogram(feature.key(), model.reference().features().get(feature));
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private void histogram(String name, Histogram histogram) throws IOException {
    json.writeObjectFieldStart(name);
    json.writeFieldName("edges");
    json.writeArray(histogram.edges(), 0, histogram.edges().length);
    json.writeFieldName("shares");
    json.writeArray(histogram.shares(), 0, histogram.shares().length);
    json.writeEndObject();
  }

  private void tree(Tree tree) throws IOException {
    json.writeStartObject();
    json.writeFieldName("feature");
    json.writeArray(tree.feature(), 0, tree.nodes());
    json.writeFieldName("child");
    json.writeArray(tree.child(), 0, tree.nodes());
    floats("value", tree.value());
    floats("mean", tree.mean());
    json.writeEndObject();
  }

  private void floats(String name, float[] numbers) throws IOException {
    json.writeArrayFieldStart(name);
    for (float number : numbers) {
      json.writeNumber(number);
    }
    json.writeEndArray();
  }
}
