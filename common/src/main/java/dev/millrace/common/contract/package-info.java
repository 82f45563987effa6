/**
 * Contracts: how records travel as Avro with a schema id, and how a job reads every registered
 * version of them.
 *
 * <p>{@link dev.millrace.common.contract.WireFormat}, {@link
 * dev.millrace.common.contract.AvroEncoder} and {@link dev.millrace.common.contract.SchemaRegistry}
 * need no Flink; tools outside a job use them too.
 */
package dev.millrace.common.contract;
