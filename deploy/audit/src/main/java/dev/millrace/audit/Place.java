package dev.millrace.audit;

/** Coordinates of a Kafka record. */
record Place(String topic, int partition, long offset) {

  @Override
  public String toString() {
    return topic + "/" + partition + "/" + offset;
  }
}
