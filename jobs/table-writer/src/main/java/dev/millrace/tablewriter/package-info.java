/** Moves output topics into PostgreSQL tables. */
package dev.millrace.tablewriter;
