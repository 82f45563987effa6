package dev.millrace.audit;

import java.util.List;

/** What can be seen of the jobs from outside. */
interface Cluster {
  /** The jobs that run. */
  List<Progress.Running> running();

  /** Whether anything was ever sent to one of these topics. */
  boolean hasRecords(List<String> topics);

  /** How many records of these topics a job has not read yet. */
  long lag(String job, List<String> topics);
}
