/** Drills: break a stack of their own under load, heal it, and audit what came of it. */
package dev.millrace.drills;
