/** What the local Flink cluster has in its lib folder beside Flink. */
package dev.millrace.local.flink;
