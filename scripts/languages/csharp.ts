import { Language } from './language';

/** C#: its sources are generated. There is no example to run, so it is never called done. */
export const CSHARP: Language = {
  name: 'C#',
  target: 'dotnet',
  tools: [['dotnet', '--version']],
  install: () => 'there is no example application for this language yet',
};
