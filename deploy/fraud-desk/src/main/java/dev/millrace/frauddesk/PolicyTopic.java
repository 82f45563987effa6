package dev.millrace.frauddesk;

import org.apache.avro.specific.SpecificRecordBase;

/**
 * Where rules or models are kept.
 *
 * @param <T> the record
 */
interface PolicyTopic<T extends SpecificRecordBase> {

  /** What is kept here. */
  PolicyKind<T> kind();

  /** Everything on the topic, up to what is its end now. */
  PolicyHistory<T> read();

  /**
   * Appends a record and waits until it is stored.
   *
   * @return its offset
   */
  long append(T record);
}
