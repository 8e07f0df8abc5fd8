/** Exit codes; they are part of the documented behaviour. The command `diff` has one for each verdict. */
export const EXIT = {
  ok: 0, differences: 1, usage: 2, failure: 3, unknown: 4,
  narrower: 10, widerAsRequired: 11, widerBeyondRequirements: 12, requirementLost: 13,
} as const;

/** One exit code of a command, and when a run ends with it. */
export interface ExitCode {
  readonly code: number;
  readonly meaning: string;
}

/** What every command can end with. */
export const COMMON_EXIT_CODES: readonly ExitCode[] = [
  { code: EXIT.usage, meaning: 'the call or a file is wrong; standard error says what is allowed' },
  { code: EXIT.failure, meaning: 'the output cannot be written, or the program has a fault' },
];

const DONE: ExitCode = { code: EXIT.ok, meaning: 'done' };

const PROVED: readonly ExitCode[] = [
  { code: EXIT.ok, meaning: 'every requirement is met, and nothing is open beyond; warnings and notes do not count' },
  { code: EXIT.differences, meaning: 'an error is not acknowledged' },
  { code: EXIT.unknown, meaning: 'there is no error, but an answer is unknown, even if that is acknowledged' },
];

const CARRIED: readonly ExitCode[] = [
  { code: EXIT.ok, meaning: 'every requirement is carried' },
  { code: EXIT.differences, meaning: 'not every requirement is carried, and standard error names the others' },
];

/** What each command can end with beside that: the one table that the help and the documentation are made from. */
export const EXIT_CODES: Readonly<Record<string, readonly ExitCode[]>> = {
  'requirements': [DONE],
  'lookup': [
    { code: EXIT.ok, meaning: 'something asks for every endpoint' },
    { code: EXIT.differences, meaning: 'nothing asks for one of them, or only for a part of it' },
    { code: EXIT.unknown, meaning: 'one answer is unknown: an address without a service tag file, or a name that may be somebody else\'s' },
  ],
  'editions': [DONE],
  'logs': [
    { code: EXIT.ok, meaning: 'nothing that a requirement asks for was denied' },
    { code: EXIT.differences, meaning: 'a flow was denied that a requirement asks for' },
    {
      code: EXIT.unknown,
      meaning: 'the answer is unknown: a denied flow has an address alone, lines could not be read, or nothing is about this deployment',
    },
  ],
  'network-policies': CARRIED,
  'drift': [
    { code: EXIT.ok, meaning: 'no differences' },
    { code: EXIT.differences, meaning: 'differences' },
    { code: EXIT.unknown, meaning: 'no differences, but something is unknown' },
  ],
  'export': CARRIED,
  'verify': PROVED,
  'report': PROVED,
  'explain': [
    { code: EXIT.ok, meaning: 'the flow is allowed' },
    { code: EXIT.differences, meaning: 'the flow is denied' },
    { code: EXIT.unknown, meaning: 'the answer is unknown' },
  ],
  'diff': [
    { code: EXIT.ok, meaning: 'nothing changed, or less than --fail-on names' },
    { code: EXIT.narrower, meaning: 'only narrower' },
    { code: EXIT.widerAsRequired, meaning: 'wider, and asked for by requirements' },
    { code: EXIT.widerBeyondRequirements, meaning: 'wider beyond requirements' },
    { code: EXIT.requirementLost, meaning: 'a requirement is lost' },
  ],
  'rules': [DONE],
  'adopt': [DONE, { code: EXIT.unknown, meaning: 'it is unknown whether a resource exists' }],
  'init': [DONE],
  'synth': [DONE],
  'completion': [DONE],
};

/** All exit codes of a command, in order. */
export function exitCodesOf(command: string): ExitCode[] {
  return [...EXIT_CODES[command] ?? [], ...COMMON_EXIT_CODES].sort((a, b) => a.code - b.code);
}
