import { printableOutput } from '../azure/errors';
import { COLOURED, Paint, paintedOutput, PLAIN } from '../review/paint';
import { Output } from './output';

/**
 * An output on which nothing acts: no character that a terminal obeys or hides, and nothing that a pipeline takes for a command. Each
 * form escapes texts of others by its own rules already; this holds for what one of them may forget. The escapes are those of JSON and of
 * HCL, so that these stay what they are.
 */
export function shownOutput(output: Output): Output {
  return {
    ...output, control: (text) => { output.err(text); },
    out: (text) => { output.out(output.hasColours === true ? paintedOutput(text, printableOutput) : printableOutput(text)); },
    err: (text) => { output.err(printableOutput(text)); },
  };
}

/** Colours where the output shows them. */
export function paintOf({ hasColours = false }: Output): Paint {
  return hasColours ? COLOURED : PLAIN;
}
