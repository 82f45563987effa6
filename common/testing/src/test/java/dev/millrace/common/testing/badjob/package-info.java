/** A job that breaks every rule of {@link dev.millrace.common.testing.JobShapeRules}. */
package dev.millrace.common.testing.badjob;
