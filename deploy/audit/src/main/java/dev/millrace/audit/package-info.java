/**
 * Accounts for every input offset and holds every output against its input. Shares no code with the
 * jobs: what both had wrong, nobody would see.
 */
package dev.millrace.audit;
