import { spawnSync } from 'node:child_process';
import { EXAMPLES } from '../../lib/cli/help';
import { run } from '../../lib/cli/program';
import { VERIFICATION_FORMATS } from '../../lib/cli/verify-command';

function cli(...args: string[]): { exit: number; out: string; err: string } {
  let [out, err] = ['', ''];
  const exit = run(args, { out: (text) => { out += text; }, err: (text) => { err += text; } });
  return { exit, out, err };
}

const COMMANDS = cli('--help').out.split('\nCommands:\n')[1]!.split('\n')
  .flatMap((line) => /^ {2}([a-z-]+)/.exec(line)?.slice(1) ?? []).filter((name) => name !== 'help');
const optionsOf = (command: string): string[] => [...cli(command, '--help').out.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map(([, name]) => name!);

const bash = (...words: string[]): string[] => spawnSync('bash', ['--norc', '-c', [
  cli('completion', 'bash').out, `COMP_WORDS=(azureml-network ${words.map((word) => `'${word}'`).join(' ')})`,
  `COMP_CWORD=${words.length}`, '_azureml_network', 'printf "%s\\n" "${COMPREPLY[@]}"',
].join('\n')], { encoding: 'utf8' }).stdout.split('\n').filter((one) => one !== '');

test('bash completes commands, options and values', () => {
  expect(bash('')).toEqual(COMMANDS);
  expect(bash('ver')).toEqual(['verify']);
  expect(bash('verify', 'cdktf.out', '--format', '')).toEqual([...VERIFICATION_FORMATS]);
  expect(bash('diff', '--fail-on', 'wider-b')).toEqual(['wider-beyond-requirements']);
  expect(bash('verify', 'cd')).toEqual([]); // the shell completes files
});

test.each(COMMANDS)('bash completes all options of %s', (command) => {
  expect(bash(command, '-').sort()).toEqual([...new Set(optionsOf(command))].sort());
});

test.each(['bash', 'zsh', 'fish'])('the script for %s has every command and option', (shell) => {
  const { exit, out } = cli('completion', shell);
  expect(exit).toBe(0);
  for (const command of COMMANDS) {
    for (const option of optionsOf(command)) {
      expect(out).toContain(shell === 'fish' ? `-n '__fish_seen_subcommand_from ${command}' -l ${option.slice(2)} ` : option);
    }
  }
});

test('a shell that is not known is refused with the nearest one', () => {
  expect(cli('completion', 'zhs')).toMatchObject({ exit: 2, out: '', err: expect.stringContaining('did you mean "zsh"?') });
});

test.each(COMMANDS)('the help of %s has an example, whose options are there', (command) => {
  const examples = EXAMPLES[command]!;
  expect(examples.length).toBeGreaterThan(0);
  expect(cli(command, '--help').out).toContain(`\nExamples:\n  azureml-network ${examples[0]}`);
  for (const example of examples) {
    expect(example.split(' ')[0]).toBe(command);
    const options = [...example.matchAll(/ (--[a-z-]+)/g)].map(([, name]) => name);
    expect(optionsOf(command)).toEqual(expect.arrayContaining(options));
  }
});
