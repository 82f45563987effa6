/** Keyed state that all jobs treat alike. */
package dev.millrace.common.state;
