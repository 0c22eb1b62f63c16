"""The child process that runs an engine: reads jobs on stdin, reports on stdout."""
