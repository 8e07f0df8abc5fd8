import { Command, Option } from 'commander';

/** Shells that there is a completion for. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** The values that an option takes, where they are a closed list. */
export type ValuesOf = (option: Option) => readonly string[] | undefined;

interface CompletedOption {
  readonly name: string;
  readonly description: string;
  readonly takesValue: boolean;
  readonly values: readonly string[];
}

/** What a shell completes: made from the program, so that it has every command and option. */
interface Completed {
  readonly name: string;
  readonly description: string;
  readonly options: readonly CompletedOption[];
}

/** A script that tells a shell how to complete commands, options and values. Where none of these fits, the shell completes files. */
export function completionScript(program: Command, shell: Shell, valuesOf: ValuesOf): string {
  const commands = program.commands.map((command): Completed => ({
    name: command.name(), description: command.description(),
    options: [...command.options.map((option) => ({
      name: option.long!, description: option.description, takesValue: option.required || option.optional,
      values: [...valuesOf(option) ?? []],
    })), { name: '--help', description: 'display help for command', takesValue: false, values: [] }],
  }));
  return WRITERS[shell](program.name(), commands);
}

const WRITERS: Readonly<Record<Shell, (program: string, commands: readonly Completed[]) => string>> = { bash, zsh, fish };

function bash(program: string, commands: readonly Completed[]): string {
  const reply = (words: readonly string[]): string => `COMPREPLY=($(compgen -W ${quoted(words.join(' '))} -- "$current"))`;
  return `# ${program}: completion for bash. Load it with: source <(${program} completion bash)
_${identifier(program)}() {
  local command="\${COMP_WORDS[1]}" current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD - 1]}"
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    ${reply(commands.map(({ name }) => name))}
    return
  fi
${cases(commands, reply)}}
complete -o default -F _${identifier(program)} ${program}
`;
}

function zsh(program: string, commands: readonly Completed[]): string {
  const reply = (words: readonly string[]): string => `compadd -- ${words.map(quoted).join(' ')}`;
  return `#compdef ${program}
# ${program}: completion for zsh. Load it with: source <(${program} completion zsh)
_${identifier(program)}() {
  local command="\${words[2]}" current="\${words[CURRENT]}" previous="\${words[CURRENT-1]}"
  if (( CURRENT == 2 )); then
    ${reply(commands.map(({ name }) => name))}
    return
  fi
${cases(commands, reply)}  _files
}
compdef _${identifier(program)} ${program}
`;
}

/** Values of options, and then options, in the syntax that bash and zsh share. */
function cases(commands: readonly Completed[], reply: (words: readonly string[]) => string): string {
  const values = commands.flatMap(({ name, options }) => options.filter((option) => option.values.length > 0).map((option) =>
    `    ${quoted(`${name} ${option.name}`)}) ${reply(option.values)}; return ;;\n`));
  const names = commands.map(({ name, options }) =>
    `    ${quoted(`${name} -`)}*) ${reply(options.map((option) => option.name))}; return ;;\n`);
  return `  case "$command $previous" in\n${values.join('')}  esac\n  case "$command $current" in\n${names.join('')}  esac\n`;
}

function fish(program: string, commands: readonly Completed[]): string {
  const lines = commands.flatMap(({ name, description, options }) => [
    `complete -c ${program} -f -n __fish_use_subcommand -a ${quoted(name)} -d ${quoted(description)}`,
    ...options.map((option) => [
      `complete -c ${program} -n ${quoted(`__fish_seen_subcommand_from ${name}`)} -l ${option.name.slice(2)}`,
      ...(option.values.length > 0 ? [`-x -a ${quoted(option.values.join(' '))}`] : option.takesValue ? ['-r -F'] : []),
      `-d ${quoted(option.description)}`,
    ].join(' ')),
  ]);
  return [`# ${program}: completion for fish. Load it with: ${program} completion fish | source`, ...lines, ''].join('\n');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function identifier(text: string): string {
  return text.replace(/\W/g, '_');
}
