package dev.millrace.frauddesk;

import org.apache.avro.specific.SpecificRecordBase;

/**
 * A record where it stands on its topic.
 *
 * @param offset from 0
 * @param complaint why the job refuses it; empty if it does not
 */
record Placed<T extends SpecificRecordBase>(T record, long offset, String complaint) {

  boolean isValid() {
    return complaint.isEmpty();
  }
}
