/** How fast a whole job works off what waits for it in a topic of the running stack. */
package dev.millrace.drain;
