import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EXAMPLES } from '../../lib/cli/help';
import { programFor, run } from '../../lib/cli/program';
import { VERIFICATION_FORMATS } from '../../lib/cli/verify-command';

function cli(...args: string[]): { exit: number; out: string; err: string } {
  let [out, err] = ['', ''];
  const exit = run(args, { out: (text) => { out += text; }, err: (text) => { err += text; } });
  return { exit, out, err };
}

const COMMANDS = programFor([], { out: () => undefined, err: () => undefined }, () => undefined).commands.map((one) => one.name());
const optionsOf = (command: string): string[] => [...cli(command, '--help').out.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map(([, name]) => name!);

const bash = (...words: string[]): string[] => spawnSync('bash', ['--norc', '-c', [
  cli('completion', 'bash').out, `COMP_WORDS=(azureml-network ${words.map((word) => `'${word}'`).join(' ')})`,
  `COMP_CWORD=${words.length}`, '_azureml_network', 'printf "%s\\n" "${COMPREPLY[@]}"',
].join('\n')], { encoding: 'utf8' }).stdout.split('\n').filter((one) => one !== '');

test('bash completes commands, options and values', () => {
  expect(bash('')).toEqual([...COMMANDS, 'help']);
  expect(bash('ver')).toEqual(['verify']);
  expect(bash('verify', 'cdktf.out', '--format', '')).toEqual([...VERIFICATION_FORMATS]);
  expect(bash('diff', '--fail-on', 'wider-b')).toEqual(['wider-beyond-requirements']);
  expect(bash('verify', 'cd')).toEqual([]); // the shell completes files
});

test('bash completes arguments that are one of a few', () => {
  expect(bash('completion', '')).toEqual(['bash', 'zsh', 'fish']);
  expect(bash('editions', 'd')).toEqual(['diff']);
  expect(bash('editions', 'diff', '2026')).toEqual(['2026-03-19']);
  expect(bash('help', 'verify')).toEqual(['verify']);
});

/** Where a shell is not installed, its test is skipped, and says so by that. */
const found = (shell: string): boolean => spawnSync(shell, ['-c', 'true']).error === undefined;

describe.each([['bash', '--norc'], ['zsh', '-f'], ['fish', '--no-config']])('%s', (shell, plain) => {
  const onlyWhereFound = shell === 'bash' || found(shell) ? test : test.skip;

  onlyWhereFound('takes its script for good', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'azureml-network-completion-')), shell);
    writeFileSync(file, cli('completion', shell).out);
    expect(spawnSync(shell, [plain, '-n', file], { encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
  });
});

(found('fish') ? test : test.skip)('fish completes commands, options, values and arguments', () => {
  const script = cli('completion', 'fish').out;
  const fish = (line: string): string[] =>
    spawnSync('fish', ['--no-config', '-c', `${script}\ncomplete -C '${line}'`], { encoding: 'utf8' })
      .stdout.split('\n').filter((one) => one !== '').map((one) => one.split('\t')[0]!);
  expect(fish('azureml-network ver')).toEqual(['verify']);
  expect(fish('azureml-network verify --sugg')).toEqual(['--suggest']);
  expect(fish('azureml-network verify --format ').sort()).toEqual([...VERIFICATION_FORMATS].sort());
  expect(fish('azureml-network completion ').sort()).toEqual(['bash', 'fish', 'zsh']);
});

(found('zsh') ? test : test.skip)('zsh completes commands, options, values and arguments', () => {
  const at = mkdtempSync(join(tmpdir(), 'azureml-network-completion-'));
  writeFileSync(join(at, 'completion.zsh'), cli('completion', 'zsh').out);
  // A terminal of its own, in which a line is typed and the tab pressed; a key of the test shows what the line has become.
  writeFileSync(join(at, 'terminal.zsh'), String.raw`
    zmodload zsh/zpty
    zpty shell TERM=dumb zsh -f -i
    zpty -w shell "PS1=; autoload -Uz compinit; compinit -u -D; source $1; bindkey '^I' complete-word"
    zpty -w shell "show() { print -r -- \"<<\$BUFFER>>\" }; zle -N show; bindkey '^X' show; print re''ady"
    zpty -r shell out '*ready*'
    zpty -w -n shell "$2"$'\t\x18'
    zpty -r shell out '*<<*>>*'
    print -r -- "$out"`);
  const zsh = (line: string): string | undefined => /<<(.*)>>/.exec(spawnSync(
    'zsh', ['-f', join(at, 'terminal.zsh'), join(at, 'completion.zsh'), line], { encoding: 'utf8', timeout: 60_000 },
  ).stdout)?.[1];
  expect(zsh('azureml-network ver')).toBe('azureml-network verify ');
  expect(zsh('azureml-network verify --sugg')).toBe('azureml-network verify --suggest ');
  expect(zsh('azureml-network verify --format sar')).toBe('azureml-network verify --format sarif ');
  expect(zsh('azureml-network completion zs')).toBe('azureml-network completion zsh ');
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
