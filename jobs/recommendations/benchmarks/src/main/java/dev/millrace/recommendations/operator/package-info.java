/** Sees the state of the job's steps, to write it without the job. */
package dev.millrace.recommendations.operator;
