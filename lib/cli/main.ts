#!/usr/bin/env node
import './compile-cache';
import { EXIT } from './exit';
import { runToEnd } from './program';

// A reader such as `head` may close the pipe early; that is no failure. Any other is none of the input and of what was found.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') {
      process.exitCode = EXIT.failure;
      if (stream === process.stdout) {
        process.stderr.write(`the output cannot be written: ${error.message}\n`);
      }
    }
  });
}

void runToEnd(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  // With FORCE_COLOR, a stream says that it has colours although NO_COLOR is set.
  hasColours: process.stdout.isTTY && process.stdout.hasColors() && process.env['NO_COLOR'] === undefined,
  isTerminal: process.stderr.isTTY,
  canAsk: process.stdin.isTTY && process.stderr.isTTY,
}).then((exit) => {
  process.exitCode ??= exit;
});
