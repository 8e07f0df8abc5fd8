import { printable } from '../azure/errors';
import { shown } from './shown';

/** What stands in for a hidden text. */
export const SHOWN_INSTEAD = '(sensitive value)';

/** Members that are words of this library, and no values of files. */
const WORDS: ReadonlySet<string> = new Set([
  'id', 'severity', 'outcome', 'result', 'layer', 'verdict', 'direction', 'protocol', 'requirementId', 'kind',
]);

/** Texts of files that nothing may show, because Terraform marks them as sensitive and writes them in clear. */
export class HiddenTexts {
  public static readonly NONE = new HiddenTexts([]);
  private readonly texts: readonly string[];

  constructor(texts: Iterable<string>) {
    // Messages have them also as one short line, quoted, or as Azure compares names.
    const forms = [...texts]
      .flatMap((text) => [text, printable(text), shown(text).replace(/\.{3}$/, ''), JSON.stringify(text).slice(1, -1)])
      .flatMap((text) => [text, text.toLowerCase()]);
    this.texts = [...new Set(forms)].sort((a, b) => b.length - a.length);
  }

  /** These texts and others; of two that hold each other, the longer goes first. */
  public and(other: HiddenTexts): HiddenTexts {
    return other.texts.length === 0 ? this : new HiddenTexts([...this.texts, ...other.texts]);
  }

  /** The same without these texts, wherever they stand in what is to be shown. */
  public without<T>(value: T): T {
    return this.texts.length === 0 ? value : this.replaced(value) as T;
  }

  private replaced(value: unknown): unknown {
    if (typeof value === 'string') {
      return this.texts.reduce((text, one) => text.replaceAll(one, SHOWN_INSTEAD), value);
    }
    if (Array.isArray(value)) {
      return value.map((one) => this.replaced(one));
    }
    if (typeof value !== 'object' || value === null) {
      return value;
    }
    return Object.fromEntries(Object.entries(value).map(([key, one]: [string, unknown]) =>
      [key, WORDS.has(key) && typeof one === 'string' ? one : this.replaced(one)]));
  }
}
