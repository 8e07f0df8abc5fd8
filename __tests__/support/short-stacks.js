// Jest keeps a hundred lines of each stack. An error is made for each `expect` and each refusal, and most are never looked at.
Error.stackTraceLimit = 10;
