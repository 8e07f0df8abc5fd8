import { realpathSync, statSync } from 'node:fs';
import { isAbsolute, join, relative, sep } from 'node:path';
import { InputError } from '../azure/errors';
import { readText } from '../input/text';

const KIND = { what: 'a file that a configuration reads', maxBytes: 16 * 1024 * 1024 };

/** Why a file is not read. */
export class FileNotRead extends Error {}

/**
 * The files next to a module, for the functions that read some. Nothing outside of the folder that the user named is read, also
 * not through a link: what a configuration says is no reason to open other files.
 */
export class ModuleFolder {
  /**
   * @param limit the folder that the user named, or that of the file
   * @param root folder of the configuration, which relative paths begin in, because Terraform runs there
   * @param own folder of the module
   */
  constructor(private readonly limit: string, private readonly root: string, private readonly own: string) {}

  /** `path.module`, as seen from where Terraform runs. */
  public get path(): string {
    return relative(this.root, this.own).split(sep).join('/') || '.';
  }

  /** @throws FileNotRead */
  public read(path: string): string {
    if (path.includes('\0') || isAbsolute(path) || path.startsWith('~')) {
      throw new FileNotRead('only files in the folder that is given are read');
    }
    try {
      const real = realpathSync(join(this.root, path));
      const inside = relative(realpathSync(this.limit), real);
      if (inside === '' || inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)) {
        throw new FileNotRead('only files in the folder that is given are read');
      }
      if (!statSync(real).isFile()) {
        throw new FileNotRead('it is no file');
      }
      return readText(real, KIND).text;
    } catch (error) {
      if (error instanceof InputError) {
        throw new FileNotRead(error.message);
      }
      if ((error as NodeJS.ErrnoException).code !== undefined) {
        throw new FileNotRead('there is no such file that can be read');
      }
      throw error;
    }
  }
}
