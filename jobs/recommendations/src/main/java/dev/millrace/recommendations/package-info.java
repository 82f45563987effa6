/** Recommends what to show next in a session. */
package dev.millrace.recommendations;
