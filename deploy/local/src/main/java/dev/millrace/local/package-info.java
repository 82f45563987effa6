/**
 * The local stack: starts, watches and stops real processes on one machine, and submits jobs to
 * them.
 */
package dev.millrace.local;
