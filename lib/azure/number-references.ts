/** Whether a text has the mark that CDK for Terraform writes where a reference to a number is put into a text: a number of 299 digits. */
export function isNumberReference(text: string): boolean {
  return text.includes('e+298') && /-\d(?:\.\d+)?e\+298/.test(text);
}

/**
 * Whether such a mark has a neighbour that CDK for Terraform takes for a part of the number, so that it leaves the mark, or drops the
 * neighbour. Source: cdktf 0.21, the pattern of number tokens in `tokens/private/encoding`.
 */
export function isUnresolvedNumber(text: string): boolean {
  return isNumberReference(text) && /[-|\d.+]-\d(?:\.\d+)?e\+298|e\+298[-|\d.eE+]/.test(text);
}
