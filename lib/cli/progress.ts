import { Worker } from 'node:worker_threads';
import { Output } from './output';

/** When a terminal shows how long a command has taken, and how often from then on, in milliseconds. */
const STEP = 1000;

/** What the clock has done; nothing is 0. */
const [SHOWN, DONE, WRITING] = [1, 2, 3] as const;

/**
 * Runs next to the command, which works without a pause and so cannot tell the time itself. It writes to the terminal on its own, and to
 * nothing once the command is done.
 */
const CLOCK = `
const { writeSync } = require('node:fs');
const { workerData: { memory, name, step } } = require('node:worker_threads');
const state = new Int32Array(memory);
const begin = Date.now();
const tick = () => {
  const before = Atomics.load(state, 0);
  if (before === ${DONE} || Atomics.compareExchange(state, 0, before, ${WRITING}) !== before) return;
  writeSync(2, '\\r' + name + ': ' + Math.max(1, Math.round((Date.now() - begin) / 1000)) + ' s');
  Atomics.store(state, 0, ${SHOWN});
  Atomics.notify(state, 0);
  setTimeout(tick, step);
};
setTimeout(tick, step);
`;

/** An output that says on a terminal how long a command takes, until it says something else. */
interface Progress {
  readonly output: Output;
  /** Takes away what is shown. */
  stop(): void;
}

/** Shows on a terminal that a command is at work, from a second on; elsewhere, nothing. */
export function withProgress(name: string, output: Output, step = STEP): Progress {
  if (output.isTerminal !== true) {
    return { output, stop: () => undefined };
  }
  const memory = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const state = new Int32Array(memory);
  new Worker(CLOCK, { eval: true, workerData: { memory, name, step } }).unref();
  const stop = (): void => {
    for (;;) {
      const before = Atomics.load(state, 0);
      if (before === WRITING) {
        Atomics.wait(state, 0, WRITING, STEP);
      } else if (before === DONE || Atomics.compareExchange(state, 0, before, DONE) === before) {
        if (before === SHOWN) {
          output.err('\r\u001b[K');
        }
        return;
      }
    }
  };
  return {
    stop,
    output: { ...output, out: (text) => { stop(); output.out(text); }, err: (text) => { stop(); output.err(text); } },
  };
}
