/** PostgreSQL's programs, for the local stack and for tests. */
package dev.millrace.postgres;
