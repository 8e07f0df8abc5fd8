import { Argument, Command, Option } from 'commander';

/** Shells that there is a completion for. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** The values that an option or an argument takes, where they are a closed list. */
type ValuesOf = (option: Option | Argument) => readonly string[] | undefined;

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
  /** The values of each argument; none where it is a file or anything else. */
  readonly arguments: readonly (readonly string[])[];
}

/** A script that tells a shell how to complete commands, options and values. Where none of these fits, the shell completes files. */
export function completionScript(program: Command, shell: Shell, valuesOf: ValuesOf): string {
  const commands = program.commands.map((command): Completed => ({
    name: command.name(), description: command.description(),
    arguments: command.registeredArguments.map((argument) => valuesOf(argument) ?? []),
    options: [...command.options.map((option) => ({
      name: option.long!, description: option.description, takesValue: option.required || option.optional,
      values: [...valuesOf(option) ?? []],
    })), { name: '--help', description: 'display help for command', takesValue: false, values: [] }],
  }));
  const help: Completed = {
    name: 'help', description: 'display help for command', options: [], arguments: [commands.map(({ name }) => name)],
  };
  return WRITERS[shell](program.name(), [...commands, help]);
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
${cases(commands, reply, '$COMP_CWORD')}}
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
${cases(commands, reply, '$((CURRENT - 1))')}  _files
}
compdef _${identifier(program)} ${program}
`;
}

/** Values of options, then options, then arguments by their place, in the syntax that bash and zsh share. */
function cases(commands: readonly Completed[], reply: (words: readonly string[]) => string, place: string): string {
  const values = commands.flatMap(({ name, options }) => options.filter((option) => option.values.length > 0).map((option) =>
    `    ${quoted(`${name} ${option.name}`)}) ${reply(option.values)}; return ;;\n`));
  const names = commands.map(({ name, options }) =>
    `    ${quoted(`${name} -`)}*) ${reply(options.map((option) => option.name))}; return ;;\n`);
  const words = commands.flatMap((command) => command.arguments.flatMap((those, i) => (those.length === 0 ? []
    : [`    ${quoted(`${command.name} ${i + 2}`)}) ${reply(those)}; return ;;\n`])));
  return [['$previous', values], ['$current', names], [place, words]]
    .map(([what, lines]) => `  case "$command ${what as string}" in\n${(lines as string[]).join('')}  esac\n`).join('');
}

function fish(program: string, commands: readonly Completed[]): string {
  const lines = commands.flatMap(({ name, description, options, arguments: words }) => [
    `complete -c ${program} -f -n __fish_use_subcommand -a ${quoted(name)} -d ${quoted(description)}`,
    ...(words.some((one) => one.length > 0) ? [
      `complete -c ${program} -f -n ${quoted(`__fish_seen_subcommand_from ${name}`)} -a ${quoted([...new Set(words.flat())].join(' '))}`,
    ] : []),
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
