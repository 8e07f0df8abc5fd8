/** A wording that pages, comments and messages avoid, and what to write. */
export interface Term {
  readonly avoid: RegExp;
  readonly write: string;
}

/** Names of this project's concepts that have a better one. Pages have one name for one concept. */
const NAMES: readonly Term[] = [
  { avoid: /\bhostnames?\b/i, write: 'host name' },
  { avoid: /\bVNets?\b(?! integration)/, write: 'virtual network' },
  { avoid: /\bAzure ML\b|\bAzureML\b|\bAML\b(?!-)/, write: 'Azure Machine Learning' },
  { avoid: /\bNSGs?\b/, write: 'network security group, or security group' },
  { avoid: /\bUDRs?\b/, write: 'route, or user-defined route' },
  { avoid: /\b(white|black)-?list/i, write: 'allow, or deny' },
  { avoid: /\bfirewall rule ?sets?\b/i, write: 'rules of the firewall' },
  { avoid: /\bCDK ?TF\b(?<!CDKTF)/, write: 'CDKTF, or CDK for Terraform' },
  { avoid: /\bconfig files?\b/i, write: 'configuration file' },
  { avoid: /\bYML\b/, write: 'YAML' },
];

/** Idioms that come from other languages. Pages, comments and messages avoid them. */
export const IDIOMS: readonly Term[] = [
  { avoid: /\bin the place of\b/i, write: 'instead of' },
  { avoid: /\bheld against\b/i, write: 'compared with' },
  { avoid: /\b(?:cannot|could not|can not) be told\b(?! apart)/i, write: 'unknown, or cannot tell' },
  { avoid: /\b(?:is|are|was) (?:told|said) of\b/i, write: 'said about' },
  { avoid: /\b(?:dot|key|name|names|them|rest|list|colon|slash|port|prefix length) behind\b/i, write: 'after' },
  {
    avoid: /\bbehind (?:each key|the (?:dot|colon|comma|slash|rest|name|port|prefix length|end|range|message|first|last)|all rules)\b/i,
    write: 'after',
  },
  { avoid: /\b(?:arguments?|names?|words?|numbers?|text|texts|colon|dot|port|rules?|comma) behind\b/i, write: 'after' },
  { avoid: /\bstands? behind (?:the|a|it)\b/i, write: 'follow, or come after' },
  { avoid: /\b(?:it|that|this) is said\b/i, write: 'the report says so, or is reported' },
  { avoid: /\ballows? to\b/i, write: 'lets you' },
  { avoid: /\bpermits? to\b/i, write: 'lets you' },
  { avoid: /\bin order to\b/i, write: 'to' },
  { avoid: /\binformations\b|\badvices\b|\bsoftwares\b/i, write: 'the singular' },
  { avoid: /\bdepends? of\b/i, write: 'depend on' },
  { avoid: /\bconsists? in\b/i, write: 'consist of' },
  { avoid: /\bresp\./i, write: 'or, or and' },
  { avoid: /\b(?:e\.g\.|i\.e\.)/i, write: 'for example, or that is' },
  { avoid: /\b(?:whereby|thereby|hereby|therefor|wherefrom|whereof|thereof)\b/i, write: 'a sentence of its own' },
  { avoid: /\bfor what concerns\b|\bwhat concerns\b/i, write: 'for, or about' },
  { avoid: /\bis to be (?:known|done|said|written|looked)\b/i, write: 'an active verb' },
  { avoid: /\b(?:has|have) to be so\b/i, write: 'must be true' },
  { avoid: /\bnot anymore\b/i, write: 'no longer' },
  { avoid: /\b(?:the|its|a|each|whose|no|from|at) begin\b/i, write: 'beginning, or start' },
  { avoid: /\bbe (?:it|they) (?:a|an|as|capitals|from|the)\b/i, write: 'whether, or even' },
  { avoid: /\b(?<!as \w+ )as any other\b/i, write: 'like any other' },
  { avoid: /\bknows? \w+(?: \w+){0,3} again\b/i, write: 'recognize' },
  { avoid: /\b(?:utili[sz]e|utili[sz]es|leverage|leverages)\b/i, write: 'use' },
  { avoid: /\bplease\b/i, write: 'the plain imperative' },
  { avoid: /\b(?:simply|obviously|of course)\b/i, write: 'nothing' },
];

/** Idioms that comments may have, and messages and pages avoid: people who read those do not know the code. */
export const MESSAGES: readonly Term[] = [
  { avoid: /\b(?:is|are|was) taken (?:because|for (?!granted)|in the|as (?:an?|the|true|false)\b)/i, write: 'assumed, accepted, or counts as' },
  { avoid: /\b(?:is|are) not (?:said|told)\b/i, write: 'who or what does not say it' },
  { avoid: /\balso (?:when|where|if)\b/i, write: 'even if' },
  { avoid: /\b(?:that|which) (?:is|are) (?:none|no (?:host names?|objects?|list|whole numbers?|text|index))\b(?! of)/i, write: 'not one, or unknown' },
  { avoid: /\b(?:is|are) none that\b|\bof no (?:kind|form) that\b/i, write: 'unknown' },
  { avoid: /\b(?:one|it|addresses|address|file|network|endpoint|ids|part|TCP|UDP) alone\b/i, write: 'only, before the word' },
  { avoid: /\bno more[;.]|\bmet no longer\b/i, write: 'no longer, before the verb' },
  { avoid: /\b(?:known|says?|things|tells?) of (?:an?|the|it|them|each|every|that|this)\b/i, write: 'about' },
  { avoid: /\b(?:of|at) (?:different|two) times\b/i, write: 'from different times' },
  { avoid: /\bis to be (?:held|suggested|given|taken)\b/i, write: 'an active verb' },
  { avoid: /\bto be known\b/i, write: 'for your information, or must be known' },
  { avoid: /\b(?:[Oo]f|about) (?:\S+ )?more it is\b/, write: 'the number of those as the subject' },
  { avoid: /\bis (?:probably )?meant to be so\b/i, write: 'intended' },
  { avoid: /\bwhat (?:is|are) asked for,? (?:is|are)\b/i, write: 'the thing that is asked for' },
  { avoid: /\b(?:so|such) that (?:it|they|this) (?:is|are) possible\b/i, write: 'so that you can' },
  { avoid: /\bit is (?:possible|necessary|needed) (?:to|that)\b/i, write: 'you can, or you must' },
  { avoid: /\bthere (?:is|are) (?:not|nothing) to be\b/i, write: 'an active verb' },
  { avoid: /\bon the other side,/i, write: 'on the other hand' },
  { avoid: /\b(?:actual|eventual|eventually) (?:version|state|file)\b/i, write: 'current' },
  { avoid: /\bsince (?:\d+|a|two|three|some) (?:years?|months?|days?|weeks?)\b/i, write: 'for' },
  { avoid: /\bmake (?:a|the) (?:test|photo|experience|diet)\b/i, write: 'another verb' },
];

/** All wordings that pages avoid. */
export const TERMS: readonly Term[] = [...NAMES, ...IDIOMS, ...MESSAGES];

/** What only TypeScript has: other languages show the same comments. */
export const TYPESCRIPT: readonly Term[] = [
  { avoid: /\{@\w+/, write: 'the name in backticks' },
  { avoid: /`[^`]*(?:\bnew [A-Z]|=>|\.findChild\()[^`]*`/, write: 'words, because Python and Java show this comment too' },
];
