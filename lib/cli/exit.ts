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
  { code: EXIT.usage, meaning: 'a command line or a file is wrong; standard error says what is allowed' },
  { code: EXIT.failure, meaning: 'the output could not be written, or the program has a bug' },
];

const DONE: ExitCode = { code: EXIT.ok, meaning: 'done' };

const PROVED: readonly ExitCode[] = [
  { code: EXIT.ok, meaning: 'every requirement is met, and nothing else is open; warnings and notes do not count' },
  { code: EXIT.differences, meaning: 'there is an error that is not acknowledged' },
  { code: EXIT.unknown, meaning: 'there is no such error, but an answer is unknown, even if you acknowledged that' },
];

const CARRIED: readonly ExitCode[] = [
  { code: EXIT.ok, meaning: 'every requirement is carried' },
  { code: EXIT.differences, meaning: 'some requirements are not carried; standard error names them' },
];

/** What each command can end with besides that: the one table that the help and the documentation are made from. */
export const EXIT_CODES: Readonly<Record<string, readonly ExitCode[]>> = {
  'requirements': [DONE],
  'lookup': [
    { code: EXIT.ok, meaning: 'every endpoint is asked for' },
    { code: EXIT.differences, meaning: 'an endpoint is not asked for, or only a part of it is' },
    {
      code: EXIT.unknown,
      meaning: 'an answer is unknown: an address without a service tag file, or a name that may belong to someone else',
    },
  ],
  'editions': [DONE],
  'logs': [
    { code: EXIT.ok, meaning: 'no flow was denied that a requirement asks for' },
    { code: EXIT.differences, meaning: 'a flow was denied that a requirement asks for' },
    {
      code: EXIT.unknown,
      meaning: 'the answer is unknown: a denied flow has only an address, lines could not be read, or no line is about this deployment',
    },
  ],
  'network-policies': CARRIED,
  'drift': [
    { code: EXIT.ok, meaning: 'there are no differences' },
    { code: EXIT.differences, meaning: 'there are differences' },
    { code: EXIT.unknown, meaning: 'there are no differences, but something is unknown' },
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
    { code: EXIT.ok, meaning: 'nothing changed, or the verdict comes before that of --fail-on' },
    { code: EXIT.narrower, meaning: 'something closes, and nothing opens' },
    { code: EXIT.widerAsRequired, meaning: 'something opens, and requirements ask for all of it' },
    { code: EXIT.widerBeyondRequirements, meaning: 'something opens or may open that no requirement asks for' },
    { code: EXIT.requirementLost, meaning: 'a requirement is no longer met' },
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
