/** What the suite's command-line tools have in common. */
package dev.millrace.console;
