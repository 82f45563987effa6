/** Exactly-once effect: ids, duplicates, and the PostgreSQL sink whose writes may be repeated. */
package dev.millrace.common.delivery;
