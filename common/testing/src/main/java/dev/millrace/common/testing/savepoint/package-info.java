/**
 * Savepoints of released versions, kept as files, and how a test sees whether today's code goes on
 * from them.
 */
package dev.millrace.common.testing.savepoint;
