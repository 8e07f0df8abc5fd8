import { EXIT } from '../../lib/cli/exit';
import { run } from '../../lib/cli/program';

function said(...args: string[]): { exit: number; out: string; err: string } {
  let [out, err] = ['', ''];
  const exit = run(args, { out: (text) => { out += text; }, err: (text) => { err += text; }, isTerminal: false });
  return { exit, out, err };
}

// Whatever the parser refuses is said in the words of this program, with what to do.
test.each<[string, string[], string]>([
  ['a missing argument', ['verify'], '<path>: is missing; "azureml-network verify --help" shows what it takes\n'],
  ['a missing option', ['export'], '--deployment: is missing; write --deployment <file>, deployment file\n'],
  ['an option without its value', ['verify', 'x', '--region'], '--region: has no value; write --region <region>\n'],
  [
    'a misspelt option', ['verify', 'x', '--deploymnet', 'y'],
    '--deploymnet: is not an option of azureml-network verify; did you mean "--deployment"?\n',
  ],
  [
    'the beginning of an option', ['init', '--subnet', 'x'],
    '--subnet: is not an option of azureml-network init; did you mean "--subnet-id"?\n',
  ],
  [
    'a part of an option, with a value', ['init', '--prefix=10.1.1.0/24'],
    '--prefix=10.1.1.0/24: is not an option of azureml-network init; did you mean "--address-prefix"?\n',
  ],
  [
    'an option with more words', ['verify', 'x', '--subnet-id', 'y'],
    '--subnet-id: is not an option of azureml-network verify; did you mean "--subnet"?\n',
  ],
  [
    'an option of nothing', ['verify', 'x', '--zzzzzzzzzzzz'],
    '--zzzzzzzzzzzz: is not an option of azureml-network verify; "azureml-network verify --help" shows what it takes\n',
  ],
  [
    'an option of the program', ['--zzzzzzzzzzzz'],
    '--zzzzzzzzzzzz: is not an option of azureml-network; "azureml-network --help" shows what it takes\n',
  ],
  [
    'an option with marks', ['verify', 'x', '--a\u001b[2Jbcdefgh'],
    '--a\\u001b[2Jbcdefgh: is not an option of azureml-network verify; "azureml-network verify --help" shows what it takes\n',
  ],
  ['a misspelt command', ['verfy'], '"verfy" is not a command; did you mean "verify"?\n'],
  ['help on no command', ['help', 'verfy'], '"verfy" is not a command; did you mean "verify"?\n'],
  ['no command', ['zzzzzzzzzzzz'], '"zzzzzzzzzzzz" is not a command; "azureml-network --help" shows what it takes\n'],
  [
    'one argument more', ['drift', 'a.json', 'b.json'],
    '"b.json" is one argument more than azureml-network drift takes; "azureml-network drift --help" shows what it takes\n',
  ],
  ['a short name of a cloud', ['requirements', '--cloud', 'gov'], 'did you mean "government"?'],
  ['a format', ['requirements', '--format', 'jsn'], 'did you mean "json"?'],
  ['the first letter of an answer', ['verify', 'x', '--public-ip', 'y'], 'did you mean "yes"?'],
  ['another word for an answer', ['verify', 'x', '--public-ip', 'false'], 'did you mean "no"?'],
])('%s', (_, args, message) => {
  const { exit, out, err } = said(...args);
  expect(err).toContain(message);
  expect(err).not.toMatch(/^error:/);
  expect(out).toBe('');
  expect(exit).toBe(EXIT.usage);
});

describe('by npm run', () => {
  const before = { ...process.env };
  afterEach(() => { process.env = { ...before }; });

  // What npm 11 leaves of: npm run azureml-network verify cdktf.out --deployment d.yaml --fail-on=never
  const env = { npm_lifecycle_event: 'azureml-network', npm_config_deployment: 'true', npm_config_fail_on: 'never' };

  test.each([
    [['verify', 'cdktf.out', 'd.yaml'], '--deployment: npm has taken this for itself; write "--" before the command: ' +
      'npm run azureml-network -- verify ...\n'],
    [['drift', 'answer.json', 'd.yaml'], '--deployment: npm has taken'],
    [['diff', 'a', 'b'], '--deployment, --fail-on: npm has taken'],
  ])('options that npm has taken are not lost: %j', (args, message) => {
    Object.assign(process.env, env);
    const { exit, out, err } = said(...args);
    expect([exit, out]).toEqual([EXIT.usage, '']);
    expect(err).toContain(message);
  });

  test('options that came through, and settings of npm that are none of ours, are no error', () => {
    Object.assign(process.env, env);
    expect(said('verify', 'no-such-file', '--deployment', 'no-such.yaml').err).not.toContain('npm');
    expect(said('requirements').exit).toBe(EXIT.ok);
    delete process.env['npm_lifecycle_event'];
    expect(said('verify', 'no-such-file').err).not.toContain('npm');
  });
});
